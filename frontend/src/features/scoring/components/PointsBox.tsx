// How are points typed? As digits, in whole steps; what is none of them is said once the box is left, and never kept.
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { arrowOf } from '../keys';
import { typedPoints } from '../law';
import type { Criterion } from '../types';
import styles from './scoring.module.css';

const shown = (value: number | undefined) => (value === undefined ? '' : String(value));

/** A box for the points of a criterion. */
export function PointsBox(props: {
  id: string;
  /** What names it, where no label points at it. */
  labelledBy?: string;
  criterion: Criterion;
  value: number | undefined;
  isDisabled?: boolean;
  describedBy?: string;
  /** What is wrong beside what was typed. */
  error?: string | undefined;
  onChange: (value: number | undefined) => void;
  onEnter: () => void;
  /** Called for an arrow; true where it led somewhere. */
  onArrow: (way: { rows: number; columns: number }) => boolean;
}) {
  const { t } = useTranslation();
  const { id, criterion, value } = props;
  const [text, setText] = useState(shown(value));
  const [held, setHeld] = useState(value);
  const [isLeft, setLeft] = useState(false);
  // The value changed by other means: the box follows.
  if (held !== value) {
    setHeld(value);
    setText(shown(value));
  }
  const typed = typedPoints(text, criterion);
  const problem = typed !== undefined && 'problem' in typed ? typed.problem : undefined;
  const bounds = { most: criterion.most ?? 0, step: criterion.step ?? 1 };
  const error = isLeft && problem !== undefined ? t(`scoring.typed.${problem}`, bounds) : props.error;
  const type = (next: string) => {
    const found = typedPoints(next, criterion);
    const points = found !== undefined && 'value' in found ? found.value : undefined;
    setText(next);
    setLeft(false);
    setHeld(points);
    if (points !== value) props.onChange(points);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const way = arrowOf(event.key);
    if (event.key !== 'Enter' && (way === undefined || !props.onArrow(way))) return;
    event.preventDefault();
    if (event.key !== 'Enter') return;
    setLeft(true);
    if (problem === undefined) props.onEnter();
  };
  const described = [error ? `${id}-error` : '', props.describedBy ?? ''].filter(Boolean).join(' ') || undefined;
  return (
    <span className={styles.points}>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        className={styles.pointsBox}
        aria-labelledby={props.labelledBy}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        disabled={props.isDisabled}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
        onFocus={(event) => event.target.select()}
        onBlur={() => setLeft(true)}
      />
      {error && (
        <span id={`${id}-error`} className={styles.fault}>
          {error}
        </span>
      )}
    </span>
  );
}
