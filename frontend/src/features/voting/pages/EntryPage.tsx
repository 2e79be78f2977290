// What does each of two people read on the slips of paper?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { mayPass } from '../../../api/problems';
import { useLabel } from '../../../shared/i18n';
import { Alert, Button, Field, Input, OptionGroup, Page, PlainTable, QueryView, RecordText, Section, SelectField, Trouble } from '../../../shared/ui';
import { Marks } from '../components/Marks';
import styles from '../components/voting.module.css';
import { useBallotName } from '../components/words';
import { useBallot, useEntry, useHandOut } from '../queries';
import type { Ballot } from '../types';

/** The entry of slips. */
export default function EntryPage() {
  const { t } = useTranslation();
  const nameOf = useBallotName();
  const { id = '', ballot: key = '' } = useParams();
  const query = useBallot(key);
  const ballot = query.data;
  return (
    <Page crumbs={[{ label: ballot ? nameOf(ballot) : t('voting.ballot'), to: `/meetings/${id}/ballots/${key}` }]} title={t('voting.entries.title')} tabTitle={t('voting.entries.title')} lead={t('voting.entries.lead')}>
      <QueryView query={query} rows={10} isFramed>
        {(found) => (found.may.enter ? <Whole ballot={found} /> : <Alert type="info" showIcon title={t('voting.entries.notOpen')} />)}
      </QueryView>
    </Page>
  );
}

function Whole({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  return (
    <div className={styles.sides}>
      <div className={styles.stack}>
        {ballot.variant === 'secret' && <HandOut ballot={ballot} />}
        <Section title={t('voting.entries.read')} hint={t('voting.entries.readHint')}>
          <SlipForm ballot={ballot} />
        </Section>
      </div>
      <Slips ballot={ballot} />
    </div>
  );
}

/** To whom slips of a secret ballot are handed out. */
function HandOut({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const [seats, setSeats] = useState<readonly string[]>([]);
  const [key, setKey] = useState(newKey);
  const handOut = useHandOut(ballot);
  const waiting = ballot.voters.filter((one) => one.is_present && !one.has_cast);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (handOut.isPending || seats.length === 0) return;
    const settle = () => {
      setKey(newKey());
      setSeats([]);
    };
    // What had no answer may have arrived: it is sent again as the same.
    handOut.mutate({ key, seats }, { onSuccess: settle, onError: (error) => mayPass(error) || setKey(newKey()) });
  };
  return (
    <Section title={t('voting.entries.handOut')} hint={t('voting.entries.handOutHint')}>
      <form className={styles.form} aria-label={t('voting.entries.handOut')} onSubmit={submit} noValidate>
        <OptionGroup label={t('voting.entries.whom')} isMany options={waiting.map((one) => ({ value: one.seat_id, label: <RecordText text={`${one.number} ${one.name}`} /> }))} chosen={seats} onChange={setSeats} />
        <Trouble error={handOut.error} stale={t('voting.stale')} />
        <div className={styles.buttons}>
          <Button htmlType="submit" disabled={seats.length === 0} aria-busy={handOut.isPending}>
            {t('voting.entries.handOut')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

const EMPTY = { slip: '', seat: '', marks: [] as readonly number[], isUnreadable: false };

/** What stands on one slip. More lines than the cap may be entered: such a slip is kept and does not count. */
function SlipForm({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(EMPTY);
  const [key, setKey] = useState(newKey);
  const entry = useEntry(ballot);
  const isNamed = ballot.variant === 'named';
  const seats = ballot.voters.filter((one) => one.is_present && !one.has_cast);
  const isWhole = typed.slip.trim() !== '' && (!isNamed || typed.seat !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (entry.isPending || !isWhole) return;
    const body = { slip: typed.slip.trim(), ...(isNamed ? { seat: typed.seat } : {}), marks: typed.isUnreadable ? [] : [...typed.marks], is_unreadable: typed.isUnreadable };
    const settle = () => setKey(newKey());
    entry.mutate(
      { key, body },
      {
        onSuccess: () => {
          settle();
          setTyped(EMPTY);
        },
        onError: (error) => mayPass(error) || settle(),
      },
    );
  };
  return (
    <form className={styles.form} aria-label={t('voting.entries.read')} onSubmit={submit} noValidate>
      <div className={styles.fields}>
        <Field label={t('voting.entries.slip')} hint={t('voting.entries.slipHint')}>
          {(wiring) => <Input {...wiring} name="slip" maxLength={40} autoComplete="off" value={typed.slip} onChange={(event) => setTyped({ ...typed, slip: event.target.value })} />}
        </Field>
        {isNamed && (
          <SelectField
            label={t('voting.entries.whose')}
            value={typed.seat}
            options={[{ value: '', label: t('voting.entries.choose') }, ...seats.map((one) => ({ value: one.seat_id, label: `${one.number} ${one.name}` }))]}
            onChange={(seat) => setTyped({ ...typed, seat })}
          />
        )}
      </div>
      <OptionGroup label={t('voting.entries.state')} isMany options={[{ value: 'unreadable', label: t('voting.entries.unreadable') }]} chosen={typed.isUnreadable ? ['unreadable'] : []} onChange={(words) => setTyped({ ...typed, isUnreadable: words.includes('unreadable') })} />
      <Marks label={t('voting.entries.marks')} lines={ballot.lines} cap={ballot.lines.length} marks={typed.isUnreadable ? [] : typed.marks} isDisabled={typed.isUnreadable} onChange={(marks) => setTyped({ ...typed, marks })} />
      <p role="status">{entry.data ? t(entry.data.state === 'settled' ? 'voting.entries.settled' : 'voting.entries.waiting', { slip: entry.data.slip }) : ''}</p>
      <Trouble error={entry.error} stale={t('voting.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" disabled={!isWhole} aria-busy={entry.isPending}>
          {t('voting.entries.enter')}
        </Button>
      </div>
    </form>
  );
}

/** The slips and where they stand; never what another read. */
function Slips({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Section title={t('voting.entries.slips')}>
      {ballot.slips.length === 0 ? (
        <p className={styles.minor}>{t('voting.entries.noSlips')}</p>
      ) : (
        <PlainTable
          label={t('voting.entries.slips')}
          head={(['slip', 'state', 'you'] as const).map((key) => ({ key, title: t(`voting.entries.columns.${key}`) }))}
          rows={ballot.slips.map((one) => ({ key: one.slip, cells: [<RecordText key="slip" text={one.slip} />, label('voting', `slipStates.${one.state}`), one.is_read_by_you ? t('voting.entries.byYou') : ''] }))}
        />
      )}
    </Section>
  );
}
