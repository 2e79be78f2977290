// Would the decision be the same, had chance fallen otherwise? Drawn again on request, society by society.
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../shared/i18n';
import { formatCount } from '../../../shared/time';
import { Alert, Button, PlainTable, RecordText, Section, ShortList, Stats, useProblemText } from '../../../shared/ui';
import type { QuotaSocietyRow, SocietyStability, Stability as Found } from '../contract';
import { useStability } from '../queries';
import styles from './quotas.module.css';

const RESAMPLES = 1000;
const SHOWN = 12;

/** A share in per mille as a percentage. */
export const permilleText = (permille: number): string => `${(permille / 10).toFixed(1)}%`;

const shareText = (part: number, whole: number) => (whole === 0 ? '—' : `${((part / whole) * 100).toFixed(1)}%`);

/** The button that draws again, and what came of it. */
export function Stability({ text, total, rows }: { text: string; total: number; rows: readonly QuotaSocietyRow[] }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const draw = useStability();
  const isOld = draw.data !== undefined && (draw.variables?.text !== text || draw.variables.total !== total);
  return (
    <Section title={t('stability.title')} hint={t('stability.hint')}>
      <div className={styles.stack}>
        <div className={styles.buttons}>
          <Button onClick={() => draw.mutate({ text, total, resamples: RESAMPLES })} aria-busy={draw.isPending} disabled={draw.isPending}>
            {draw.isPending ? t('stability.drawing') : t('stability.draw', { value: RESAMPLES })}
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
  const shaky = [...found.societies].sort((left, right) => left.same_places - right.same_places || (left.society_id < right.society_id ? -1 : 1));
  const share = (part: (one: SocietyStability) => number) => (one: SocietyStability) => shareText(part(one), found.resamples);
  const [same, fewer, more] = [share((one) => one.same_places), share((one) => one.fewer), share((one) => one.more)];
  return (
    <>
      <Stats
        stats={[
          { label: t('stability.samePlaces'), value: permilleText(found.same_places_permille) },
          { label: t('stability.sameBand'), value: permilleText(found.same_band_permille) },
          { label: t('stability.resamples'), value: formatCount(found.resamples, language), note: t('stability.seed', { value: found.seed }) },
        ]}
      />
      <ShortList items={shaky} limit={SHOWN}>
        {(shown) => (
          <PlainTable
            label={t('stability.table')}
            head={[
              { key: 'society', title: t('quota.columns.society') },
              { key: 'proposed', title: t('quota.columns.proposed'), isEnd: true },
              { key: 'same', title: t('stability.same'), isEnd: true },
              { key: 'fewer', title: t('stability.fewer'), isEnd: true },
              { key: 'more', title: t('stability.more'), isEnd: true },
            ]}
            rows={shown.map((one) => ({
              key: one.society_id,
              cells: [<RecordText key="name" text={names.get(one.society_id) ?? one.society_id} />, one.proposed, same(one), fewer(one), more(one)],
            }))}
          />
        )}
      </ShortList>
    </>
  );
}
