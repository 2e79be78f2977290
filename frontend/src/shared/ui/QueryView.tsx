// What does a page show while data loads, when it fails, when there is none? The same everywhere.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../api/problems';
import { useLabel } from '../i18n';
import styles from './kit.module.css';
import { Button, ButtonLink, Skeleton } from './primitives';
import { RecordText } from './RecordText';

function StateMark({ kind }: { kind: 'empty' | 'error' }) {
  return (
    <svg viewBox="0 0 44 44" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
      {kind === 'empty' ? (
        <path d="M8 16l14-8 14 8v14l-14 8-14-8zM8 16l14 8 14-8M22 24v14" strokeLinejoin="round" />
      ) : (
        <path d="M22 6L40 37H4zM22 18v9M22 31v2" strokeLinejoin="round" strokeLinecap="round" />
      )}
    </svg>
  );
}

/** Says that there is nothing, and what to do about it. */
export function EmptyState(props: { title: string; text?: string; action?: ReactNode }) {
  return (
    <div className={styles.state}>
      <StateMark kind="empty" />
      <p className={styles.stateTitle}>{props.title}</p>
      {props.text && <p className={styles.stateText}>{props.text}</p>}
      {props.action && <div className={styles.stateActions}>{props.action}</div>}
    </div>
  );
}

/** Codes whose detail, told by the server in the reader's language, says more than the code. */
const TELLING = new Set(['conflict', 'invalid', 'bad_parameter', 'too_large']);

/** Gives the sentence for a failure in the language of the page. */
export function useProblemText(): (error: unknown) => string {
  const label = useLabel();
  const { t } = useTranslation();
  return (error) => {
    const problem = error instanceof ProblemError ? error : undefined;
    if (problem === undefined) return t('error.code.unreadable');
    if (TELLING.has(problem.code) && problem.detail) return problem.detail;
    const known = label('error', `code.${problem.code}`);
    if (known !== `code.${problem.code}`) return known;
    return problem.detail || problem.message;
  };
}

/** Says what failed, with the request's id and a way to try again. */
export function ErrorState({ error, onRetry, isFramed = false }: { error: unknown; onRetry?: () => void; isFramed?: boolean }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const status = error instanceof ProblemError ? error.status : 0;
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  const kind = status === 404 ? 'notFound' : status === 403 ? 'forbidden' : undefined;
  return (
    <div className={isFramed ? `${styles.state} ${styles.stateFramed}` : styles.state} role="alert">
      <StateMark kind="error" />
      <p className={styles.stateTitle}>{kind ? t(`error.${kind}Title`) : t('error.title')}</p>
      <p className={styles.stateText}>{kind ? t(`error.${kind}Text`) : <RecordText text={textOf(error)} />}</p>
      {requestId && <p className={styles.stateId}>{t('error.requestId', { id: requestId })}</p>}
      <div className={styles.stateActions}>
        {kind ? (
          <ButtonLink to="/">{t('error.toHome')}</ButtonLink>
        ) : (
          onRetry && (
            <Button type="primary" onClick={onRetry}>
              {t('common.retry')}
            </Button>
          )
        )}
      </div>
    </div>
  );
}

/** Grey lines in the place of what is coming, announced once. */
export function LoadingState({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <span className="visually-hidden">{t('common.loading')}</span>
      <div aria-hidden="true">
        <Skeleton active title={false} paragraph={{ rows }} />
      </div>
    </div>
  );
}

/** Shows a query: skeleton, failure with retry, or its data. Old data stays on screen when a refresh fails. */
export function QueryView<T>(props: {
  query: UseQueryResult<T, Error>;
  rows?: number;
  isFramed?: boolean;
  children: (data: T) => ReactNode;
}) {
  const { query, isFramed = false } = props;
  if (query.data !== undefined) return <>{props.children(query.data)}</>;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} isFramed={isFramed} />;
  const skeleton = <LoadingState rows={props.rows ?? 6} />;
  return isFramed ? <div className={styles.section}>{skeleton}</div> : skeleton;
}
