// How are lines marked? One big box each; what a member keeps out of has none.
import { useTranslation } from 'react-i18next';
import { RecordText } from '../../../shared/ui';
import { marked } from '../marks';
import type { BallotLine } from '../types';
import styles from './voting.module.css';

/** What a line is called for who reads it. */
export function LineName({ line }: { line: BallotLine }) {
  const { t } = useTranslation();
  if (line.is_recused) return <>{t('voting.recused')}</>;
  return line.title ? <RecordText text={line.title} /> : t('voting.item', { position: line.position });
}

/** The lines with their boxes; once the paper has as many marks as it may have, the others wait until one is taken back. */
export function Marks({ label, lines, cap, marks, isDisabled = false, onChange }: { label: string; lines: readonly BallotLine[]; cap: number; marks: readonly number[]; isDisabled?: boolean; onChange: (marks: readonly number[]) => void }) {
  const isFull = marks.length >= cap;
  return (
    <fieldset className={styles.marks}>
      <legend>{label}</legend>
      {lines.map((line) => {
        const isChosen = marks.includes(line.number);
        if (line.is_recused) {
          return (
            <div key={line.number} className={styles.mark} data-out="true">
              <span aria-hidden="true">—</span>
              <span className={styles.number}>{line.number}</span>
              <LineName line={line} />
            </div>
          );
        }
        return (
          <label key={line.number} className={styles.mark} data-chosen={isChosen}>
            <input type="checkbox" checked={isChosen} disabled={isDisabled || (isFull && !isChosen)} onChange={(event) => onChange(marked(marks, line.number, event.target.checked, cap))} />
            <span className={styles.number}>{line.number}</span>
            <LineName line={line} />
          </label>
        );
      })}
    </fieldset>
  );
}
