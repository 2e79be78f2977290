// Are these two records one person? Both side by side, the evidence, and the steps of two people.
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useYear } from '../../../shared/address';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, By, Facts, Page, PlainTable, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { Likelihood, Place, ReasonText, StateCell } from '../components/Parts';
import styles from '../components/persons.module.css';
import { StepForm } from '../components/StepForm';
import { useLink } from '../queries';
import type { LinkDetail, LinkStep, Side } from '../types';
import { addressOf, decidedBy, toneOfAgreement, toneOfReason } from '../words';

function SideFact({ side, year }: { side: Side; year: number }) {
  return (
    <>
      <Link to={addressOf(side, year)}>
        <RecordText text={side.name} />
      </Link>{' '}
      <span className={styles.minor}>
        <Place side={side} />
        {side.title && (
          <>
            {' · '}
            <RecordText text={side.title} />
          </>
        )}
      </span>
    </>
  );
}

function SideBySide({ link }: { link: LinkDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <Section title={t('persons.sideBySide')} hint={t('persons.sideBySideHint')}>
      <PlainTable
        label={t('persons.sideBySide')}
        isWordy
        head={[
          { key: 'field', title: t('persons.field') },
          { key: 'first', title: t('persons.first') },
          { key: 'second', title: t('persons.second') },
          { key: 'agreement', title: t('persons.agreement') },
        ]}
        rows={link.comparisons.map((line) => ({
          key: line.field,
          cells: [
            label('persons', `fields.${line.field}`),
            <RecordText key="first" text={line.first} />,
            <RecordText key="second" text={line.second} />,
            <Tag key="agreement" tone={toneOfAgreement(line.agreement)}>
              {label('persons', `agreements.${line.agreement}`)}
            </Tag>,
          ],
        }))}
      />
    </Section>
  );
}

function Steps({ link }: { link: LinkDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  if (link.steps.length === 0) return <p className={styles.minor}>{t('persons.noSteps')}</p>;
  return (
    <ul className={styles.line}>
      {link.steps.map((step) => (
        <li key={`${step.at}-${step.deed}`}>
          <span className="whole">{formatTime(step.at, language)}</span>
          <span>
            {label('persons', `steps.${step.deed}`)} → {label('persons', `states.${step.state}`)}
            {' · '}
            <RecordText text={step.by} />
            {step.reason && (
              <>
                <br />
                <RecordText text={step.reason} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Decided({ steps }: { steps: readonly LinkStep[] }) {
  const language = useLanguage();
  return (
    <>
      {steps.map((step) => (
        <span key={`${step.at}-${step.by}`} className={styles.decided}>
          <By name={step.by} time={formatTime(step.at, language)} />
        </span>
      ))}
    </>
  );
}

/** What a second person is asked for. */
const ASKED: Readonly<Record<string, 'persons.secondToLink' | 'persons.secondToPart' | 'persons.secondToRefuse'>> = { confirmed: 'persons.secondToLink', unlinking: 'persons.secondToPart', refusing: 'persons.secondToRefuse' };

/** What is to be done, by whom. */
function Next({ link }: { link: LinkDetail }) {
  const { t } = useTranslation();
  const asked = ASKED[link.state];
  return (
    <Section title={t('persons.decide')} hint={t('persons.decideHint')}>
      <div className={styles.stack}>
        {link.awaits_another && <Alert type="info" showIcon title={t('persons.awaitsAnother')} />}
        {!link.awaits_another && link.first_by && asked && <Alert type="warning" showIcon title={t(asked, { name: link.first_by })} />}
        {link.allowed.length === 0 ? <p className={styles.minor}>{t('persons.readOnly')}</p> : <StepForm key={link.id} link={link} />}
      </div>
    </Section>
  );
}

/** A pair of records. */
export default function PersonLinkPage() {
  const { t } = useTranslation();
  const year = useYear();
  const query = useLink(useParams().id ?? '');
  const link = query.data;
  const decided = link ? decidedBy(link) : [];
  return (
    <Page title={t('persons.one')} tabTitle={t('persons.one')} crumbs={[{ label: t('persons.title'), to: `/rounds/${year}/persons` }]}>
      <QueryView query={query} isFramed>
        {() =>
          link && (
            <>
              <Section title={t('persons.about')}>
                <Facts
                  facts={[
                    { label: t('persons.probability'), value: <Likelihood probability={link.probability} /> },
                    { label: t('persons.state'), isWide: true, value: <StateCell link={link} /> },
                    ...(decided.length > 0 ? [{ label: t('persons.decidedBy'), isWide: true, value: <Decided steps={decided} /> }] : []),
                    { label: t('persons.first'), isWide: true, value: <SideFact side={link.first} year={year} /> },
                    { label: t('persons.second'), isWide: true, value: <SideFact side={link.second} year={year} /> },
                  ]}
                />
              </Section>
              <SideBySide link={link} />
              <Section title={t('persons.evidence')} hint={t('persons.evidenceHint')}>
                <ul className={styles.reasons}>
                  {link.reasons.map((reason) => (
                    <li key={reason.en}>
                      <Tag tone={toneOfReason(reason.side)}>{t(`persons.sides.${reason.side}`)}</Tag>
                      <span>
                        <ReasonText reason={reason} />
                      </span>
                    </li>
                  ))}
                </ul>
              </Section>
              <Next link={link} />
              <Section title={t('persons.history')}>
                <Steps link={link} />
              </Section>
            </>
          )
        }
      </QueryView>
    </Page>
  );
}
