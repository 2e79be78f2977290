// What changed between two texts? Both side by side, only the lines around a change.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n';
import { diffLines, folded } from './difference';
import styles from './kit.module.css';
import { languageOf } from './RecordText';

const CONTEXT = 2;

/** Two texts line by line; the kind of each change is told in words as well. */
export function TextDiff(props: { label: string; before: string; after: string; beforeTitle: string; afterTitle: string }) {
  const { t } = useTranslation();
  const page = useLanguage();
  const rows = useMemo(() => folded(diffLines(props.before, props.after), CONTEXT), [props.before, props.after]);
  if (rows.length === 0) return <p>{t('diff.none')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll sideways, also by keyboard
    <section className={styles.diff} aria-label={props.label} tabIndex={0}>
      <table aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">{props.beforeTitle}</th>
            <th scope="col">{props.afterTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number} data-kind={row.kind} data-gap={row.gap > 0}>
              <td data-gone={row.kind === 'removed' || row.kind === 'changed'}>
                {row.kind !== 'same' && row.left !== undefined && <span className="visually-hidden">{t('diff.removed')}</span>}
                <span lang={languageOf(row.left ?? '', page)}>{row.left}</span>
              </td>
              <td data-new={row.kind === 'added' || row.kind === 'changed'}>
                {row.kind !== 'same' && row.right !== undefined && <span className="visually-hidden">{t('diff.added')}</span>}
                <span lang={languageOf(row.right ?? '', page)}>{row.right}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
