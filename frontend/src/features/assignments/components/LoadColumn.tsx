// What has the chosen expert to do in this plan?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabel } from '../../../shared/i18n';
import { formatScore } from '../../../shared/time';
import { Button, EmptyState, LoadBar, QueryView, RecordText, Tag } from '../../../shared/ui';
import { meantFor } from '../basket';
import { useExpertLoad } from '../queries';
import type { Edit, ExpertLoad, Nomination } from '../types';
import { toneOfAssignment, toneOfStanding } from '../words';
import styles from './assignments.module.css';

interface Tools {
  year: number;
  plan: string;
  expert: string;
  nomination: string;
  basket: readonly Edit[];
  mayChange: boolean;
  onChoose: (nomination: Nomination) => void;
  onUnassign: (nomination: Nomination, expert: ExpertLoad['expert']) => void;
  onBack?: (() => void) | undefined;
}

/** The third column. */
export function LoadColumn(props: Tools) {
  const { t } = useTranslation();
  const query = useExpertLoad(props.plan, props.expert);
  return (
    <section className={styles.column} data-column="load" aria-label={t('assignments.columns.load')}>
      <div className={styles.columnHead}>
        {props.onBack && (
          <div>
            <Button onClick={props.onBack}>{t('assignments.backToCandidates')}</Button>
          </div>
        )}
        <h2>{t('assignments.columns.load')}</h2>
      </div>
      <div className={styles.rows}>
        {props.expert === '' ? (
          <EmptyState title={t('assignments.chooseExpert')} text={t('assignments.chooseExpertText')} />
        ) : (
          <QueryView query={query} rows={5}>
            {(found) => <Whole {...props} found={found} />}
          </QueryView>
        )}
      </div>
    </section>
  );
}

function Whole(props: Tools & { found: ExpertLoad }) {
  const { t } = useTranslation();
  const { found, year } = props;
  return (
    <>
      <div className={styles.expert}>
        <Link to={`/experts/${found.expert.id}`}>
          <strong>
            <RecordText text={found.expert.name} />
          </strong>
        </Link>
        <span className={styles.minor}>
          <RecordText text={found.expert.unit} />
        </span>
        <LoadBar load={found.load} limit={found.max_load} />
        {!found.account && <Tag tone="gold">{t('assignments.account.none')}</Tag>}
        <Link to={`/rounds/${year}/recusals?expert=${encodeURIComponent(found.expert.expert_id)}`}>{t('assignments.tiesOf', { count: found.barred })}</Link>
      </div>
      {found.nominations.length === 0 ? (
        <p className={styles.minor}>{t('assignments.noLoad')}</p>
      ) : (
        <ul>
          {found.nominations.map((row) => (
            <Row key={row.nomination.id} {...props} row={row} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row(props: Tools & { found: ExpertLoad; row: ExpertLoad['nominations'][number] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { found, row } = props;
  const isMeant = meantFor(props.basket, row.nomination.id, found.expert.id) !== undefined;
  const isCurrent = row.nomination.id === props.nomination;
  return (
    <li className={styles.row} data-current={isCurrent} data-meant={isMeant ? 'unassign' : undefined}>
      <button type="button" className={styles.rowHead} data-row={row.nomination.id} aria-current={isCurrent} onClick={() => props.onChoose(row.nomination)}>
        <span className={styles.rowTitle}>
          <RecordText text={row.nomination.title} />
        </span>
        <span className={styles.rowLine}>
          <span className={styles.minor}>
            <RecordText text={row.nomination.nomination_id} />
          </span>
          <span className="tabular">{formatScore(row.score)}</span>
        </span>
        <span className={styles.tags}>
          {row.standing !== 'free' && <Tag tone={toneOfStanding(row.standing)}>{label('assignments', `standings.${row.standing}`)}</Tag>}
          {row.assignment && <Tag tone={row.assignment.frozen ? 'red' : toneOfAssignment(row.assignment.state)}>{label('assignments', `states.${row.assignment.frozen ? 'frozen' : row.assignment.state}`)}</Tag>}
        </span>
      </button>
      {props.mayChange && row.standing === 'assigned' && (
        <div className={styles.chosen}>
          <Button size="small" onClick={() => props.onUnassign(row.nomination, found.expert)}>
            {t(isMeant ? 'assignments.basket.out' : 'assignments.kinds.unassign')}
            <span className="visually-hidden">
              {t('common.colon')}
              <RecordText text={row.nomination.title} />
            </span>
          </Button>
        </div>
      )}
    </li>
  );
}
