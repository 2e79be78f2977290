// What does one declaration say, who is meant by a typed name, and what does the office answer?
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatShare, formatTime } from '../../../shared/time';
import { Alert, Button, By, Facts, OptionGroup, Page, QueryView, ReasonForm, RecordText, Section, Tag } from '../../../shared/ui';
import { ExpertPicker } from '../components/Pickers';
import styles from '../components/recusals.module.css';
import { Trouble } from '../components/Trouble';
import { useDeclaration, useDeclarationDeed } from '../queries';
import type { Declaration } from '../types';
import { toneOfDeclaration } from '../words';
import { About } from './DeclarationsPage';

/** The page of one declaration. */
export default function DeclarationPage() {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  const year = useYear();
  const { id = '' } = useParams();
  const query = useDeclaration(id);
  const one = query.data;
  const title = one ? bilingual({ zh: one.kind_zh, en: one.kind_en }) : t('recusals.declarations.one');
  return (
    <Page
      crumbs={[{ label: t('recusals.declarations.title'), to: `/rounds/${year}/recusals/declarations` }]}
      title={title}
      tabTitle={`${t('recusals.declarations.one')} · ${title}`}
      lead={
        one && (
          <span className={styles.lead}>
            <Tag tone={toneOfDeclaration(one.state)}>{label('recusals', `declarations.states.${one.state}`)}</Tag>
            <span>{label('recusals', `declarations.sources.${one.source}`)}</span>
          </span>
        )
      }
    >
      <QueryView query={query} rows={8} isFramed>
        {(found) => <Whole key={found.id} one={found} year={year} />}
      </QueryView>
    </Page>
  );
}

