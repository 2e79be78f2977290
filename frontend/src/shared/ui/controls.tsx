// Which bare controls stand inside a field? The browser's own, best on a phone, by keyboard and by screen reader.
import { type TextareaHTMLAttributes, useLayoutEffect, useRef } from 'react';
import { useLanguage } from '../i18n';
import styles from './kit.module.css';
import { languageOf } from './RecordText';

/** The browser's own select. */
export function Select(props: {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
  isDisabled?: boolean;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}) {
  const { options, onChange, isDisabled = false, ...wiring } = props;
  const page = useLanguage();
  return (
    <select {...wiring} disabled={isDisabled} className={styles.select} onChange={(event) => onChange(event.target.value)}>
      {options.map((option) => (
        <option key={option.value} value={option.value} lang={languageOf(option.label, page)}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

const GROWS_BY_ITSELF = CSS.supports('field-sizing', 'content');

/** A box for several paragraphs that grows with them. */
export function GrowingText(props: TextareaHTMLAttributes<HTMLTextAreaElement> & { value: string }) {
  const page = useLanguage();
  const box = useRef<HTMLTextAreaElement>(null);
  const { value } = props;
  useLayoutEffect(() => {
    const element = box.current;
    if (GROWS_BY_ITSELF || element === null || element.value !== value) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [value]);
  return <textarea {...props} ref={box} lang={languageOf(value, page)} className={`${styles.textArea} ${styles.grow}`} />;
}
