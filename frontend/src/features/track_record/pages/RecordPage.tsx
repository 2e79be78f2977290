// What became of a society's nominations? Its indicators with what stands behind them, its disputes and integrity events.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { IndicatorView, RecordView } from '../../../api/types';
import { useQueryInPlace, withFilters } from '../../../shared/address';
import { useLanguage } from '../../../shared/i18n';
import { Alert, Dialog, EmptyState, Page, QueryView, Section, SelectField } from '../../../shared/ui';
import { Cases } from '../components/Cases';
import { DisputeForm } from '../components/DisputeForm';
import { Disputes } from '../components/Disputes';
import { EventItem } from '../components/Events';
import { Indicators, SocietyName } from '../components/Indicators';
import { OverRounds } from '../components/OverRounds';
import { Tiles, useWindowTitle } from '../components/Tiles';
import styles from '../components/track_record.module.css';
import { periodOf } from '../figures';
import { useRecord } from '../queries';

/** The record of one society. */
export default function RecordPage() {
  const { t } = useTranslation();
  const code = useParams().code ?? '';
  const query = useRecord(code);
  const record = query.data;
  return (
    <Page
      title={t('record.title')}
      tabTitle={t('record.title')}
      crumbs={[{ label: record?.society ?? code, to: `/societies/${encodeURIComponent(code)}` }]}
      lead={
        <>
          {record && <SocietyName zh={record.society} en={record.society_en} />} · {code}
        </>
      }
    >
      <QueryView query={query} rows={12} isFramed>
        {(loaded) => <Loaded record={loaded} />}
      </QueryView>
    </Page>
  );
}

function Loaded({ record }: { record: RecordView }) {
  const { t } = useTranslation();
  const windowTitle = useWindowTitle(record);
  if (record.rounds.length === 0 && record.events.length === 0) {
    return (
      <Section title={t('record.indicators')}>
        <EmptyState title={t('record.none')} text={t('record.noneText')} />
      </Section>
    );
  }
  return (
    <>
      {record.is_suspended && <Alert type="warning" showIcon title={t('record.suspended')} />}
      <Section title={windowTitle}>
        <Tiles record={record} />
      </Section>
      <IndicatorSection record={record} />
      <Section title={t('record.overRounds')}>
        <OverRounds record={record} />
      </Section>
      <Section title={t('record.disputes')} id="disputes" hint={t('record.disputesHint')}>
        {record.disputes.length === 0 ? <EmptyState title={t('dispute.none')} /> : <Disputes disputes={record.disputes} />}
      </Section>
      <Section title={t('record.events')} id="events">
        {record.events.length === 0 ? (
          <EmptyState title={t('event.none')} />
        ) : (
          <div>
            {record.events.map((event) => (
              <EventItem key={event.id} event={event} />
            ))}
          </div>
        )}
      </Section>
    </>
  );
}

function IndicatorSection({ record }: { record: RecordView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [params, change] = useQueryInPlace();
  const period = periodOf(params.get('period') ?? '', record);
  const [shown, setShown] = useState<IndicatorView | undefined>(undefined);
  const [disputed, setDisputed] = useState<IndicatorView | undefined>(undefined);
  const nameOf = (indicator: IndicatorView | undefined) => (indicator === undefined ? '' : `${indicator.id} ${language === 'en' ? indicator.name_en : indicator.name}`);
  const rounds = period === 'window' ? record.window.rounds : [period];
  const newest = record.window.rounds[0] ?? record.rounds[0]?.year;
  return (
    <Section title={t('record.indicators')} hint={t('record.indicatorsHint')}>
      <div className={styles.controls}>
        <SelectField
          label={t('record.period')}
          value={String(period)}
          options={[
            { value: 'window', label: t('record.windowOption', { value: record.window.rounds.length }) },
            ...record.rounds.map((round) => ({ value: String(round.year), label: t('record.roundOption', { year: round.year, source: t(`record.madeOf.${round.made_of as 'cases'}`) }) })),
          ]}
          onChange={(next) => change((now) => withFilters(now, { period: next === 'window' ? '' : next }))}
        />
      </div>
      <Indicators record={record} period={period} onCases={setShown} onDispute={record.may_dispute ? setDisputed : undefined} />
      <Dialog isOpen={shown !== undefined} title={nameOf(shown)} side="right" onClose={() => setShown(undefined)}>
        {shown && rounds.map((round) => (
          <section key={round} className={styles.stack}>
            <h3>{t('record.ofRound', { year: round })}</h3>
            <Cases code={record.society_id} round={round} indicator={shown} />
          </section>
        ))}
      </Dialog>
      <Dialog isOpen={disputed !== undefined} title={`${t('record.dispute')}${t('common.colon')}${nameOf(disputed)}`} side="right" onClose={() => setDisputed(undefined)}>
        {disputed && <DisputeForm record={record} indicator={disputed} year={period === 'window' ? newest : period} onDone={() => setDisputed(undefined)} />}
      </Dialog>
    </Section>
  );
}
