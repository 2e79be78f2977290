// How is a kept trial given another name or note? On the version that was read; both versions where somebody came first.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault, presentOf } from '../../../api/problems';
import { Alert, BothVersions, Button, Dialog, Field, Input, RecordText, TextArea, useProblemText } from '../../../shared/ui';
import type { QuotaScenario } from '../contract';
import { useNoteScenario } from '../queries';
import styles from './quotas.module.css';

/** The button and its form. */
export function EditScenario({ scenario }: { scenario: QuotaScenario }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('scenario.edit')}
        <span className="visually-hidden">
          {t('common.colon')}
          <RecordText text={scenario.name} />
        </span>
      </Button>
      <Dialog isOpen={isOpen} title={t('scenario.edit')} onClose={() => setOpen(false)}>
        <NoteForm scenario={scenario} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function NoteForm({ scenario, onDone }: { scenario: QuotaScenario; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const change = useNoteScenario(scenario.id);
  const [name, setName] = useState(scenario.name);
  const [note, setNote] = useState(scenario.note);
  // The version that the form began with; what somebody else did meanwhile does not change it unseen.
  const [seen] = useState(scenario.version);
  const present = presentOf(change.error);
  const theirs = (present?.data ?? {}) as Partial<QuotaScenario>;
  const send = (version: number) => {
    if (change.isPending || name.trim() === '') return;
    change.mutate({ version, name, note }, { onSuccess: onDone });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(seen);
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      {change.isError && !present && <Alert type="error" showIcon title={textOf(change.error)} />}
      <Field label={t('scenario.name')} error={fieldFault(change.error, '/name')}>
        {(wiring) => <Input {...wiring} name="name" maxLength={200} required value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <TextArea label={t('scenario.note')} name="note" rows={4} value={note} onChange={setNote} error={fieldFault(change.error, '/note')} />
      <div>
        <Button type="primary" htmlType="submit" disabled={name.trim() === ''} aria-busy={change.isPending}>
          {t('common.save')}
        </Button>
      </div>
      <BothVersions
        isOpen={present !== undefined}
        title={t('scenario.stale')}
        fields={[
          { key: 'name', label: t('scenario.name'), mine: <RecordText text={name} />, theirs: <RecordText text={theirs.name} /> },
          { key: 'note', label: t('scenario.note'), mine: <RecordText text={note} />, theirs: <RecordText text={theirs.note} /> },
        ]}
        isPending={change.isPending}
        onKeepMine={() => present && send(present.version)}
        onTakeTheirs={onDone}
        onClose={() => change.reset()}
      />
    </form>
  );
}
