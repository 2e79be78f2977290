// What does a nomination share with others? Findings with both texts side by side, the shared passages marked.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ReuseMatch, ReuseNomination, ReusePart, ReuseReport } from '../../../api/types';
import { useBilingual, useLabel } from '../../../shared/i18n';
import { Disclosure, EmptyState, QueryView, RecordText, Section, Tag, Tags, toneOfState } from '../../../shared/ui';
import { useReuse } from './queries';
import styles from './reuse.module.css';
import { matchesOf, percentOf, rulesOf, sharedCharacters, toneOfReuse } from './reuse';

/** What the nomination `nominationId` shares with others of its round and of earlier ones: everything, or what is evidence of `rule`. */
export function ReusePanel({ nominationId, rule }: { nominationId: string; rule?: string }) {
  const query = useReuse(nominationId);
  return (
    <QueryView query={query} rows={10} isFramed>
      {(report) => <Report report={report} rule={rule} />}
    </QueryView>
  );
}

function Report({ report, rule }: { report: ReuseReport; rule: string | undefined }) {
  const { t } = useTranslation();
  const matches = matchesOf(report.matches, rule);
  const shown = report.matches.length;
  const aside = shown - matches.length;
  return (
    <div className={styles.stack}>
      <p className={styles.minor}>
        {t('reuse.compared', { count: report.compared })}
        {!report.is_text_compared && ` ${t('reuse.tooShort')}`}
        {report.found > shown && ` ${t('reuse.more', { shown, found: report.found })}`}
        {aside > 0 && ` ${t('reuse.aside', { count: aside })}`}
      </p>
      {matches.length === 0 ? (
        <EmptyState title={t(rule === undefined ? 'reuse.none' : 'reuse.noneOfRule')} text={t('reuse.noneHint')} />
      ) : (
        matches.map((match) => <Match key={match.other.id} match={match} own={report.nomination} />)
      )}
    </div>
  );
}

function Match({ match, own }: { match: ReuseMatch; own: ReuseNomination }) {
  const { t } = useTranslation();
  const label = useLabel();
  const say = useBilingual();
  const { other } = match;
  const [isOpen, setOpen] = useState(match.findings.some((finding) => finding.kind === 'text'));
  return (
    <Section
      title={
        <Link to={`/rounds/${other.round}/nominations/${other.id}`}>
          <RecordText text={other.title} />
        </Link>
      }
      hint={rulesOf(match).join(' · ')}
    >
      <div className={styles.stack}>
        <Tags>
          <Tag tone={match.is_same_round ? 'red' : 'blue'}>{match.is_same_round ? t('reuse.sameRound') : t('reuse.earlierRound', { year: other.round })}</Tag>
          <Tag tone={toneOfState(other.state)}>{label('state', other.state)}</Tag>
          <span className={styles.minor}>
            <RecordText text={other.number} /> · {other.nominator ? <RecordText text={other.nominator} /> : t('reuse.noNominator')}
          </span>
        </Tags>
        <ul className={styles.findings}>
          {match.findings.map((finding) => (
            <li key={`${finding.kind}-${finding.what.zh}`}>
              <Tag tone={toneOfReuse(finding.kind)}>{label('reuseKind', finding.kind)}</Tag>
              <span>
                <RecordText text={say(finding.what)} />
              </span>
              {percentOf(finding) !== undefined && <span className={styles.percent}>{percentOf(finding)} %</span>}
            </li>
          ))}
        </ul>
        {match.own_text.length > 0 && (
          <Disclosure label={t('reuse.sideBySide')} isOpen={isOpen} onToggle={setOpen}>
            <div className={styles.sides}>
              <Side title={t('reuse.thisOne', { number: own.number })} parts={match.own_text} />
              <Side title={t('reuse.theOther', { number: other.number })} parts={match.other_text} />
            </div>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}

function Side({ title, parts }: { title: string; parts: readonly ReusePart[] }) {
  const { t } = useTranslation();
  const { shared, all } = sharedCharacters(parts);
  let at = 0;
  return (
    <article className={styles.side}>
      <h3>
        <RecordText text={title} />
      </h3>
      <p className={styles.minor}>{t('reuse.sharedCharacters', { shared, all })}</p>
      <p className={styles.text}>
        {parts.map((part) => {
          at += part.text.length;
          return part.is_shared ? (
            <mark key={at}>
              <RecordText text={part.text} />
            </mark>
          ) : (
            <RecordText key={at} text={part.text} />
          );
        })}
      </p>
    </article>
  );
}
