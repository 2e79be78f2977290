// How do two people see who objected? One asks, another grants, and it is shown once to the one who asked.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Button, Facts, OptionGroup, RecordText, Section, Tag, TextArea, useProblemText } from '../../../shared/ui';
import { type IdentityRequest, type ObjectionDetail, type ObjectorIdentity, useOpenIdentity } from '../queries';
import { DeedForm } from './Deeds';
import styles from './objections.module.css';

const LEAST = 10;

function Asking({ objection }: { objection: ObjectionDetail }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <DeedForm objection={objection} send={t('objection.identity.ask')} isFit={reason.trim().length >= LEAST} deed={() => ({ what: 'askIdentity', body: { reason } })} onDone={() => setReason('')}>
      <TextArea label={t('objection.identity.reason')} hint={t('objection.identity.reasonHint')} name="identity" value={reason} onChange={setReason} />
    </DeedForm>
  );
}

function Answering({ objection, request }: { objection: ObjectionDetail; request: IdentityRequest }) {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState<'yes' | 'no' | undefined>(undefined);
  const [reason, setReason] = useState('');
  return (
    <DeedForm
      objection={objection}
      send={t('objection.identity.answer')}
      isFit={verdict !== undefined && reason.trim().length >= LEAST}
      deed={() => ({ what: 'answerIdentity', request: request.id, body: { is_granted: verdict === 'yes', reason } })}
    >
      <OptionGroup
        label={t('objection.identity.question')}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`objection.identity.verdicts.${value}`) }))}
        chosen={verdict === undefined ? [] : [verdict]}
        onChange={([chosen]) => setVerdict(chosen as typeof verdict)}
      />
      <TextArea label={t('objection.reason')} name="answer" value={reason} onChange={setReason} />
    </DeedForm>
  );
}

function Shown({ identity }: { identity: ObjectorIdentity }) {
  const { t } = useTranslation();
  return (
    <div className={styles.identity} role="status">
      <Facts
        facts={[
          { label: t('objection.identity.name'), value: <RecordText text={identity.name} /> },
          { label: t('objection.identity.unit'), value: <RecordText text={identity.unit} /> },
          { label: t('objection.identity.telephone'), value: identity.telephone },
          { label: t('objection.identity.email'), value: identity.email },
          { label: t('objection.identity.consent'), value: t(identity.may_be_named ? 'objection.identity.yes' : 'objection.identity.no') },
        ]}
      />
      <p className={styles.minor}>{t('objection.identity.once')}</p>
    </div>
  );
}

/** The requests to see who objected, with what the reader may do about each. */
export function IdentityRequests({ objection, username, mayOpen }: { objection: ObjectionDetail; username: string; mayOpen: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const textOf = useProblemText();
  const open = useOpenIdentity(objection);
  const { identity_requests: requests, names } = objection;
  if (!objection.is_named) return null;
  return (
    <Section title={t('objection.identity.title')} hint={t('objection.identity.hint')}>
      <div className={styles.stack}>
        {requests.map((request) => (
          <div key={request.id} className={styles.task}>
            <div className={styles.head}>
              <Tag tone={request.state === 'asked' ? 'gold' : request.state === 'granted' ? 'red' : 'neutral'}>{label('objection', `identity.states.${request.state}`)}</Tag>
              <span>
                <RecordText text={names[request.asked_by] ?? request.asked_by} /> · {formatTime(request.asked_at, language)}
              </span>
              {request.open_until && request.state === 'granted' && <span className={styles.minor}>{t('objection.identity.openUntil', { time: formatTime(request.open_until, language) })}</span>}
            </div>
            <div className={styles.quote}>
              <RecordText text={request.reason} />
            </div>
            {request.answered_by && (
              <div className={styles.minor}>
                <RecordText text={names[request.answered_by] ?? request.answered_by} />
                {t('common.colon')}
                <RecordText text={request.answer} />
              </div>
            )}
            {mayOpen && request.state === 'asked' && request.asked_by !== username && <Answering objection={objection} request={request} />}
            {mayOpen && request.state === 'granted' && request.asked_by === username && (
              <div>
                <Button danger aria-busy={open.isPending} onClick={() => open.mutate(request.id)}>
                  {t('objection.identity.open')}
                </Button>
              </div>
            )}
          </div>
        ))}
        {open.data && <Shown identity={open.data} />}
        {open.isError && <Alert type="error" showIcon title={textOf(open.error)} />}
        {requests.length === 0 && <p className={styles.minor}>{t('objection.identity.none')}</p>}
        {mayOpen && requests.every((request) => request.state !== 'asked') && <Asking objection={objection} />}
      </div>
    </Section>
  );
}
