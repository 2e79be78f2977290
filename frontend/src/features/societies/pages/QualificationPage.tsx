// How does one application for the right to nominate stand? Filled in, checked, decided, appealed: the same page for each, with what the reader may do.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { Names, useNameOf } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, Days, EmptyState, Facts, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { CriterionCard } from '../components/CriterionCard';
import { FormDialog, orNull } from '../components/FormDialog';
import styles from '../components/societies.module.css';
import { toneOfAlert, toneOfQualification } from '../labels';
import { changes, type QualificationDetail, useQualification, useQualificationChange } from '../queries';

type NextStep = QualificationDetail['next_steps'][number];

const DANGER = ['refuse', 'revoke', 'suspend', 'dismiss_appeal', 'withdraw'];

function StepForm({ application, step, onClose }: { application: QualificationDetail; step: NextStep; onClose: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const change = useQualificationChange(application.id);
  const name = label('qualification', `steps.${step.step}`);
  return (
    <FormDialog
      title={name}
      submit={name}
      isDanger={DANGER.includes(step.step)}
      version={application.version}
      initial={{ reason: '' }}
      fields={[{ name: 'reason', label: t('qualification.reason'), kind: 'area', isRequired: step.needs_reason }]}
      note={() => <p className={styles.minor}>{label('qualification', `stepNotes.${step.step}`).replace(/^stepNotes\..*$/, '')}</p>}
      send={(values, _key, version) => change(changes.step(application.id, version, { step: step.step, reason: orNull(values.reason) }))}
      onClose={onClose}
    />
  );
}

function Steps({ application }: { application: QualificationDetail }) {
  const { t } = useTranslation();
  const label = useLabel();
  const [chosen, setChosen] = useState<NextStep>();
  const names = new Map(application.items.map((item) => [item.criterion, item.name]));
  if (application.next_steps.length === 0) return null;
  return (
    <Section title={t('qualification.next')}>
      {chosen && <StepForm application={application} step={chosen} onClose={() => setChosen(undefined)} />}
      <div className={styles.stack}>
        {application.next_steps.map((step, index) => (
          <div key={step.step} className={styles.line}>
            <Button
              type={index === 0 && !step.blocked ? 'primary' : 'default'}
              danger={DANGER.includes(step.step)}
              disabled={step.blocked !== null && step.blocked !== undefined}
              onClick={() => setChosen(step)}
            >
              {label('qualification', `steps.${step.step}`)}
            </Button>
            {step.blocked && (
              <span className={styles.minor}>
                {step.blocked}
                {step.criteria.length > 0 && `${t('common.colon')}${step.criteria.map((criterion) => names.get(criterion) ?? criterion).join(t('common.separator'))}`}
              </span>
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}

function Taker({ name }: { name: string }) {
  const nameOf = useNameOf();
  return <RecordText text={nameOf(name)} />;
}

/** One application. */
export default function QualificationPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const { id = '' } = useParams();
  const query = useQualification(id);
  const application = query.data;
  const title = application ? `${application.society.name} · ${t('qualification.title')}` : t('qualification.title');
  return (
    <Page
      title={
        application ? (
          <>
            <RecordText text={application.society.name} /> · {t('qualification.title')}
          </>
        ) : (
          title
        )
      }
      tabTitle={title}
      crumbs={application ? [{ label: application.society.name, to: `/societies/${application.society.society_id}/qualification` }] : []}
      lead={
        application && (
          <span className={styles.line}>
            <Tag tone={toneOfQualification(application.state)}>{label('qualification', `states.${application.state}`)}</Tag>
            {application.alert && <Tag tone={toneOfAlert(application.alert)}>{label('societies', `alert.${application.alert}`)}</Tag>}
          </span>
        )
      }
    >
      <QueryView query={query} isFramed rows={10}>
        {(found) => (
          <Names value={found.names}>
            <div className={styles.stack}>
              <Section title={t('qualification.summary')}>
                <Facts
                  facts={[
                    { label: t('qualification.standing'), value: label('societies', `standing.${found.standing}`) },
                    { label: t('qualification.term'), value: found.valid_from && found.valid_to ? <Days from={found.valid_from} to={found.valid_to} /> : '—' },
                    { label: t('qualification.criteria'), value: found.criteria_version },
                    ...(found.appeal_until ? [{ label: t('qualification.appealUntil'), value: found.appeal_until }] : []),
                    ...(found.renews ? [{ label: t('qualification.kind'), value: t('qualification.renewal') }] : []),
                  ]}
                />
              </Section>
              <Steps application={found} />
              <Section title={t('qualification.checklist')} hint={t('qualification.checklistHint')}>
                <div>
                  {found.items.map((item) => (
                    <CriterionCard key={item.criterion} application={found} item={item} />
                  ))}
                </div>
              </Section>
              <Section title={t('qualification.log')}>
                {found.steps.length === 0 ? (
                  <EmptyState title={t('qualification.noSteps')} />
                ) : (
                  <ol className={styles.events}>
                    {found.steps.map((step) => (
                      <li key={`${step.step} ${step.taken_at}`}>
                        <span>{formatTime(step.taken_at, language)}</span>
                        <span>
                          <strong>{label('qualification', `steps.${step.step}`)}</strong> → {label('qualification', `states.${step.to_state}`)}
                          {step.reason && (
                            <>
                              <br />
                              <RecordText text={step.reason} />
                            </>
                          )}
                          <span className={styles.minor}>
                            <br />
                            <Taker name={step.taken_by} />
                          </span>
                        </span>
                      </li>
                    ))}
                  </ol>
                )}
              </Section>
            </div>
          </Names>
        )}
      </QueryView>
    </Page>
  );
}
