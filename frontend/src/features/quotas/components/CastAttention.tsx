// What waits for CAST? One row each: how many, what, until when, one button.
import { useTranslation } from 'react-i18next';
import { ButtonLink, Section } from '../../../shared/ui';
import type { AttentionRow } from '../attention';
import { Clock } from './Clock';
import styles from './quotas.module.css';

/** The rows of what needs somebody at CAST. */
export function CastAttention({ rows, isPartial }: { rows: readonly AttentionRow[]; isPartial: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t('overview.attention')} hint={isPartial ? t('castAttention.partial') : undefined}>
      {rows.length === 0 ? (
        <p>{t('overview.attentionNone')}</p>
      ) : (
        <ul className={styles.attention}>
          {rows.map((row) => {
            const text = t(`castAttention.${row.code}.text`, { count: row.count, value: row.count });
            return (
              <li key={row.code} className={styles.attentionRow}>
                <span>
                  {text}
                  {row.until && (
                    <span className={styles.noteLine}>
                      <Clock until={row.until} />
                    </span>
                  )}
                </span>
                <ButtonLink to={row.to} aria-label={`${t(`castAttention.${row.code}.action`)}${t('common.colon')}${text}`}>
                  {t(`castAttention.${row.code}.action`)}
                </ButtonLink>
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
