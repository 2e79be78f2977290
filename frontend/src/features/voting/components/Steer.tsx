// What may the reader do with a ballot now? Open it, close it, vote on its tie again, count it once more, set it aside.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { newKey } from '../../../api/intent';
import { Alert, Button, ButtonLink, ReasonForm, Trouble } from '../../../shared/ui';
import { useDeed, useDiscard, useRecount, useTie } from '../queries';
import type { Ballot } from '../types';
import styles from './voting.module.css';

/** The buttons, and why the last one did nothing. */
export function Steer({ ballot }: { ballot: Ballot }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isAside, setAside] = useState(false);
  const [key] = useState(newKey);
  const deed = useDeed(ballot);
  const discard = useDiscard(ballot);
  const tie = useTie(ballot);
  const recount = useRecount(ballot);
  const { may } = ballot;
  const list = `/meetings/${ballot.meeting_id}/ballots`;
  const failed = deed.error ?? discard.error ?? tie.error ?? recount.error;
  const isVoid = deed.variables?.kind === 'void';
  return (
    <div className={styles.stack}>
      <p role="status" className="visually-hidden">
        {deed.isSuccess ? t('voting.done') : ''}
      </p>
      <div className={styles.buttons}>
        {may.open && (
          <Button type="primary" aria-busy={deed.isPending} onClick={() => !deed.isPending && deed.mutate({ kind: 'open' })}>
            {t('voting.open')}
          </Button>
        )}
        {may.close && (
          <Button type="primary" aria-busy={deed.isPending} onClick={() => !deed.isPending && deed.mutate({ kind: 'close' })}>
            {t('voting.close')}
          </Button>
        )}
        {may.enter && <ButtonLink to={`${list}/${ballot.id}/entries`}>{t('voting.toEntries')}</ButtonLink>}
        {may.tie && (
          <Button type="primary" aria-busy={tie.isPending} onClick={() => !tie.isPending && tie.mutate(key, { onSuccess: (next) => navigate(`${list}/${next.id}`) })}>
            {t('voting.tie')}
          </Button>
        )}
        {may.recount && (
          <Button aria-busy={recount.isPending} onClick={() => !recount.isPending && recount.mutate()}>
            {t('voting.recount')}
          </Button>
        )}
        {may.discard && (
          <Button danger aria-busy={discard.isPending} onClick={() => !discard.isPending && discard.mutate(undefined, { onSuccess: () => navigate(`${list}/new`) })}>
            {t('voting.discard')}
          </Button>
        )}
        {may.void && !isAside && (
          <Button danger onClick={() => setAside(true)}>
            {t('voting.void')}
          </Button>
        )}
      </div>
      {recount.data && (
        <Alert
          type={recount.data.is_equal ? 'success' : 'error'}
          showIcon
          title={t(recount.data.is_equal ? 'voting.recountEqual' : 'voting.recountDiffers')}
          description={<span className={styles.receipt}>{recount.data.digest}</span>}
        />
      )}
      {!isVoid && <Trouble error={failed} stale={t('voting.stale')} />}
      {may.void && isAside && (
        <ReasonForm
          label={t('voting.void')}
          hint={t('voting.voidHint')}
          longest={500}
          send={t('voting.void')}
          isDanger
          isPending={deed.isPending}
          trouble={<Trouble error={isVoid ? deed.error : undefined} stale={t('voting.stale')} />}
          onSend={(reason) => deed.mutate({ kind: 'void', reason }, { onSuccess: () => setAside(false) })}
          onCancel={() => setAside(false)}
        />
      )}
    </div>
  );
}
