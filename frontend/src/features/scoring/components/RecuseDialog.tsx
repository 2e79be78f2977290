// How does a reviewer step back from inside the form? By a kind of interest, as from the invitation.
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog, QueryView } from '../../../shared/ui';
import { AnswerForm } from '../../invitations/components/AnswerForm';
import { useCommitment, useDeed, useMyReview } from '../../invitations/queries';
import type { Commitment, MyReview } from '../../invitations/types';
import { refreshQueue } from '../queries';
import { useOutbox } from '../useOutbox';
import styles from './scoring.module.css';

interface Props {
  id: string;
  isOpen: boolean;
  onClose: () => void;
  /** Called once it is done. */
  onDone: () => void;
}

/** Recuses the reader from one nomination. */
export function RecuseDialog({ id, isOpen, onClose, onDone }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog isOpen={isOpen} title={t('scoring.recuse')} onClose={onClose}>
      {isOpen && <Form id={id} onClose={onClose} onDone={onDone} />}
    </Dialog>
  );
}

function Form({ id, onClose, onDone }: Omit<Props, 'isOpen'>) {
  const { t } = useTranslation();
  const review = useMyReview(id);
  const commitment = useCommitment();
  return (
    <div className={styles.recuse}>
      <p>{t('scoring.recuseText')}</p>
      <QueryView query={review} rows={4}>
        {(found) => <QueryView query={commitment}>{(text) => <Answer review={found} commitment={text} onClose={onClose} onDone={onDone} />}</QueryView>}
      </QueryView>
    </div>
  );
}

function Answer({ review, commitment, onClose, onDone }: { review: MyReview; commitment: Commitment; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { outbox } = useOutbox();
  const deed = useDeed(review);
  const done = () => {
    // What waits of its sheet will never be taken.
    outbox.drop(review.id);
    void refreshQueue(queryClient);
    onDone();
  };
  return (
    <AnswerForm
      label={t('invitations.interestKind')}
      list={commitment.interest_kinds}
      send={t('invitations.recuseSend')}
      hint={t('invitations.interestHint')}
      error={deed.error}
      isPending={deed.isPending}
      onSend={(interest, words) => deed.mutate({ kind: 'recuse', interest, words }, { onSuccess: done })}
      onCancel={onClose}
    />
  );
}
