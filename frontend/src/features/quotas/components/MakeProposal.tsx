// How does a policy become a proposal? For a round and a total, with a reason; the engine computes, people decide.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { Alert, Button, Dialog, Field, Input, TextArea, useProblemText } from '../../../shared/ui';
import { currentRound, useRounds } from '../../awards/queries';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import type { QuotaPolicyDetail } from '../contract';
import { useMakeProposal, usePresentProposal } from '../proposals';
import styles from './quotas.module.css';

/** The button and its form. */
export function MakeProposal({ policy }: { policy: QuotaPolicyDetail }) {
  const { t } = useTranslation();
  const mayPropose = isCast(useAccount());
  const [isOpen, setOpen] = useState(false);
  if (!mayPropose) return null;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('proposal.make')}
      </Button>
      <Dialog isOpen={isOpen} title={t('proposal.make')} onClose={() => setOpen(false)}>
        <ProposalForm policy={policy} />
      </Dialog>
    </>
  );
}

function ProposalForm({ policy }: { policy: QuotaPolicyDetail }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const navigate = useNavigate();
  const make = useMakeProposal();
  const rounds = useRounds().data;
  const present = usePresentProposal().data;
  const round = rounds ? currentRound(rounds)?.year : undefined;
  const [year, setYear] = useState('');
  const [total, setTotal] = useState('');
  const [note, setNote] = useState('');
  const key = useRef(newKey());
  const shown = { year: year || String(present?.year ?? round ?? ''), total: total || String(present?.total ?? '') };
  const isWhole = /^\d{4}$/.test(shown.year) && /^[1-9]\d{0,5}$/.test(shown.total) && note.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (make.isPending || !isWhole) return;
    make.mutate(
      { key: key.current, policy_id: policy.id, year: Number(shown.year), total: Number(shown.total), note },
      { onSuccess: (made) => void navigate(`/quota/proposals/${made.id}`), onError: () => (key.current = newKey()) },
    );
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      {make.isError && <Alert type="error" showIcon title={fieldFault(make.error, '/total') ?? textOf(make.error)} />}
      <Field label={t('proposal.year')} error={fieldFault(make.error, '/year')}>
        {(wiring) => <Input {...wiring} name="year" inputMode="numeric" value={shown.year} onChange={(event) => setYear(event.target.value)} />}
      </Field>
      <Field label={t('simulator.total')}>{(wiring) => <Input {...wiring} name="total" inputMode="numeric" value={shown.total} onChange={(event) => setTotal(event.target.value)} />}</Field>
      <TextArea label={t('proposal.note')} name="note" value={note} onChange={setNote} />
      <div>
        <Button type="primary" htmlType="submit" disabled={!isWhole} aria-busy={make.isPending}>
          {t('proposal.make')}
        </Button>
      </div>
    </form>
  );
}
