// What is a number made of? Its terms one under the other, each beginning where the last one ended, and their sum.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { steps } from './terms';
import styles from './kit.module.css';

/** One term of a sum, already rounded so that the terms shown add up to the sum shown. */
export interface Term {
  key: string;
  label: ReactNode;
  value: number;
  note?: ReactNode;
}

/** The terms as a table with a bar each, closed by the sum; what stands before them is the first row, without a bar. */
export function Waterfall(props: { label: string; termTitle: string; valueTitle: string; start?: Term; terms: readonly Term[]; totalLabel: ReactNode; format: (value: number) => string; formatTerm?: (value: number) => string }) {
  const { t } = useTranslation();
  const drawn = steps(props.terms.map((term) => term.value));
  const total = props.terms.reduce((sum, term) => sum + term.value, props.start?.value ?? 0);
  const formatTerm = props.formatTerm ?? props.format;
  return (
    <div className={styles.tableWrap}>
      <table className={styles.plainTable} aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col">{props.termTitle}</th>
            <th scope="col" className={styles.alignEnd}>
              {props.valueTitle}
            </th>
            <th scope="col" className={styles.waterfallPlot}>
              <span className="visually-hidden">{t('interval.bar')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.start && (
            <tr>
              <td>{props.start.label}</td>
              <td className={styles.alignEnd}>{props.format(props.start.value)}</td>
              <td className={styles.waterfallPlot} />
            </tr>
          )}
          {props.terms.map((row, index) => {
            const step = drawn[index];
            return (
              <tr key={row.key}>
                <td>
                  {row.label}
                  {row.note && <div className={styles.termNote}>{row.note}</div>}
                </td>
                <td className={styles.alignEnd}>{formatTerm(row.value)}</td>
                <td className={styles.waterfallPlot}>
                  {step && (
                    <span className={styles.waterfallTrack} aria-hidden="true">
                      <span className={styles.waterfallBar} data-fall={row.value < 0} style={{ left: `${step.left}%`, width: `${step.width}%` }} />
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
          <tr className={styles.totalRow}>
            <td>{props.totalLabel}</td>
            <td className={styles.alignEnd}>{props.format(total)}</td>
            <td className={styles.waterfallPlot} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
