// From how many places to how many?
import { useTranslation } from 'react-i18next';
import styles from './quotas.module.css';

/** A change with its sign; a true minus, and nothing for none. */
export function signed(change: number): string {
  if (change === 0) return '±0';
  return change > 0 ? `+${change}` : `−${-change}`;
}

/** Old and new number of places, and the change between them. */
export function Move({ from, to }: { from: number; to: number }) {
  const { t } = useTranslation();
  const change = to - from;
  return (
    <span className={styles.move}>
      <span className="visually-hidden">{t('quota.moveWords', { from, to })}</span>
      <span aria-hidden="true">
        {from} → <span className={styles.moveNew}>{to}</span>
      </span>
      {change !== 0 && (
        <span className={styles.moveChange} data-way={change > 0 ? 'up' : 'down'}>
          {signed(change)}
        </span>
      )}
    </span>
  );
}
