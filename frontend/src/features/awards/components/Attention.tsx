// What waits for the award office? One row each: how many, what, one button.
import { useTranslation } from 'react-i18next';
import type { RoundOverview } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { ButtonLink, Section } from '../../../shared/ui';
import { attentionTarget } from '../pipeline';
import styles from './awards.module.css';

const CODES = ['nominations_without_abstract', 'nominations_unfilled', 'conflicts_to_decide', 'experts_without_publications', 'not_matched_yet'] as const;
type Code = (typeof CODES)[number];

const isKnown = (code: string): code is Code => (CODES as readonly string[]).includes(code);

/** The rows of what needs attention; rows with nothing to do are left out. */
export function Attention({ round }: { round: RoundOverview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rows = round.attention.filter((row) => row.count > 0);
  return (
    <Section title={t('overview.attention')}>
      {rows.length === 0 ? (
        <p>{t('overview.attentionNone')}</p>
      ) : (
        <ul className={styles.attention}>
          {rows.map((row) => {
            const value = formatCount(row.count, language);
            const target = attentionTarget(row.code, round.year, round.latest_match_run?.id);
            const text = isKnown(row.code)
              ? t(`attention.${row.code}.text`, { count: row.count, value })
              : t('attention.other.text', { code: row.code, value });
            return (
              <li key={row.code} className={styles.attentionRow}>
                <span className={styles.attentionText}>{text}</span>
                {target !== undefined && (
                  <ButtonLink to={target} aria-label={`${isKnown(row.code) ? t(`attention.${row.code}.action`) : t('attention.other.action')}${t('common.colon')}${text}`}>
                    {isKnown(row.code) ? t(`attention.${row.code}.action`) : t('attention.other.action')}
                  </ButtonLink>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
