// Which trials were worth keeping? A name and a note for the present one, and the way back to the others.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Dialog, Field, Input, PlainTable, QueryView, RecordText, Section, TextArea, useProblemText } from '../../../shared/ui';
import type { QuotaPolicyDetail } from '../contract';
import { useKeepScenario, usePolicies, useScenarios } from '../queries';
import { EditScenario } from './EditScenario';
import styles from './quotas.module.css';

/** The button that keeps the present trial. */
export function SaveScenario({ policy, text, total, rounds, compare }: { policy: QuotaPolicyDetail; text: string; total: number; rounds: number | undefined; compare: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const keep = useKeepScenario();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const key = useRef(newKey());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (keep.isPending || name.trim() === '') return;
    keep.mutate(
      { key: key.current, name, note, policy_id: policy.id, total, ...(text === policy.content ? {} : { policy: text }), ...(rounds === undefined ? {} : { rounds }), ...(compare === '' ? {} : { compared_with: compare }) },
      {
        onSuccess: () => {
          key.current = newKey();
          setOpen(false);
          setName('');
          setNote('');
        },
      },
    );
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('scenario.save')}</Button>
      <Dialog isOpen={isOpen} title={t('scenario.save')} onClose={() => setOpen(false)}>
        <form className={styles.stack} onSubmit={submit}>
          {keep.isError && <Alert type="error" showIcon title={textOf(keep.error)} />}
          <Field label={t('scenario.name')} error={fieldFault(keep.error, '/name')}>
            {(wiring) => <Input {...wiring} name="name" maxLength={200} required value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <TextArea label={t('scenario.note')} name="note" rows={4} value={note} onChange={setNote} />
          <div>
            <Button type="primary" htmlType="submit" disabled={name.trim() === ''} aria-busy={keep.isPending}>
              {t('common.save')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

/** The kept trials, each a link that opens it with all of its numbers. */
export function Scenarios() {
  const { t } = useTranslation();
  const language = useLanguage();
  const scenarios = useScenarios();
  const policies = usePolicies().data ?? [];
  const titleOf = (id: string) => {
    const found = policies.find((each) => each.id === id);
    return found === undefined ? '—' : `${language === 'en' ? found.title_en : found.title} · ${found.name} v${found.version}`;
  };
  return (
    <Section title={t('scenario.title')}>
      <QueryView query={scenarios} rows={3}>
        {(kept) =>
          kept.length === 0 ? (
            <p className={styles.minor}>{t('scenario.none')}</p>
          ) : (
            <PlainTable
              label={t('scenario.title')}
              head={[
                { key: 'name', title: t('scenario.name') },
                { key: 'policy', title: t('policy.policy') },
                { key: 'total', title: t('simulator.total'), isEnd: true },
                { key: 'moves', title: t('scenario.moves') },
                { key: 'by', title: t('scenario.by') },
                { key: 'act', title: t('ledger.act') },
              ]}
              rows={kept.map((scenario) => ({
                key: scenario.id,
                cells: [
                  <span key="name">
                    <Link to={`/quota/simulator?scenario=${scenario.id}`}>
                      <RecordText text={scenario.name} />
                    </Link>
                    {scenario.note && (
                      <span className={styles.noteLine}>
                        <RecordText text={scenario.note} />
                      </span>
                    )}
                  </span>,
                  <span key="policy">
                    <RecordText text={titleOf(scenario.policy_id)} />
                    {scenario.rounds != null && <span className={styles.noteLine}>{t('scenario.rounds', { count: scenario.rounds, value: scenario.rounds })}</span>}
                  </span>,
                  scenario.total,
                  t('scenario.moved', { up: scenario.summary.raised, down: scenario.summary.lowered }),
                  <span key="by">
                    <RecordText text={nameIn(scenario.names, scenario.author)} /> · {formatTime(scenario.created_at, language)}
                  </span>,
                  <EditScenario key="act" scenario={scenario} />,
                ],
              }))}
            />
          )
        }
      </QueryView>
    </Section>
  );
}
