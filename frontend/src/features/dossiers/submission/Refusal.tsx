// Why did the server refuse, and what is to be done? Every answer readable, every named field a link.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ProblemError } from '../../../api/problems';
import { Alert, Button, RecordText, ShortList, useProblemText } from '../../../shared/ui';
import { linkTo } from './board';
import { useLookAgain } from './queries';
import styles from './submission.module.css';

/** So many faults are shown at once. */
const SHOWN = 8;

/** A refusal, with its faults and a way on; looking again takes it away. `moved` says in other words that what was seen stands no more. */
export function Refusal({ id, of: { error, reset }, moved }: { id: string; of: { error: unknown; reset: () => void }; moved?: string }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const lookAgain = useLookAgain(id);
  if (error === null || error === undefined) return null;
  const problem = error instanceof ProblemError ? error : undefined;
  const isStale = problem?.code === 'stale';
  // Where the record stands otherwise than this page shows it.
  const mayHelp = isStale || problem?.status === 409 || problem?.status === 422;
  return (
    <Alert
      type="error"
      showIcon
      title={<RecordText text={isStale ? (moved ?? t('submission.stale')) : textOf(error)} />}
      description={
        (mayHelp || problem?.requestId !== undefined) && (
          <div className={styles.refusal}>
            {problem !== undefined && problem.fields.length > 0 && <Faults id={id} fields={problem.fields} />}
            {problem?.requestId && problem.status >= 500 && <p className={styles.minor}>{t('error.requestId', { id: problem.requestId })}</p>}
            {mayHelp && (
              <div>
                <Button
                  size="small"
                  onClick={() => {
                    reset();
                    lookAgain();
                  }}
                >
                  {t('submission.lookAgain')}
                </Button>
              </div>
            )}
          </div>
        )
      }
    />
  );
}

function Faults({ id, fields }: { id: string; fields: readonly { pointer: string; message: string }[] }) {
  return (
    <ShortList items={fields} limit={SHOWN}>
      {(shown) => (
        <ul className={styles.said}>
          {shown.map(({ pointer, message }) => {
            const address = pointer.replace(/^\//, '');
            // A field of the dossier has its section before a point; a field of the request has none.
            return <li key={`${pointer} ${message}`}>{address.includes('.') ? <Link to={linkTo(id, address)}>{message}</Link> : <RecordText text={message} />}</li>;
          })}
        </ul>
      )}
    </ShortList>
  );
}
