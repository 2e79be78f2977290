// Who was chosen, who came next, who is kept out, and why each?
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Candidate, Conflict, PublicationReason } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatShare } from '../../../shared/time';
import { Disclosure, HangsTag, LeftWords, RecordText, ScoreBar, Tag, toneOfSeverity } from '../../../shared/ui';
import { splitSource, tierOf } from '../reasons';
import styles from './candidates.module.css';

/** The record behind a piece of evidence, `kind:key`, in words. */
function Source({ source }: { source: string }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { kind, key } = splitSource(source);
  return (
    <>
      {t('candidate.source')}
      {t('common.colon')}
      {kind && `${label('sourceKind', kind)} `}
      <RecordText text={key} />
    </>
  );
}

/** The relations found between an expert and the nomination, each with its evidence spelled out. */
function Conflicts({ conflicts }: { conflicts: readonly Conflict[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  if (conflicts.length === 0) return null;
  return (
    <ul className={styles.conflicts} aria-label={t('candidate.conflicts')}>
      {conflicts.map((conflict) => (
        <li key={`${conflict.kind} ${conflict.evidence[0]?.zh ?? ''}`} className={styles.conflict} data-severity={conflict.severity}>
          <p className={styles.conflictHead}>
            <Tag tone={toneOfSeverity(conflict.severity)}>{label('severity', conflict.severity)}</Tag>
            <strong>{label('conflictKind', conflict.kind)}</strong>
            <span className={styles.soft}>{t('candidate.confidence', { value: formatShare(conflict.confidence) })}</span>
          </p>
          <ul>
            {conflict.evidence.map((evidence) => (
              <li key={evidence.zh}>
                <RecordText text={language === 'en' ? evidence.en : evidence.zh} />
                {evidence.source && (
                  <span className={styles.soft}>
                    {' '}
                    <Source source={evidence.source} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

const WORDS = ['terms', 'dossier_terms', 'fragments'] as const;
const TITLES = { terms: 'candidate.terms', dossier_terms: 'candidate.dossierTerms', fragments: 'candidate.fragments' } as const;

/** By what a publication is near: the words in common, those of the dossier's full text apart, how much is by meaning, and
 *  whether it is made of the nomination's own words. */
function Shared({ publication }: { publication: PublicationReason }) {
  const { t } = useTranslation();
  const meaning = publication.by_meaning ?? 0;
  const borrowed = publication.borrowed ?? 0;
  return (
    <>
      {WORDS.map((kind) => {
        const words = publication[kind] ?? [];
        return (
          words.length > 0 && (
            <span key={kind} className={styles.shared}>
              {t(TITLES[kind])}
              {t('common.colon')}
              <RecordText text={words.join('、')} />
            </span>
          )
        );
      })}
      {meaning > 0 && <span className={styles.shared}>{t('candidate.byMeaning', { share: formatShare(meaning) })}</span>}
      {borrowed > 0 && <span className={styles.shared}>{t('candidate.borrowed', { share: formatShare(borrowed) })}</span>}
    </>
  );
}

/** What a score is made of: closest publications with the shared words marked, keywords, disciplines. */
function Reasons({ candidate }: { candidate: Candidate }) {
  const { t } = useTranslation();
  const reasons = candidate.reasons;
  if (reasons == null) return <p className={styles.soft}>{t('candidate.noReasons')}</p>;
  const keywords = reasons.keywords;
  return (
    <div className={styles.reasons}>
      <h4>{t('candidate.madeOf')}</h4>
      <p className={styles.scoreLine}>
        <ScoreBar score={candidate.score} low={candidate.low} high={candidate.high} isWide />
        <span>{t('candidate.madeOfCount', { count: candidate.publications_count, value: candidate.publications_count })}</span>
        <HangsTag left={reasons} />
      </p>
      {reasons.publications.length > 0 && (
        <p className={styles.soft}>
          <LeftWords score={candidate.score} left={reasons} />
        </p>
      )}
      <p className={styles.soft}>{t('candidate.madeOfText')}</p>
      <h4>{t('candidate.closest')}</h4>
      {reasons.publications.length === 0 ? (
        <p className={styles.soft}>{t('candidate.noPublications')}</p>
      ) : (
        <ol className={styles.publications}>
          {reasons.publications.map((publication) => (
            <li key={publication.publication_id}>
              <ScoreBar score={publication.score} />
              <span className={styles.publicationTitle}>
                <RecordText text={publication.title} terms={[...publication.terms, ...(publication.dossier_terms ?? [])]} />
                {publication.year != null && <span className={styles.soft}> ({publication.year})</span>}
                <Shared publication={publication} />
              </span>
            </li>
          ))}
        </ol>
      )}
      <dl className={styles.reasonFacts}>
        <div>
          <dt>{t('candidate.keywords')}</dt>
          <dd>{keywords.length === 0 ? t('candidate.noKeywords') : <RecordText text={keywords.join('、')} terms={keywords} />}</dd>
        </div>
        {reasons.discipline && (
          <div>
            <dt>{t('candidate.discipline')}</dt>
            <dd>
              {t(`candidate.tiers.${tierOf(reasons.discipline.tier)}`)}
              {reasons.discipline.expert_code && reasons.discipline.nomination_code && (
                <span className={styles.soft}>
                  {' '}
                  ({t('candidate.tierCodes', { expert: reasons.discipline.expert_code, nomination: reasons.discipline.nomination_code })})
                </span>
              )}
            </dd>
          </div>
        )}
      </dl>
    </div>
  );
}

/** One list of candidates; `openId` names the one whose reasons are open. */
export function CandidateList(props: {
  label: string;
  candidates: readonly Candidate[];
  isRanked?: boolean;
  openId: string | undefined;
  onOpen: (expertId: string | undefined) => void;
}) {
  return (
    <ol className={styles.list} aria-label={props.label}>
      {props.candidates.map((candidate, index) => (
        <Row key={candidate.expert.id} candidate={candidate} rank={props.isRanked ? index + 1 : undefined} isOpen={props.openId === candidate.expert.id} onOpen={props.onOpen} />
      ))}
    </ol>
  );
}

function Row({ candidate, rank, isOpen, onOpen }: { candidate: Candidate; rank: number | undefined; isOpen: boolean; onOpen: (expertId: string | undefined) => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { expert } = candidate;
  return (
    <li className={styles.candidate} data-open={isOpen}>
      <div className={styles.head}>
        {rank !== undefined && (
          <span className={styles.rank} aria-hidden="true">
            {rank}
          </span>
        )}
        <div className={styles.who}>
          <p>
            <Link to={`/experts/${expert.id}`} className={styles.name}>
              <RecordText text={expert.name} />
            </Link>
            {expert.title && (
              <span className={styles.soft}>
                {' '}
                <RecordText text={expert.title} />
              </span>
            )}
          </p>
          <p className={styles.soft}>
            <RecordText text={expert.unit} />
          </p>
        </div>
        <div className={styles.measure}>
          {candidate.score == null ? <span className={styles.soft}>{t('candidate.noScore')}</span> : <ScoreBar score={candidate.score} low={candidate.low} high={candidate.high} />}
          <HangsTag left={candidate.reasons} />
          <span className={styles.soft}>
            {candidate.load == null
              ? t('candidate.publications', { count: candidate.publications_count, value: candidate.publications_count })
              : t('candidate.load', { count: candidate.load, value: candidate.load })}
          </span>
        </div>
      </div>
      {candidate.why_not && candidate.why_not.code !== 'barred' && (
        <p className={styles.whyNot}>
          <Tag tone="blue">{label('whyNotCode', candidate.why_not.code)}</Tag>{' '}
          <RecordText text={language === 'en' ? candidate.why_not.en : candidate.why_not.zh} />
        </p>
      )}
      <Conflicts conflicts={candidate.conflicts} />
      {candidate.reasons && (
        <Disclosure
          label={t('candidate.why')}
          about={<RecordText text={expert.name} />}
          isOpen={isOpen}
          onToggle={(open) => onOpen(open ? expert.id : undefined)}
        >
          <Reasons candidate={candidate} />
        </Disclosure>
      )}
    </li>
  );
}