function Whole({ one, year }: { one: Declaration; year: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const about = <About declaration={one} />;
  // What waits and bars is refused by two, as what is in force is withdrawn.
  const isRefusal = one.state === 'waiting' || one.state === 'refused';
  return (
    <>
      <Section title={t('recusals.declarations.one')}>
        <Facts
          facts={[
            { label: t('recusals.columns.expert'), value: <Whose one={one} /> },
            { label: t('recusals.declarations.about'), value: one.nomination ? <Link to={`/rounds/${year}/nominations/${one.nomination.id}`}>{about}</Link> : about },
            { label: t('recusals.declarations.declaredBy'), value: <By name={one.declared_by} time={formatTime(one.declared_at, language)} /> },
            { label: t('recusals.declarations.text'), value: <RecordText text={one.text} />, isWide: true },
            ...stepFacts(t('recusals.declarations.answeredBy'), t('recusals.declarations.answer'), one.answered_by, formatTime(one.answered_at, language), one.answer),
            ...stepFacts(
              t(isRefusal ? 'recusals.declarations.refusalAskedBy' : 'recusals.declarations.withdrawalAskedBy'),
              t(isRefusal ? 'recusals.declarations.refusalAskedReason' : 'recusals.declarations.withdrawalAskedReason'),
              one.withdrawal_asked_by,
              formatTime(one.withdrawal_asked_at, language),
              one.withdrawal_asked_reason,
            ),
            ...stepFacts(t('recusals.declarations.withdrawnBy'), t('recusals.declarations.withdrawalReason'), one.withdrawn_by, formatTime(one.withdrawn_at, language), one.withdrawal_reason),
          ]}
        />
      </Section>
      {one.state === 'in_force' && one.withdrawal_asked_by && <Alert type="info" showIcon role="status" title={t('recusals.declarations.withdrawalAsked')} />}
      {one.state === 'waiting' && one.withdrawal_asked_by && <Alert type="info" showIcon role="status" title={t('recusals.declarations.refusalAsked')} />}
      {one.may.answer && <Answer one={one} />}
      {one.may.withdraw && <Withdraw one={one} />}
    </>
  );
}

type Told = string | null | undefined;

/** Who took a step and what was said; nothing where it was not taken. */
function stepFacts(whoTitle: string, textTitle: string, who: Told, time: string, text: Told) {
  if (!who) return [];
  return [
    { label: whoTitle, value: <By name={who} time={time} /> },
    { label: textTitle, value: <RecordText text={text} />, isWide: true },
  ];
}

/** The expert, or the name as it was typed while nobody has said who it is. */
function Whose({ one }: { one: Declaration }) {
  const { expert, match } = one;
  const unit = expert ? expert.unit : match?.typed_unit;
  return (
    <>
      {expert ? (
        <Link to={`/experts/${expert.id}`}>
          <RecordText text={expert.name} />
        </Link>
      ) : (
        <RecordText text={match?.typed_name} />
      )}
      {unit && (
        <span className={styles.line}>
          <RecordText text={unit} />
        </span>
      )}
    </>
  );
}

/** Accepts or refuses, and says who the typed name is. */
function Answer({ one }: { one: Declaration }) {
  const { t } = useTranslation();
  const deed = useDeclarationDeed(one);
  const [chosen, setChosen] = useState<string>();
  const sure = one.match?.candidates.find((candidate) => candidate.is_sure);
  const [expert, setExpert] = useState(one.expert?.id ?? sure?.expert.id ?? '');
  const needsExpert = chosen === 'accept' && !one.expert;
  const candidates = one.match?.candidates ?? [];
  return (
    <Section title={t('recusals.declarations.answerTitle')} hint={t('recusals.declarations.answerHint')}>
      <ReasonForm
        label={t('recusals.declarations.answerTitle')}
        send={t('recusals.declarations.answerSend')}
        isFit={chosen !== undefined && (!needsExpert || expert !== '')}
        unfit={t(chosen === undefined ? 'recusals.choose' : 'recusals.declarations.needExpert')}
        trouble={<Trouble error={deed.error} />}
        isPending={deed.isPending}
        onSend={(reason) => deed.mutate({ kind: 'answer', is_accepted: chosen === 'accept', reason, ...(needsExpert ? { expert_id: expert } : {}) })}
      >
        <OptionGroup
          label={t('recusals.declarations.answer')}
          options={(['accept', 'refuse'] as const).map((value) => ({ value, label: t(`recusals.declarations.answers.${value}`) }))}
          chosen={chosen === undefined ? [] : [chosen]}
          onChange={([next]) => setChosen(next)}
        />
        {needsExpert && (
          <>
            {candidates.length > 0 && (
              <OptionGroup
                label={t('recusals.declarations.who')}
                options={candidates.map((candidate) => ({
                  value: candidate.expert.id,
                  label: (
                    <>
                      <RecordText text={candidate.expert.name} /> · <RecordText text={candidate.expert.unit} />{' '}
                      <span className={styles.minor}>{t('candidate.confidence', { value: formatShare(candidate.confidence) })}</span>
                    </>
                  ),
                }))}
                chosen={[expert]}
                onChange={([next]) => setExpert(next ?? '')}
              />
            )}
            <ExpertPicker label={t('recusals.declarations.otherExpert')} chosen={expert} onChoose={setExpert} />
          </>
        )}
      </ReasonForm>
    </Section>
  );
}

function Withdraw({ one }: { one: Declaration }) {
  const { t } = useTranslation();
  const deed = useDeclarationDeed(one);
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <div className={styles.buttons}>
        <Button onClick={() => setOpen(true)}>{t('recusals.declarations.withdraw')}</Button>
      </div>
    );
  }
  return (
    <Section title={t('recusals.declarations.withdraw')} hint={t('recusals.declarations.withdrawHint')}>
      <ReasonForm
        label={t('recusals.declarations.withdraw')}
        send={t('recusals.declarations.withdraw')}
        isDanger
        trouble={<Trouble error={deed.error} />}
        isPending={deed.isPending}
        onSend={(reason) => deed.mutate({ kind: 'withdraw', reason }, { onSuccess: () => setOpen(false) })}
        onCancel={() => setOpen(false)}
      />
    </Section>
  );
}
