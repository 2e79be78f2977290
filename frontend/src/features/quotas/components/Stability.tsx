// Would the decision be the same, had chance fallen otherwise? Drawn again on request, society by society.
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Alert, Button, RecordText, Section, SeriesChartWithTable, ShortList, Stats, useProblemText } from '../../../shared/ui';
import type { QuotaSocietyRow, Stability as Found } from '../contract';
import { useStability } from '../queries';
import { leastStable, OUTCOMES, sharesOf } from '../stability';
import styles from './quotas.module.css';

/** How often the server draws where the number of rows lets it. */
const USUAL_RESAMPLES = 1000;
const SHOWN = 12;

/** A share in per mille as a percentage. */
export const permilleText = (permille: number): string => `${(permille / 10).toFixed(1)}%`;

const percentText = (percent: number): string => `${percent.toFixed(1)}%`;

/** The button that draws again, and what came of it. */
export function Stability({ text, total, rounds, rows }: { text: string; total: number; rounds: number | undefined; rows: readonly QuotaSocietyRow[] }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const draw = useStability();
  const isOld = draw.data !== undefined && (draw.variables?.text !== text || draw.variables.total !== total || draw.variables.rounds !== rounds);
  return (
    <Section title={t('stability.title')} hint={t('stability.hint')}>
      <div className={styles.stack}>
        <div className={styles.buttons}>
          <Button onClick={() => draw.mutate({ text, total, rounds })} aria-busy={draw.isPending} disabled={draw.isPending}>
            {draw.isPending ? t('stability.drawing') : t('stability.draw', { value: USUAL_RESAMPLES })}
          </Button>
          {isOld && <span className={styles.minor}>{t('stability.old')}</span>}
        </div>
        {draw.isError && <Alert type="error" showIcon title={textOf(draw.error)} />}
        {draw.data && !isOld && <Result found={draw.data} rows={rows} />}
      </div>
    </Section>
  );
}

function Result({ found, rows }: { found: Found; rows: readonly QuotaSocietyRow[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = new Map(rows.map((row) => [row.society_id, row.society]));
  const proposed = new Map(found.societies.map((one) => [one.society_id, one.proposed]));
  return (
    <>
      <Stats
        stats={[
          { label: t('stability.samePlaces'), value: permilleText(found.same_places_permille) },
          { label: t('stability.sameBand'), value: permilleText(found.same_band_permille) },
          { label: t('stability.resamples'), value: formatCount(found.resamples, language), note: t('stability.seed', { value: found.seed }) },
        ]}
      />
      {found.resamples < USUAL_RESAMPLES && <p className={styles.minor}>{t('stability.limited', { value: found.resamples, usual: USUAL_RESAMPLES })}</p>}
      <ShortList items={leastStable(found)} limit={SHOWN}>
        {(shown) => (
          <SeriesChartWithTable
            title={t('stability.table')}
            kind="shares"
            categories={shown.map((one) => one.society_id)}
            categoryTitle={t('quota.columns.society')}
            categoryCell={(code) => (
              <span className={styles.wraps}>
                <RecordText text={names.get(code) ?? code} />
                <span className={styles.noteLine}>
                  {code} · {t('quota.columns.proposed')} {proposed.get(code)}
                </span>
              </span>
            )}
            series={OUTCOMES.map((outcome) => ({ key: outcome, name: t(`stability.${outcome}`), values: sharesOf(shown, outcome, found.resamples) }))}
            yName={t('common.percent')}
            format={percentText}
            caption={t('stability.caption')}
          />
        )}
      </ShortList>
    </>
  );
}
