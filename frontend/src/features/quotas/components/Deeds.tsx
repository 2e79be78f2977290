// What may be done with a proposal now? Each deed asks once more and says what follows.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { presentOf } from '../../../api/problems';
import { Alert, Button, Dialog, TextArea, useProblemText } from '../../../shared/ui';
import type { QuotaProposalDetail } from '../contract';
import { type Deed, useDeed } from '../proposals';
import { SumCheck } from './OverrideForm';
import styles from './quotas.module.css';

const DEEDS: readonly Deed[] = ['confirm', 'publish', 'return'];

/** The buttons of what the reader may do, as the server says. */
export function Deeds({ proposal }: { proposal: QuotaProposalDetail }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<Deed | undefined>(undefined);
  const allowed = DEEDS.filter((deed) => proposal.allowed_actions.includes(deed));
  return (
    <>
      {allowed.map((deed) => (
        <Button key={deed} type={deed === 'return' ? 'default' : 'primary'} onClick={() => choose(deed)}>
          {t(`proposal.deeds.${deed}`)}
        </Button>
      ))}
      <Dialog isOpen={chosen !== undefined} title={chosen ? t(`proposal.deeds.${chosen}`) : ''} onClose={() => choose(undefined)}>
        {chosen && <DeedForm proposal={proposal} deed={chosen} onDone={() => choose(undefined)} />}
      </Dialog>
    </>
  );
}

function DeedForm({ proposal, deed, onDone }: { proposal: QuotaProposalDetail; deed: Deed; onDone: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const act = useDeed(proposal.id);
  const [reason, setReason] = useState('');
  const [seen] = useState(proposal.version);
  const mayAct = deed !== 'return' || reason.trim() !== '';
  return (
    <div className={styles.stack}>
      {act.isError && <Alert type="error" showIcon title={presentOf(act.error) ? t('proposal.staleDeed') : textOf(act.error)} />}
      <p>{t(`proposal.deedTexts.${deed}`)}</p>
      {deed !== 'return' && <SumCheck balance={proposal.balance} />}
      {deed === 'return' && <TextArea label={t('quota.columns.reason')} name="reason" value={reason} onChange={setReason} />}
      <div className={styles.buttons}>
        <Button type="primary" disabled={!mayAct} aria-busy={act.isPending} onClick={() => !act.isPending && act.mutate({ deed, version: seen, reason }, { onSuccess: onDone })}>
          {t(`proposal.deeds.${deed}`)}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </div>
  );
}
