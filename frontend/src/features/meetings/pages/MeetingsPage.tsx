// Which meetings does a round have?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, type Column, DataTable, Disclosure, EmptyState, Field, Input, Page, QueryView, RecordText, Section, SelectField, Tag, Trouble } from '../../../shared/ui';
import { managesMeetings } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { fromBox } from '../agenda';
import styles from '../components/meetings.module.css';
import { useBodies, useDraftMeeting, useMeetings } from '../queries';
import type { ReviewBody, ReviewMeetingRow } from '../types';
import { addressOf, toneOfMeeting } from '../words';

/** The meetings of a round. */
export default function MeetingsPage() {
  const { t } = useTranslation();
  const year = Number(useParams().year);
  const query = useMeetings(year);
  const manages = managesMeetings(useAccount());
  return (
    <Page
      title={t('nav.reviewMeetings')}
      tabTitle={t('nav.reviewMeetings')}
      lead={t('meetings.meetingsLead')}
      actions={<Link to={`/rounds/${year}/bodies`}>{t('nav.bodies')}</Link>}
    >
      {manages && (
        <Section title={t('meetings.newMeeting')}>
          <NewMeeting year={year} />
        </Section>
      )}
      <Section title={t('meetings.list')}>
        <QueryView query={query} rows={6}>
          {(meetings) => (meetings.length === 0 ? <EmptyState title={t('meetings.noMeetings')} /> : <Meetings meetings={meetings} />)}
        </QueryView>
      </Section>
    </Page>
  );
}

function Meetings({ meetings }: { meetings: readonly ReviewMeetingRow[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const columns: Column<ReviewMeetingRow>[] = [
    {
      key: 'title',
      title: t('meetings.columns.title'),
      onPhone: 'title',
      render: (row) => (
        <Link to={addressOf(row.id)}>
          <RecordText text={row.title} />
        </Link>
      ),
    },
    { key: 'body', title: t('meetings.columns.body'), render: (row) => <RecordText text={row.body.name} /> },
    { key: 'stage', title: t('meetings.columns.stage'), render: (row) => label('meetings', `stages.${row.stage}`) },
    { key: 'state', title: t('meetings.columns.state'), render: (row) => <Tag tone={toneOfMeeting(row.state)}>{label('meetings', `states.${row.state}`)}</Tag> },
    { key: 'starts', title: t('meetings.columns.startsAt'), render: (row) => formatTime(row.starts_at, language) },
    { key: 'place', title: t('meetings.columns.place'), render: (row) => <RecordText text={row.place} /> },
    { key: 'items', title: t('meetings.columns.items'), isEnd: true, render: (row) => row.items },
    { key: 'seats', title: t('meetings.columns.seats'), isEnd: true, render: (row) => row.seats },
  ];
  return <DataTable label={t('meetings.list')} columns={columns} rows={meetings} rowKey={(row) => row.id} />;
}

function NewMeeting({ year }: { year: number }) {
  const { t } = useTranslation();
  const query = useBodies(year);
  return (
    <Disclosure label={t('meetings.newMeeting')}>
      <QueryView query={query} rows={4}>
        {(bodies) =>
          bodies.length === 0 ? (
            <p>
              {t('meetings.noBodies')} <Link to={`/rounds/${year}/bodies`}>{t('nav.bodies')}</Link>
            </p>
          ) : (
            <MeetingForm year={year} bodies={bodies} />
          )
        }
      </QueryView>
    </Disclosure>
  );
}

function MeetingForm({ year, bodies }: { year: number; bodies: readonly ReviewBody[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draft = useDraftMeeting(year);
  const key = useRef(newKey());
  const [text, setText] = useState({ body: bodies[0]?.id ?? '', title: '', at: '', place: '', defences: 'no' });
  const [isTried, setTried] = useState(false);
  const edit = (part: Partial<typeof text>) => {
    key.current = newKey();
    setText({ ...text, ...part });
  };
  const missing = (name: 'title' | 'at' | 'place') => (isTried && text[name].trim() === '' ? t('meetings.needed') : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.title.trim() === '' || text.at === '' || text.place.trim() === '' || draft.isPending) return;
    const body = { body: text.body, title: text.title.trim(), place: text.place.trim(), starts_at: fromBox(text.at), has_defences: text.defences === 'yes' };
    draft.mutate({ key: key.current, body }, { onSuccess: (made) => navigate(addressOf(made.id)) });
  };
  return (
    <form className={styles.form} aria-label={t('meetings.newMeeting')} onSubmit={submit} noValidate>
      <p className={styles.minor}>{t('meetings.newMeetingText')}</p>
      <div className={styles.fields}>
        <SelectField label={t('meetings.columns.body')} value={text.body} options={bodies.map((body) => ({ value: body.id, label: body.name }))} onChange={(body) => edit({ body })} />
        <Field label={t('meetings.columns.title')} error={missing('title') ?? fieldFault(draft.error, '/title')}>
          {(wiring) => <Input {...wiring} name="title" value={text.title} onChange={(event) => edit({ title: event.target.value })} />}
        </Field>
        <Field label={t('meetings.columns.startsAt')} hint={t('meetings.beijing')} error={missing('at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" name="starts_at" value={text.at} onChange={(event) => edit({ at: event.target.value })} />}
        </Field>
        <Field label={t('meetings.columns.place')} error={missing('place') ?? fieldFault(draft.error, '/place')}>
          {(wiring) => <Input {...wiring} name="place" value={text.place} onChange={(event) => edit({ place: event.target.value })} />}
        </Field>
        <SelectField
          label={t('meetings.withDefences')}
          value={text.defences}
          options={[
            { value: 'no', label: t('meetings.no') },
            { value: 'yes', label: t('meetings.yes') },
          ]}
          onChange={(defences) => edit({ defences })}
        />
      </div>
      <Trouble error={draft.error} stale={t('meetings.stale')} />
      <div>
        <Button type="primary" htmlType="submit" aria-busy={draft.isPending}>
          {t('meetings.draft')}
        </Button>
      </div>
    </form>
  );
}
