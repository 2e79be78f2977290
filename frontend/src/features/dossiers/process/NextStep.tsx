// What is to be done next, by whom, and why by somebody else? In words, with the buttons of who may.
import { useTranslation } from 'react-i18next';
import type { ProcessView } from '../../../api/types';
import { useBilingual } from '../../../shared/i18n';
import { useNameOf } from '../../../shared/names';
import { Alert, Button, ButtonLink, Disclosure, RecordText, Section } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import type { Timed } from '../queries';
import { Deadline } from './Deadline';
import styles from './process.module.css';
import { usePass, useRequestReview, useReturn, useTakeBack } from './queries';
import { StepRefusal } from './StepRefusal';
import { TextForm } from './TextForm';

/** The sentence about what comes next. */
function useSentence(process: ProcessView): string {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  switch (process.state) {
    case 'draft':
      return process.faults > 0 ? t('process.next.draftFaults', { count: process.faults }) : t('process.next.draft');
    case 'internal_review':
      return process.category === 'INT' ? t('process.next.reviewInt') : t('process.next.review', { by: nameOf(process.requested_by) });
    case 'internal_publicity':
      if (!process.publicity) return t('process.next.publicity');
      if (!process.publicity.closed_at) return t('process.next.running', { day: process.publicity.ends_on });
      return process.publicity.is_clear ? t('process.next.council') : t('process.next.objections');
    case 'council_approved':
      return t(process.way.includes('recommended') ? 'process.next.recommend' : 'process.next.submit');
    case 'recommended':
    case 'return_asked':
      return t('process.next.recommended');
    case 'submitted':
      return t('process.next.submitted');
    default:
      return t('process.next.beyond');
  }
}

/** What comes next. */
export function NextStep({ process }: { process: Timed<ProcessView> }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const account = useAccount();
  const { id, may, next, version } = process;
  const [request, pass, giveBack, takeBack] = [useRequestReview(id), usePass(id), useReturn(id), useTakeBack(id)];
  const isAtSubmission = ['council_approved', 'recommended', 'return_asked', 'submitted'].includes(process.state);
  // What was submitted goes back by a withdrawal, which another person grants.
  const mayTakeBack = may.take_back && process.state !== 'submitted';
  const isOwnRequest = process.state === 'internal_review' && process.requested_by === account?.username;
  return (
    <Section title={t('process.nextTitle')}>
      <div className={styles.stack}>
        <p className={styles.sentence}>
          <RecordText text={useSentence(process)} />
        </p>
        {isOwnRequest && <Alert type="info" showIcon title={t('process.twoPersons')} />}
        <Deadline year={process.round} offsetMs={process.offsetMs} opensAt={process.opens_at} closesAt={process.closes_at} />
        <div className={styles.buttons}>
          {may.request_review && (
            <TextForm isPrimary isOptional open={t('process.requestReview')} label={t('process.noteToApprover')} send={t('process.requestReview')} isPending={request.isPending} refusal={<StepRefusal id={id} of={request} />} onSend={(note) => request.mutate({ version, note })} />
          )}
          {may.pass && (
            <Button type="primary" aria-busy={pass.isPending} onClick={() => !pass.isPending && pass.mutate(version)}>
              {t('process.pass')}
            </Button>
          )}
          {may.send_back && <TextForm isDanger open={t('process.sendBack')} label={t('process.reason')} send={t('process.sendBack')} isPending={giveBack.isPending} refusal={<StepRefusal id={id} of={giveBack} />} onSend={(reason) => giveBack.mutate({ version, reason })} />}
          {isAtSubmission && <ButtonLink to={`/dossiers/${id}/submission`}>{t('dossier.tabs.submission')}</ButtonLink>}
          {mayTakeBack && <TextForm isDanger open={t('process.takeBack')} label={t('process.takeBackReason')} send={t('process.takeBack')} isPending={takeBack.isPending} refusal={<StepRefusal id={id} of={takeBack} />} onSend={(reason) => takeBack.mutate({ version, reason })} />}
        </div>
        <StepRefusal id={id} of={pass} />
        {next.length > 0 && (
          <Disclosure label={t('process.rules')}>
            <ul className={styles.steps}>
              {next.map((step) => (
                <li key={step.to}>
                  <span>
                    {t('process.rule', { to: bilingual(step.to_name), who: bilingual(step.who_name), clause: step.clause })}
                  </span>
                  {step.guards.length > 0 && <span className={styles.minor}>{step.guards.map((guard) => bilingual(guard.what)).join(t('process.semicolon'))}</span>}
                </li>
              ))}
            </ul>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}
