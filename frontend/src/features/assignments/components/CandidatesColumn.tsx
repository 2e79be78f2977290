// Who could review the chosen nomination, who does, and what may be done about each?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { formatShare } from '../../../shared/time';
import { Button, EmptyState, HangsTag, LeftWords, LoadBar, Paging, QueryView, RecordText, ScoreBar, SearchField, SelectField, Tag } from '../../../shared/ui';
import { actionsFor, KEY_OF, meantFor } from '../basket';
import { type ColumnFilters, type useCandidates, useEntryScore } from '../queries';
import type { Candidate, ChangeKind, Edit, Nomination } from '../types';
import { toneOfAssignment, toneOfConflict, toneOfStanding } from '../words';
import styles from './assignments.module.css';
import { Trouble } from './Trouble';

const SORTS = ['score', 'load', 'conflict', 'name'] as const;

export interface CandidateTools {
  year: number;
  plan: string;
  /** The run that the plan began from. */
  run: string;
  filters: ColumnFilters;
  basket: readonly Edit[];
  mayChange: boolean;
  onFilter: (part: Partial<ColumnFilters>, isRefinement?: boolean) => void;
  onChoose: (candidate: Candidate) => void;
  onAct: (kind: ChangeKind, candidate: Candidate) => void;
  /** On to the load of the chosen expert, where columns stand one at a time. */
  onLoad?: (() => void) | undefined;
  /** Back to the nominations, where columns stand one at a time. */
  onBack?: (() => void) | undefined;
}

/** The second column. */
export function CandidatesColumn(props: CandidateTools & { nomination: Nomination | undefined; query: ReturnType<typeof useCandidates> }) {
  const { t } = useTranslation();
  const { filters, nomination, query } = props;
  return (
    <section className={styles.column} data-column="candidates" aria-label={t('assignments.columns.candidates')}>
      <div className={styles.columnHead}>
        {props.onBack && (
          <div>
            <Button onClick={props.onBack}>{t('assignments.backToNominations')}</Button>
          </div>
        )}
        <h2>{t('assignments.columns.candidates')}</h2>
        {nomination && (
          <p className={styles.of}>
            <Link to={`/rounds/${props.year}/nominations/${nomination.id}`}>
              <RecordText text={nomination.title} />
            </Link>
          </p>
        )}
        {filters.nomination !== '' && (
          <div className={styles.pair}>
            <SearchField label={t('assignments.search')} placeholder={t('assignments.expertHint')} value={filters.cq} onSearch={(cq, isRefinement) => props.onFilter({ cq, ccursor: '' }, isRefinement)} />
            <SelectField label={t('assignments.sort')} value={filters.csort === '' ? 'score' : filters.csort} options={SORTS.map((value) => ({ value, label: t(`assignments.candidateSorts.${value}`) }))} onChange={(csort) => props.onFilter({ csort, ccursor: '' })} />
          </div>
        )}
      </div>
      <div className={styles.rows}>
        {filters.nomination === '' ? (
          <EmptyState title={t('assignments.chooseNomination')} text={t('assignments.chooseNominationText')} />
        ) : (
          <QueryView query={query} rows={8}>
            {({ data, meta }) =>
              data.length === 0 ? (
                <EmptyState title={t('assignments.noCandidates')} text={t('assignments.noCandidatesText')} />
              ) : (
                <>
                  <ul aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? styles.stale : undefined}>
                    {data.map((row) => (
                      <Row key={row.expert.id} {...props} row={row} />
                    ))}
                  </ul>
                  <Paging label={t('assignments.columns.candidates')} meta={meta} shown={data.length} onMove={(ccursor) => props.onFilter({ ccursor })} />
                </>
              )
            }
          </QueryView>
        )}
      </div>
    </section>
  );
}

