// How far is a file on its way, and what can be done about it? Progress, pause, go on, try again, give up.
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import { Button, RecordText, useProblemText } from '../../../shared/ui';
import styles from './attachments.module.css';
import type { Transfer } from './transfer';
import { dismiss, useTransfer } from './transfers';
import { formatBytes } from './words';

/** One file on its way. */
export function TransferLine({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { state, sent, error } = useTransfer(transfer);
  const id = useId();
  const { file } = transfer;
  const isMoving = state === 'sending';
  // The same file would be refused for the same reason again.
  const isFinal = error instanceof ProblemError && [413, 422].includes(error.status);
  const giveUp = () => {
    void transfer.cancel();
    dismiss(transfer);
  };
  const said = { sent: formatBytes(sent), all: formatBytes(file.size) };
  return (
    <li className={styles.transfer} data-state={state}>
      <span id={id} className={styles.transferName}>
        <RecordText text={file.name} />
      </span>
      <span role="status" className={styles.minor}>
        {state === 'failed' ? null : t(`attachment.${state}`, said)}
      </span>
      {state !== 'failed' && <progress className={styles.progress} max={file.size} value={sent} aria-labelledby={id} />}
      {state === 'failed' && (
        <p className={styles.wrong} role="alert">
          {problemText(error)}
        </p>
      )}
      <span className={styles.buttons}>
        {isMoving && (
          <Button size="small" onClick={() => transfer.pause()} aria-describedby={id}>
            {t('attachment.pause')}
          </Button>
        )}
        {(state === 'paused' || (state === 'failed' && !isFinal)) && (
          <Button size="small" onClick={() => transfer.resume()} aria-describedby={id}>
            {state === 'paused' ? t('attachment.resume') : t('common.retry')}
          </Button>
        )}
        {state !== 'checking' && (
          <Button size="small" type="text" onClick={giveUp} aria-describedby={id}>
            {t('attachment.giveUp')}
          </Button>
        )}
      </span>
    </li>
  );
}
