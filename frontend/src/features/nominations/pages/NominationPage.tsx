// What is in one nomination, and who shall review it, and why?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Candidate, NominationDetail } from '../../../api/types';
import { evidenceAddress, useYear } from '../../../shared/address';
import { useLabel } from '../../../shared/i18n';
import { ButtonLink, type Fact, Facts, Page, QueryView, RecordText, Section, Tag, toneOfState } from '../../../shared/ui';
import { readsExaminations, readsWholeRound } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { Matched } from '../components/Matched';
import styles from '../components/nominations.module.css';
import { PeopleAndPapers } from '../components/PeopleAndPapers';
import { ProjectText } from '../components/ProjectText';
import { useNomination } from '../queries';
import { termsOf, termsOfAll } from '../reasons';

/** The page of one nomination. */
export default function NominationPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const year = useYear();
  const id = useParams().id ?? '';
  const query = useNomination(id);
  const nomination = query.data;
  const seesEvidence = readsExaminations(useAccount());
  return (
    <Page
      crumbs={[{ label: t('nominations.title'), to: `/rounds/${nomination?.round ?? year}/nominations` }]}
      title={nomination ? <RecordText text={nomination.title} /> : t('nominations.title')}
      tabTitle={nomination?.title ?? t('nominations.title')}
      actions={nomination && seesEvidence && <ButtonLink to={evidenceAddress(nomination.id)}>{t('examination.evidence.whole')}</ButtonLink>}
      lead={
        nomination && (
          <div className={styles.titleLine}>
            <Tag tone={toneOfState(nomination.state)}>{label('state', nomination.state)}</Tag>
            <RecordText text={nomination.nomination_id} />
            <span>{label('category', nomination.category)}</span>
          </div>
        )
      }
    >
      <QueryView query={query} rows={14} isFramed>
        {(loaded) => <Whole key={loaded.id} nomination={loaded} />}
      </QueryView>
    </Page>
  );
}

function NominationFacts({ nomination }: { nomination: NominationDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const facts: Fact[] = [
    { label: t('nomination.number'), value: <RecordText text={nomination.nomination_id} /> },
    { label: t('nomination.category'), value: label('category', nomination.category) },
    ...(nomination.grade ? [{ label: t('nomination.grade'), value: label('grade', nomination.grade) }] : []),
    { label: t('nomination.panel'), value: <RecordText text={nomination.panel} /> },
    {
      label: t('nomination.nominator'),
      value: (
        <>
          <RecordText text={nomination.nominator} />
          {nomination.nominator_type && <div className={styles.minor}>{label('nominatorType', nomination.nominator_type)}</div>}
        </>
      ),
    },
    ...(nomination.disciplines.length > 0
      ? [
          {
            label: t('nomination.disciplines'),
            value: nomination.disciplines.map((discipline) => (
              <div key={discipline.code}>
                <span className="tabular">{discipline.code}</span> {discipline.name && <RecordText text={discipline.name} />}
              </div>
            )),
          },
        ]
      : []),
    ...(nomination.excluded_experts.length > 0
      ? [
          {
            label: t('nomination.excluded'),
            value: (
              <>
                <RecordText text={nomination.excluded_experts.join('、')} />
                <div className={styles.minor}>{t('nomination.excludedHint')}</div>
              </>
            ),
          },
        ]
      : []),
  ];
  return (
    <Section title={t('nomination.facts')}>
      <Facts facts={facts} />
    </Section>
  );
}

function Whole({ nomination }: { nomination: NominationDetail }) {
  const [openId, setOpenId] = useState<string | undefined>(undefined);
  const seesMatch = readsWholeRound(useAccount());
  const match = nomination.match;
  const everyone: Candidate[] = match == null ? [] : [...match.assigned, ...match.alternatives, ...match.kept_out];
  const open = everyone.find((candidate) => candidate.expert.id === openId);
  const terms = open ? termsOf(open) : termsOfAll(match?.assigned ?? []);
  const text = (
    <ProjectText nomination={nomination} terms={terms} focus={open && { name: open.expert.name, onAll: () => setOpenId(undefined) }} />
  );
  if (!seesMatch) {
    return (
      <div className={styles.single}>
        <NominationFacts nomination={nomination} />
        {text}
        <PeopleAndPapers nomination={nomination} />
      </div>
    );
  }
  return (
    <>
      <NominationFacts nomination={nomination} />
      <div className={styles.columns}>
        <div className={styles.beside}>{text}</div>
        <div className={styles.column}>
          <Matched nomination={nomination} openId={openId} onOpen={setOpenId} />
        </div>
      </div>
      <PeopleAndPapers nomination={nomination} />
    </>
  );
}
