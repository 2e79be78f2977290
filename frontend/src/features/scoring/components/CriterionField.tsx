// How is one criterion judged? Points with what they stand for, or one word of several; a reason where the book asks for one.
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBilingual } from '../../../shared/i18n';
import { GrowingText } from '../../../shared/ui';
import { arrowOf } from '../keys';
import { changed, type Fault, leastWords } from '../law';
import type { Content, Criterion } from '../types';
import { controlId, reasonId, useFaultText } from '../words';
import { PointsBox } from './PointsBox';
import styles from './scoring.module.css';

interface Of {
  criterion: Criterion;
  content: Content;
  isDisabled: boolean;
  /** What is to be done, once it was tried. */
  faults: readonly Fault[];
  onChange: (content: Content) => void;
  /** Goes to the criterion before or behind. */
  onMove: (rows: number) => void;
}

/** One criterion of a sheet. */
export function CriterionField(props: Of) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const { criterion } = props;
  const helpId = useId();
  const isPoints = criterion.kind === 'points';
  const enter = () => {
    // A reason that is asked for comes first.
    const reason = document.getElementById(reasonId(criterion.code));
    if (reason instanceof HTMLTextAreaElement && reason.value.trim() === '') reason.focus();
    else props.onMove(1);
  };
  return (
    <section className={styles.criterion} aria-labelledby={`${helpId}-name`}>
      <div className={styles.criterionHead}>
        {isPoints ? (
          <label id={`${helpId}-name`} htmlFor={controlId(criterion.code)} className={styles.criterionName}>
            {bilingual(criterion.label)}
          </label>
        ) : (
          <span id={`${helpId}-name`} className={styles.criterionName}>
            {bilingual(criterion.label)}
          </span>
        )}
        {isPoints && <span className={styles.soft}>{t('scoring.weight', { weight: criterion.weight ?? 0, most: criterion.most ?? 0, step: criterion.step ?? 1 })}</span>}
      </div>
      <p id={helpId} className={styles.soft}>
        {bilingual(criterion.help)}
        <Anchors criterion={criterion} />
      </p>
      {isPoints ? <Points {...props} helpId={helpId} onEnter={enter} /> : <Choice {...props} helpId={helpId} onEnter={enter} />}
      <Reason {...props} />
    </section>
  );
}

/** What some points stand for. */
function Anchors({ criterion }: { criterion: Criterion }) {
  const bilingual = useBilingual();
  const { t } = useTranslation();
  const anchors = criterion.anchors ?? [];
  if (anchors.length === 0) return null;
  return <> {anchors.map((anchor) => t('scoring.anchor', { at: anchor.at, text: bilingual(anchor) })).join(t('common.separator'))}</>;
}

type WithHelp = Of & { helpId: string; onEnter: () => void };

function Points({ criterion, content, isDisabled, faults, helpId, onChange, onMove, onEnter }: WithHelp) {
  const faultText = useFaultText();
  return (
    <PointsBox
      id={controlId(criterion.code)}
      criterion={criterion}
      value={content.points[criterion.code]}
      isDisabled={isDisabled}
      describedBy={helpId}
      error={faultText(faults.find((fault) => fault.part === 'points'))}
      onChange={(value) => onChange(changed(content, 'points', criterion.code, value))}
      onEnter={onEnter}
      onArrow={(way) => {
        if (way.rows !== 0) onMove(way.rows);
        return way.rows !== 0;
      }}
    />
  );
}

function Choice({ criterion, content, isDisabled, faults, helpId, onChange, onMove, onEnter }: WithHelp) {
  const bilingual = useBilingual();
  const faultText = useFaultText();
  const name = useId();
  const options = criterion.options ?? [];
  const chosen = content.choices[criterion.code];
  const choose = (code: string) => onChange(changed(content, 'choices', criterion.code, code));
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const option = /^[1-9]$/.test(event.key) ? options[Number(event.key) - 1] : undefined;
    const rows = arrowOf(event.key)?.rows ?? 0;
    if (option !== undefined) choose(option.code);
    else if (rows !== 0) onMove(rows);
    else if (event.key === 'Enter') onEnter();
    else return;
    event.preventDefault();
  };
  const error = faultText(faults.find((fault) => fault.part === 'choices'));
  return (
    <fieldset aria-labelledby={`${helpId}-name`} aria-describedby={error ? `${name}-error` : helpId} className={styles.options}>
      {options.map((option, at) => (
        <label key={option.code} className={styles.option}>
          <input
            // Where the group takes the focus: at what is chosen, or at the first.
            {...((chosen ?? options[0]?.code) === option.code ? { id: controlId(criterion.code) } : {})}
            type="radio"
            name={name}
            value={option.code}
            checked={chosen === option.code}
            disabled={isDisabled}
            onChange={() => choose(option.code)}
            onKeyDown={press}
          />
          <span>
            <kbd className={styles.digit}>{at + 1}</kbd> {bilingual(option)}
          </span>
        </label>
      ))}
      {error && (
        <span id={`${name}-error`} className={styles.fault}>
          {error}
        </span>
      )}
    </fieldset>
  );
}

/** The reason: in sight where it is asked for or written, behind a button otherwise. */
function Reason({ criterion, content, isDisabled, faults, onChange }: Of) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const faultText = useFaultText();
  const [isOpen, setOpen] = useState(false);
  const text = content.comments[criterion.code] ?? '';
  const least = leastWords(criterion, content);
  if (criterion.comment === 'never' && text === '') return null;
  if (least === 0 && text === '' && !isOpen) {
    return isDisabled ? null : (
      <button type="button" className={styles.linkButton} onClick={() => setOpen(true)}>
        {t('scoring.addReason')}
        <span className="visually-hidden">
          {t('common.colon')}
          {bilingual(criterion.label)}
        </span>
      </button>
    );
  }
  const id = reasonId(criterion.code);
  const error = faultText(faults.find((fault) => fault.part === 'comments'));
  return (
    <div className={styles.reason}>
      <label htmlFor={id}>
        {least > 0 ? t('scoring.reasonNeeded', { least }) : t('scoring.reason')}
        <span className="visually-hidden">
          {t('common.colon')}
          {bilingual(criterion.label)}
        </span>
      </label>
      <GrowingText id={id} rows={2} disabled={isDisabled} aria-describedby={error ? `${id}-error` : undefined} aria-invalid={error ? true : undefined} value={text} onChange={(event) => onChange(changed(content, 'comments', criterion.code, event.target.value))} />
      {error && (
        <span id={`${id}-error`} className={styles.fault}>
          {error}
        </span>
      )}
    </div>
  );
}
