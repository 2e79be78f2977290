// How is a form field built? A label, the control, one line of help, the error tied to it.
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n';
import { Select } from './controls';
import styles from './kit.module.css';
import { type LinkWatch, watchLinks } from './link_watch';
import { Input, SearchOutlined } from './primitives';
import { languageOf, RecordText } from './RecordText';

/** A labelled control; the child receives the ids that tie help and error to it. */
export function Field(props: {
  /** The control's id, where something leads to it. */
  id?: string;
  label: ReactNode;
  /** What stands at the end of the label's line, such as a counter. */
  aside?: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  room?: Room | undefined;
  children: (wiring: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}) {
  const own = useId();
  const id = props.id ?? own;
  const described = [props.error ? `${id}-error` : '', props.hint ? `${id}-hint` : ''].filter(Boolean).join(' ');
  const label = <label htmlFor={id}>{props.label}</label>;
  return (
    <div className={styles.field}>
      {props.aside ? (
        <span className={styles.fieldHead}>
          {label}
          <span className={styles.fieldAside}>{props.aside}</span>
        </span>
      ) : (
        label
      )}
      {props.children({
        id,
        ...(described ? { 'aria-describedby': described } : {}),
        ...(props.error ? { 'aria-invalid': true as const } : {}),
      })}
      <FieldNotes id={id} error={props.error} hint={props.hint} room={props.room} />
    </div>
  );
}

/** The lines that a field keeps free for what is wrong with it, where that is told a while after it was written: so nothing moves under the pointer when it comes or goes. */
export type Room = 1 | 2;

/** What is wrong with a field and what to write, under the names by which its control points at them. */
export function FieldNotes({ id, error, hint, room }: { id: string; error?: ReactNode; hint?: ReactNode; room?: Room | undefined }) {
  const wrong = error && (
    <span id={`${id}-error`} className={styles.fieldError}>
      {/* It may quote what was typed. */}
      {typeof error === 'string' ? <RecordText text={error} /> : error}
    </span>
  );
  return (
    <>
      {room === undefined && wrong}
      {hint && (
        <span id={`${id}-hint`} className={styles.fieldHint}>
          {hint}
        </span>
      )}
      {room !== undefined && (
        <span className={styles.fieldRoom} data-lines={room}>
          {wrong}
        </span>
      )}
    </>
  );
}

/** The browser's own select: best on a phone, by keyboard and by screen reader. */
export function SelectField(props: {
  label: ReactNode;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  isLabelHidden?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={props.isLabelHidden ? 'visually-hidden' : undefined}>
        {props.label}
      </label>
      <Select id={id} value={props.value} options={props.options} onChange={props.onChange} />
    </div>
  );
}

/** A slider and a number box over the same value; the box takes the place of the slider for exact work. */
export function RangeField(props: {
  label: ReactNode;
  name: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  unit?: string;
  hint?: ReactNode;
  /** The value before any change; a change is marked and can be taken back. */
  base?: number;
  error?: string | undefined;
  onChange: (value: number) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(String(props.value));
  const [held, setHeld] = useState(props.value);
  // The value changed by other means (the slider, the address): the box follows.
  if (held !== props.value) {
    setHeld(props.value);
    setText(String(props.value));
  }
  const step = props.step ?? 1;
  const isChanged = props.base !== undefined && props.base !== props.value;
  const type = (next: string) => {
    setText(next);
    const plain = next.normalize('NFKC').trim();
    const value = Number(plain);
    if (plain === '' || Number.isNaN(value) || value < props.min || value > props.max) return;
    setHeld(value);
    props.onChange(value);
  };
  const described = [props.error ? `${id}-error` : '', props.hint ? `${id}-hint` : ''].filter(Boolean).join(' ') || undefined;
  return (
    <div className={styles.field} data-changed={isChanged}>
      <span className={styles.rangeHead}>
        <label htmlFor={id}>{props.label}</label>
        {isChanged && (
          <button type="button" className={styles.linkButton} onClick={() => props.onChange(props.base ?? props.value)}>
            {t('range.back', { value: props.base })}
            <span className="visually-hidden">
              {t('common.colon')}
              {props.label}
            </span>
          </button>
        )}
      </span>
      <span className={styles.range}>
        <input
          type="range"
          aria-labelledby={`${id}-slider`}
          min={props.min}
          max={props.max}
          step={step}
          value={props.value}
          onChange={(event) => props.onChange(Number(event.target.value))}
        />
        <span id={`${id}-slider`} hidden>
          {t('range.slider')}
          {t('common.colon')}
          {props.label}
        </span>
        <input
          id={id}
          name={props.name}
          type="number"
          className={styles.rangeNumber}
          min={props.min}
          max={props.max}
          step={step}
          value={text}
          aria-describedby={described}
          {...(props.error ? { 'aria-invalid': true as const } : {})}
          onChange={(event) => type(event.target.value)}
          onBlur={() => setText(String(props.value))}
        />
        {props.unit && <span className={styles.rangeUnit}>{props.unit}</span>}
      </span>
      {props.error && (
        <span id={`${id}-error`} className={styles.fieldError}>
          {props.error}
        </span>
      )}
      {props.hint && (
        <span id={`${id}-hint`} className={styles.fieldHint}>
          {props.hint}
        </span>
      )}
    </div>
  );
}

/** A box for several lines of text, with its label, help and error. */
export function TextArea(props: { label: ReactNode; name: string; value: string; rows?: number; hint?: ReactNode; error?: string | undefined; isCode?: boolean; placeholder?: string; onChange: (text: string) => void }) {
  const page = useLanguage();
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(wiring) => (
        <textarea
          {...wiring}
          name={props.name}
          className={styles.textArea}
          data-code={props.isCode}
          rows={props.rows ?? 3}
          spellCheck={props.isCode ? false : undefined}
          placeholder={props.placeholder}
          lang={props.isCode ? undefined : languageOf(props.value, page)}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

const TYPING_PAUSE_MS = 350;

/**
 * A search box whose text is held by the address. Waits for a pause in typing and for the end of an
 * input method's composition; `isRefinement` tells that the same burst of typing goes on.
 */
export function SearchField(props: {
  label: string;
  placeholder: string;
  value: string;
  onSearch: (text: string, isRefinement: boolean) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(props.value);
  const [held, setHeld] = useState(props.value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(props.value);
  const isBurst = useRef(false);
  // The address changed by other means (back button, a link): the box follows.
  if (held !== props.value) {
    setHeld(props.value);
    if (props.value !== text.trim()) setText(props.value);
  }
  useEffect(() => {
    sent.current = props.value;
  }, [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (next: string) => {
    clearTimeout(timer.current);
    const trimmed = next.trim();
    if (trimmed === sent.current) return;
    sent.current = trimmed;
    props.onSearch(trimmed, isBurst.current);
    isBurst.current = true;
  };
  // Whoever follows a link next goes on from what was typed; told later, it would lead back.
  const leave = (typed: string) => {
    send(typed);
    isBurst.current = false;
  };
  const links = useRef<LinkWatch | undefined>(undefined);
  const leaveNow = useRef<() => void>(() => undefined);
  useEffect(() => {
    leaveNow.current = () => leave(text);
  });
  useEffect(() => {
    const watch = watchLinks(window, () => leaveNow.current());
    links.current = watch;
    return watch.stop;
  }, []);
  return (
    <search className={styles.field}>
      <label htmlFor={id}>{props.label}</label>
      <Input
        id={id}
        type="search"
        value={text}
        placeholder={props.placeholder}
        prefix={<SearchOutlined aria-hidden="true" />}
        allowClear={{ clearIcon: <span role="img" aria-label={t('common.clear')}>×</span> }}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          clearTimeout(timer.current);
          const isComposing = (event.nativeEvent as InputEvent).isComposing === true;
          if (!isComposing) timer.current = setTimeout(() => send(next), next === '' ? 0 : TYPING_PAUSE_MS);
        }}
        onCompositionEnd={(event) => {
          const next = event.currentTarget.value;
          clearTimeout(timer.current);
          timer.current = setTimeout(() => send(next), TYPING_PAUSE_MS);
        }}
        onPressEnter={(event) => {
          if (!event.nativeEvent.isComposing) send(event.currentTarget.value);
        }}
        onBlur={(event) => {
          // A link that is held down stays where it is until it is followed.
          if (links.current?.isPressed()) clearTimeout(timer.current);
          else leave(event.currentTarget.value);
        }}
      />
    </search>
  );
}
