// Which integrity events are there, and which wait for a second person?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { readFilters, withFilters } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, Dialog, EmptyState, Page, Paging, QueryView, Section, SelectField } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { EventForm } from '../components/EventForm';
import { EventItem } from '../components/Events';
import styles from '../components/track_record.module.css';
import { EVENT_FILTERS, useEvents } from '../queries';

const STATES = ['proposed', 'in_force', 'restored', 'annulled', 'refused'] as const;

/** The integrity events of every society that the reader may see. */
export default function EventsPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params, EVENT_FILTERS);
  const query = useEvents(filters);
  const [isRecording, setRecording] = useState(false);
  const change = (part: Record<string, string>) => setParams((now) => withFilters(now, part));
  const mayRecord = isCast(useAccount());
  return (
    <Page
      title={t('event.title')}
      tabTitle={t('event.title')}
      lead={t('event.lead')}
      actions={
        mayRecord && (
          <Button type="primary" onClick={() => setRecording(true)}>
            {t('event.record')}
          </Button>
        )
      }
    >
      <Section title={t('event.list')}>
        <div className={styles.controls}>
          <SelectField label={t('event.state')} value={filters.state} options={[{ value: '', label: t('common.all') }, ...STATES.map((value) => ({ value, label: label('eventState', value) }))]} onChange={(state) => change({ state, cursor: '' })} />
        </div>
        <QueryView query={query} rows={6}>
          {({ data, meta }) => (
            <div className={styles.stack}>
              {meta.unconfirmed > 0 && <Alert type="warning" showIcon title={t('event.unconfirmed', { value: meta.unconfirmed })} />}
              {data.length === 0 ? (
                <EmptyState title={t('event.none')} />
              ) : (
                <div>
                  {data.map((event) => (
                    <EventItem key={event.id} event={event} showsSociety />
                  ))}
                </div>
              )}
              <Paging meta={meta} shown={data.length} onMove={(cursor) => change({ cursor })} />
            </div>
          )}
        </QueryView>
      </Section>
      <Dialog isOpen={isRecording} title={t('event.record')} side="right" onClose={() => setRecording(false)}>
        <EventForm onDone={() => setRecording(false)} />
      </Dialog>
    </Page>
  );
}
