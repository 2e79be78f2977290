// What does this policy do that another does not? The societies that the two treat differently, both results side by side.
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { PlainTable, RecordText, Section, ShortList, Stats, Tag, toneOfBand } from '../../../shared/ui';
import type { Mover, QuotaCompared, QuotaSimulation } from '../contract';
import { signed } from './Move';
import styles from './quotas.module.css';

const SHOWN = 20;

/** The comparison; `compared` is the other policy, the first of the pair. */
export function Comparison({ simulation, compared }: { simulation: QuotaSimulation; compared: QuotaCompared }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { comparison } = compared;
  const titleOf = (policy: QuotaSimulation['policy']) => (language === 'en' ? policy.title_en : policy.title);
  return (
    <Section title={t('comparison.title')} hint={t('comparison.hint', { first: titleOf(compared.policy), second: titleOf(simulation.policy) })}>
      <div className={styles.stack}>
        <Stats
          stats={[
            { label: t('comparison.movers'), value: comparison.movers.length },
            { label: t('comparison.gained'), value: comparison.gained },
            { label: t('comparison.lost'), value: comparison.lost },
            { label: t('comparison.reserves'), value: t('comparison.pair', { first: comparison.first_reserve, second: comparison.second_reserve }) },
          ]}
        />
        {comparison.movers.length === 0 ? (
          <p>{t('comparison.none')}</p>
        ) : (
          <ShortList items={comparison.movers} limit={SHOWN}>
            {(shown) => <Movers movers={shown} />}
          </ShortList>
        )}
      </div>
    </Section>
  );
}

function Movers({ movers }: { movers: readonly Mover[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const side = (places: number, band: string) => (
    <span className={styles.side}>
      <strong>{places}</strong> <Tag tone={toneOfBand(band)}>{label('band', band)}</Tag>
    </span>
  );
  return (
    <PlainTable
      label={t('comparison.title')}
      head={[
        { key: 'society', title: t('quota.columns.society') },
        { key: 'previous', title: t('quota.columns.previous'), isEnd: true },
        { key: 'first', title: t('comparison.first') },
        { key: 'second', title: t('comparison.second') },
        { key: 'change', title: t('quota.explain.change'), isEnd: true },
      ]}
      rows={movers.map((mover) => ({
        key: mover.society_id,
        cells: [
          <RecordText key="name" text={mover.society} />,
          mover.previous,
          <span key="first">{side(mover.first, mover.first_band)}</span>,
          <span key="second">{side(mover.second, mover.second_band)}</span>,
          signed(mover.change),
        ],
      }))}
    />
  );
}
