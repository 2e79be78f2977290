// Which meetings were held, and what is overdue?
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { newKey } from '../../../api/intent';
import type { SupervisionMeeting } from '../../../api/types';
import { Alert, Button, Disclosure, EmptyState, Field, Input, Page, QueryView, Section, SelectField, TextArea, useProblemText } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { ActionItems, Meetings } from '../components/Meetings';
import styles from '../components/supervision.module.css';
import { useAsk, useHold, useMeetings, useTaskbooks } from '../queries';

/** The page of meetings and action items. */
export default function MeetingsPage() {
  const { t } = useTranslation();
  const query = useMeetings();
  const account = useAccount();
  return (
    <Page title={t('supervision.meetings')} tabTitle={t('supervision.meetings')} lead={t('supervision.meetingsLead')}>
      <QueryView query={query} rows={8} isFramed>
        {(meetings) => (
          <>
            <Items meetings={meetings} />
            {isCast(account) && (
              <Section title={t('supervision.write')}>
                <div className={styles.stack}>
                  <Disclosure label={t('supervision.newMeeting')}>
                    <MeetingForm />
                  </Disclosure>
                  {meetings.length > 0 && (
                    <Disclosure label={t('supervision.newActionItem')}>
                      <ActionItemForm meetings={meetings} />
                    </Disclosure>
                  )}
                </div>
              </Section>
            )}
            <Section title={t('supervision.meetingList')}>
              <Meetings meetings={meetings} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}

const KINDS = ['open', 'overdue', 'done', 'all'] as const;

function Items({ meetings }: { meetings: readonly SupervisionMeeting[] }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const chosen = KINDS.find((kind) => kind === search.get('items')) ?? 'open';
  const all = meetings.flatMap((meeting) => meeting.action_items).sort((one, other) => one.due_on.localeCompare(other.due_on));
  const of = (kind: (typeof KINDS)[number]) =>
    all.filter((item) => kind === 'all' || (kind === 'done' ? item.done_at : kind === 'overdue' ? item.is_overdue : !item.done_at));
  const shown = of(chosen);
  return (
    <Section title={t('supervision.actionItems')}>
      <div className={styles.filters}>
        <SelectField
          label={t('supervision.columns.standing')}
          value={chosen}
          options={KINDS.map((kind) => ({ value: kind, label: `${t(`supervision.itemKinds.${kind}`)} (${of(kind).length})` }))}
          onChange={(value) => setSearch(value === 'open' ? {} : { items: value })}
        />
      </div>
      {shown.length === 0 ? <EmptyState title={t('supervision.noItems')} /> : <ActionItems items={shown} label={t('supervision.actionItems')} />}
    </Section>
  );
}

function MeetingForm() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const hold = useHold();
  const taskbooks = useTaskbooks().data ?? [];
  const key = useRef(newKey());
  const [text, setText] = useState({ title: '', at: '', place: '', taskbook: '', participants: '', minutes: '' });
  const [isTried, setTried] = useState(false);
  const missing = (name: 'title' | 'at' | 'place') => (isTried && text[name].trim() === '' ? t('supervision.needed') : undefined);
  const edit = (part: Partial<typeof text>) => {
    key.current = newKey();
    setText({ ...text, ...part });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.title.trim() === '' || text.at === '' || text.place.trim() === '' || hold.isPending) return;
    hold.mutate(
      {
        key: key.current,
        body: {
          title: text.title.trim(),
          // The box gives Beijing time, as every page shows it.
          held_at: `${text.at}:00+08:00`,
          place: text.place.trim(),
          taskbook_id: text.taskbook === '' ? null : text.taskbook,
          society_ids: [],
          participants: text.participants.split('\n').map((line) => line.trim()).filter((line) => line !== ''),
          minutes: text.minutes.trim(),
        },
      },
      {
        onSuccess: () => {
          setTried(false);
          edit({ title: '', at: '', place: '', participants: '', minutes: '' });
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field label={t('supervision.meetingTitle')} error={missing('title')}>
        {(wiring) => <Input {...wiring} name="title" value={text.title} onChange={(event) => edit({ title: event.target.value })} />}
      </Field>
      <div className={styles.wideFields}>
        <Field label={t('supervision.heldAt')} error={missing('at')}>
          {(wiring) => <Input {...wiring} type="datetime-local" name="held_at" value={text.at} onChange={(event) => edit({ at: event.target.value })} />}
        </Field>
        <Field label={t('supervision.place')} error={missing('place')}>
          {(wiring) => <Input {...wiring} name="place" value={text.place} onChange={(event) => edit({ place: event.target.value })} />}
        </Field>
      </div>
      <SelectField
        label={t('supervision.aboutTaskbook')}
        value={text.taskbook}
        options={[{ value: '', label: t('supervision.none') }, ...taskbooks.map((one) => ({ value: one.id, label: `${one.number} ${one.society}` }))]}
        onChange={(taskbook) => edit({ taskbook })}
      />
      <TextArea label={t('supervision.participantsLines')} name="participants" value={text.participants} onChange={(participants) => edit({ participants })} />
      <TextArea label={t('supervision.minutes')} name="minutes" value={text.minutes} onChange={(minutes) => edit({ minutes })} />
      {hold.isError && <Alert type="error" showIcon title={textOf(hold.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={hold.isPending}>
          {t('supervision.record')}
        </Button>
      </div>
    </form>
  );
}

function ActionItemForm({ meetings }: { meetings: readonly SupervisionMeeting[] }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const [meeting, setMeeting] = useState(meetings[0]?.id ?? '');
  const ask = useAsk(meeting);
  const [item, setItem] = useState({ text: '', owner: '', society: '', due: '' });
  const [isTried, setTried] = useState(false);
  const societies = meetings.find((one) => one.id === meeting)?.societies ?? [];
  const missing = (name: 'text' | 'owner' | 'due') => (isTried && item[name].trim() === '' ? t('supervision.needed') : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (item.text.trim() === '' || item.owner.trim() === '' || item.due === '' || ask.isPending) return;
    ask.mutate(
      { text: item.text.trim(), owner: item.owner.trim(), due_on: item.due, society_id: item.society === '' ? null : item.society },
      {
        onSuccess: () => {
          setTried(false);
          setItem({ text: '', owner: '', society: '', due: '' });
        },
      },
    );
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <SelectField label={t('supervision.meeting')} value={meeting} options={meetings.map((one) => ({ value: one.id, label: one.title }))} onChange={setMeeting} />
      <Field label={t('supervision.columns.actionItem')} error={missing('text')}>
        {(wiring) => <Input {...wiring} name="text" value={item.text} onChange={(event) => setItem({ ...item, text: event.target.value })} />}
      </Field>
      <div className={styles.wideFields}>
        <Field label={t('supervision.columns.owner')} error={missing('owner')}>
          {(wiring) => <Input {...wiring} name="owner" value={item.owner} onChange={(event) => setItem({ ...item, owner: event.target.value })} />}
        </Field>
        <Field label={t('supervision.columns.due')} error={missing('due')}>
          {(wiring) => <Input {...wiring} type="date" name="due_on" value={item.due} onChange={(event) => setItem({ ...item, due: event.target.value })} />}
        </Field>
        <SelectField
          label={t('supervision.columns.society')}
          value={item.society}
          options={[{ value: '', label: t('supervision.byCast') }, ...societies.map((one) => ({ value: one.society_id, label: one.name }))]}
          onChange={(society) => setItem({ ...item, society })}
        />
      </div>
      {ask.isError && <Alert type="error" showIcon title={textOf(ask.error)} />}
      <div>
        <Button type="primary" htmlType="submit" aria-busy={ask.isPending}>
          {t('supervision.record')}
        </Button>
      </div>
    </form>
  );
}
