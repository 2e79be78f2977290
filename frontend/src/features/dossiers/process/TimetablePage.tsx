// When does nominating begin and end in a round, which phases follow, what runs now, and for whom was the end put off?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimetableView } from '../../../api/types';
import { useYear } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { Button, EmptyState, type Fact, Facts, Page, QueryView, RecordText, Section } from '../../../shared/ui';
import { roundHome } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import type { Timed } from '../queries';
import { ExtensionForm } from './ExtensionForm';
import { ExtensionList } from './ExtensionList';
import styles from './process.module.css';
import { TimetableForm } from './TimetableForm';
import { TimetableHolidays } from './TimetableHolidays';
import { TimetableLine } from './TimetableLine';
import { TimetablePhases } from './TimetablePhases';
import { useTimetable } from './timetable_queries';

/** The timetable of a round: set by the award office, read by everybody. */
export default function TimetablePage() {
  const { t } = useTranslation();
  const year = useYear();
  const account = useAccount();
  const query = useTimetable(year);
  return (
    <Page
      title={t('timetable.title')}
      tabTitle={t('timetable.title')}
      crumbs={[{ label: t('frame.roundOption', { year }), to: roundHome(account, year) }]}
      lead={t('timetable.lead', { year })}
    >
      <QueryView query={query} rows={8} isFramed>
        {(view) => (
          <div className={styles.page}>
            <Instants key={year} view={view} />
            {view.version > 0 && <TimetablePhases key={`phases ${year}`} year={year} />}
            <Names value={view.names}>
              <Extensions key={`extensions ${year}`} view={view} />
            </Names>
            <TimetableHolidays view={view} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}

/** The instants and what else the notice says; for who may, the form. */
function Instants({ view }: { view: Timed<TimetableView> }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isSet = view.version > 0;
  const isForm = view.may_manage && (isOpen || !isSet);
  return (
    <Section title={t('timetable.instants')} hint={isSet ? t('timetable.version', { version: view.version }) : undefined}>
      <div className={styles.stack}>
        {isSet ? (
          <>
            <TimetableLine view={view} />
            <Notice view={view} />
          </>
        ) : (
          !view.may_manage && <EmptyState title={t('societyHome.unset')} text={t('timetable.unsetText')} />
        )}
        {!isSet && view.may_manage && <p>{t('timetable.unsetOffice')}</p>}
        {isForm ? (
          <TimetableForm view={view} canCancel={isSet} onDone={() => setOpen(false)} />
        ) : (
          view.may_manage && (
            <div>
              <Button onClick={() => setOpen(true)}>{t('timetable.change')}</Button>
            </div>
          )
        )}
      </div>
    </Section>
  );
}

/** What the notice of the round says besides. */
function Notice({ view }: { view: TimetableView }) {
  const { t } = useTranslation();
  const label = useLabel();
  const facts: Fact[] = [
    { label: t('timetable.fields.basis'), value: <RecordText text={view.basis} /> },
    { label: t('process.publicity.title'), value: t('process.publicity.hint', { count: view.publicity_days, kind: label('dayCount', view.publicity_count) }) },
    { label: t('timetable.correction'), value: view.correction_days > 0 ? t('timetable.correctionDays', { count: view.correction_days }) : t('timetable.noCorrection') },
  ];
  return <Facts facts={facts} />;
}

/** Extensions: everything for who decides on them; for a society those that touch it. */
function Extensions({ view }: { view: Timed<TimetableView> }) {
  const { t } = useTranslation();
  const [form, setForm] = useState<'closed' | 'open' | 'sent'>('closed');
  const closesAt = view.closes_at;
  // Without a timetable there is nothing to put off.
  if (!closesAt) return null;
  return (
    <Section title={t('timetable.extensions')} hint={t('common.count', { value: view.extensions.length })}>
      <div className={styles.stack}>
        <p className={styles.minor}>{t(view.may_manage ? 'timetable.twoPersons' : 'timetable.readOnly')}</p>
        {view.extensions.length === 0 ? <p>{t('timetable.none')}</p> : <ExtensionList view={view} />}
        {view.may_manage && form === 'open' && <ExtensionForm year={view.year} closesAt={closesAt} onAsked={() => setForm('sent')} onCancel={() => setForm('closed')} />}
        {view.may_manage && form !== 'open' && (
          <div className={styles.rowLine}>
            <Button onClick={() => setForm('open')}>{t('timetable.ask')}</Button>
            <span role="status">{form === 'sent' && t('timetable.asked')}</span>
          </div>
        )}
      </div>
    </Section>
  );
}