function Row(props: CandidateTools & { row: Candidate }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { row, filters } = props;
  const isCurrent = row.expert.id === filters.expert;
  const meant = meantFor(props.basket, filters.nomination, row.expert.id);
  const meantKind = meant === undefined ? undefined : meant.kind === 'swap' && meant.expert !== row.expert.id ? 'unassign' : meant.kind;
  return (
    <li className={styles.row} data-current={isCurrent} data-standing={row.standing} data-meant={meantKind}>
      <button type="button" className={styles.rowHead} data-row={row.expert.id} aria-current={isCurrent} onClick={() => props.onChoose(row)}>
        <span className={styles.rowLine}>
          <span>
            <strong>
              <RecordText text={row.expert.name} />
            </strong>{' '}
            <span className={styles.minor}>
              <RecordText text={row.expert.unit} />
            </span>
          </span>
          <span className={styles.tags}>
            {meantKind && <Tag tone="gold">{t('assignments.meant', { kind: t(`assignments.kinds.${meantKind}`) })}</Tag>}
            {row.standing !== 'free' && <Tag tone={toneOfStanding(row.standing)}>{label('assignments', `standings.${row.standing}`)}</Tag>}
          </span>
        </span>
        <span className={styles.rowLine}>
          <span className={styles.measures}>
            {row.score == null ? <span className={styles.minor}>{t('candidate.noScore')}</span> : <ScoreBar score={row.score} low={row.low} high={row.high} />}
            <LoadBar load={row.load} limit={row.max_load} />
          </span>
          <span className={styles.tags}>
            <HangsTag left={row.left} />
            {row.outside_panel && <Tag tone="gold">{t('assignments.outsidePanel')}</Tag>}
            {row.conflict !== 'none' && <Tag tone={toneOfConflict(row.conflict)}>{label('severity', row.conflict)}</Tag>}
            {row.assignment && <Tag tone={row.assignment.frozen ? 'red' : toneOfAssignment(row.assignment.state)}>{label('assignments', `states.${row.assignment.frozen ? 'frozen' : row.assignment.state}`)}</Tag>}
          </span>
        </span>
      </button>
      {isCurrent && <Chosen {...props} />}
    </li>
  );
}

/** From which affinity on the run would have taken the candidate: a search, made when it is asked for. */
function Entry({ run, nomination, row }: { run: string; nomination: string; row: Candidate }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const entry = useEntryScore(run, nomination, row.expert.id);
  if (entry.data) {
    return (
      <p className={styles.minor} role="status">
        <RecordText text={bilingual(entry.data)} />
      </p>
    );
  }
  return (
    <div>
      <Button size="small" aria-busy={entry.isPending} disabled={entry.isPending} onClick={() => entry.mutate()}>
        {entry.isPending ? t('assignments.entry.asking') : t('assignments.entry.ask')}
        <span className="visually-hidden">
          {t('common.colon')}
          <RecordText text={row.expert.name} />
        </span>
      </Button>
      <Trouble error={entry.error} />
    </div>
  );
}

/** What more is known of the chosen candidate, and the deeds. */
function Chosen(props: CandidateTools & { row: Candidate }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const { row, year } = props;
  return (
    <div className={styles.chosen}>
      {row.left && row.publications > 0 && (
        <p className={styles.minor}>
          <LeftWords score={row.score} left={row.left} />
        </p>
      )}
      {row.why_not && (
        <p className={styles.minor}>
          {t('assignments.whyNot')}
          {t('common.colon')}
          <RecordText text={bilingual(row.why_not)} />
        </p>
      )}
      {row.why_not && row.why_not.code !== 'barred' && <Entry key={`${props.filters.nomination} ${row.expert.id}`} run={props.run} nomination={props.filters.nomination} row={row} />}
      {(row.conflicts.length > 0 || row.conflict === 'bar') && (
        <ul className={styles.ties}>
          {row.conflicts.map((each) => (
            <li key={each.kind}>
              {label('conflictKind', each.kind)} <span className={styles.minor}>{t('candidate.confidence', { value: formatShare(each.confidence) })}</span>
            </li>
          ))}
          <li>
            <Link to={`/rounds/${year}/recusals?expert=${encodeURIComponent(row.expert.expert_id)}`}>{t('assignments.toRecusals')}</Link>
          </li>
        </ul>
      )}
      {props.mayChange && (
        <span className={styles.buttons}>
          {actionsFor(row.standing, row.conflict === 'bar').map((kind) => (
            <Button key={kind} size="small" danger={kind === 'ban'} onClick={() => props.onAct(kind, row)}>
              <span className={styles.key} data-key={KEY_OF[kind]}>
                {t(`assignments.kinds.${kind}`)}
              </span>
              <span className="visually-hidden">
                {t('common.colon')}
                <RecordText text={row.expert.name} />
              </span>
            </Button>
          ))}
        </span>
      )}
      {props.onLoad && (
        <Button size="small" onClick={props.onLoad}>
          {t('assignments.seeLoad')}
          <span className="visually-hidden">
            {t('common.colon')}
            <RecordText text={row.expert.name} />
          </span>
        </Button>
      )}
    </div>
  );
}
