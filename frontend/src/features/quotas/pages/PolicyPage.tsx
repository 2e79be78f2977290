// What does a policy say, and what would a change of it do? Form and text, with a live preview; saving makes a new version.
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { newKey } from '../../../api/intent';
import { fieldFault } from '../../../api/problems';
import { useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Alert, Button, ButtonLink, Disclosure, Page, QueryView, RecordText, Section, TextArea, TextDiff, useProblemText } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { PolicyPreview, usePreview } from '../components/PolicyPreview';
import { PolicyText, type View } from '../components/PolicyText';
import styles from '../components/quotas.module.css';
import { MakeProposal } from '../components/MakeProposal';
import type { QuotaPolicyDetail } from '../contract';
import { policyFault } from '../fault';
import { usePresentProposal } from '../proposals';
import { useKeepPolicy, usePolicies, usePolicy } from '../queries';

/** The page of one policy; `new` begins with the newest. */
export default function PolicyPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { id = '' } = useParams();
  const [params] = useSearchParams();
  const newest = usePolicies();
  const source = id === 'new' ? (params.get('from') ?? newest.data?.[0]?.id ?? '') : id;
  const policy = usePolicy(source);
  const title = id === 'new' ? t('policy.write') : policy.data ? (language === 'en' ? policy.data.title_en : policy.data.title) : t('policy.policy');
  return (
    <Page
      crumbs={[{ label: t('policy.title'), to: '/quota/policies' }]}
      title={<RecordText text={title} />}
      tabTitle={title}
      lead={
        policy.data && (
          <>
            {id === 'new' && t('policy.startsFrom')}
            {policy.data.name} v{policy.data.version} · <RecordText text={nameIn(policy.data.names, policy.data.author)} /> · {formatTime(policy.data.created_at, language)}
            {id !== 'new' && (
              <>
                {' '}
                · <RecordText text={policy.data.note} />
              </>
            )}
          </>
        )
      }
      actions={
        policy.data &&
        id !== 'new' && (
          <>
            <ButtonLink to={`/quota/simulator?policy=${policy.data.id}`}>{t('policy.simulate')}</ButtonLink>
            <ButtonLink to={`/quota/backtest?policy=${policy.data.id}`}>{t('policy.backtest')}</ButtonLink>
            <MakeProposal policy={policy.data} />
          </>
        )
      }
    >
      <QueryView query={policy} rows={12} isFramed>
        {(found) => <Editor key={found.id} policy={found} />}
      </QueryView>
    </Page>
  );
}

const FIRST_TOTAL = 100;

function Editor({ policy }: { policy: QuotaPolicyDetail }) {
  const { t } = useTranslation();
  const mayWrite = isCast(useAccount());
  const [text, setText] = useState(policy.content);
  const [view, setView] = useState<View>('form');
  const total = usePresentProposal().data?.total ?? FIRST_TOTAL;
  const preview = usePreview(text, total);
  const isChanged = text !== policy.content;
  if (!mayWrite) {
    return (
      <Section title={t('policy.text')}>
        <pre className={styles.code}>{policy.content}</pre>
      </Section>
    );
  }
  return (
    <div className={styles.editor}>
      <div className={styles.column}>
        <Section title={t('policy.policy')}>
          <PolicyText text={text} base={policy.content} view={view} onView={setView} fault={preview.fault} onText={setText} />
        </Section>
      </div>
      <div className={`${styles.column} ${styles.benchSide}`}>
        <PolicyPreview preview={preview} />
        {isChanged && (
          <>
            <Section title={t('policy.saveTitle')}>
              <SavePolicy text={text} canSave={preview.query.isSuccess && preview.isSettled} onReset={() => setText(policy.content)} />
            </Section>
            <Section title={t('policy.changes')}>
              <Disclosure label={t('policy.showChanges')}>
                <TextDiff label={t('policy.changes')} before={policy.content} after={text} beforeTitle={`${policy.name} v${policy.version}`} afterTitle={t('policy.edited')} />
              </Disclosure>
            </Section>
          </>
        )}
      </div>
    </div>
  );
}

/** Why it was changed; a policy that the engine refuses cannot be stored. */
function SavePolicy({ text, canSave, onReset }: { text: string; canSave: boolean; onReset: () => void }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const navigate = useNavigate();
  const keep = useKeepPolicy();
  const [note, setNote] = useState('');
  const key = useRef(newKey());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (keep.isPending || !canSave || note.trim() === '') return;
    keep.mutate({ content: text, note, key: key.current }, { onSuccess: (kept) => void navigate(`/quota/policies/${kept.id}`), onError: () => (key.current = newKey()) });
  };
  return (
    <form className={styles.stack} onSubmit={submit}>
      {keep.isError && <Alert type="error" showIcon title={policyFault(keep.error)?.message ?? textOf(keep.error)} />}
      <TextArea label={t('policy.note')} name="note" rows={3} value={note} onChange={setNote} hint={t('policy.noteHint')} error={fieldFault(keep.error, '/note')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" disabled={!canSave || note.trim() === ''} aria-busy={keep.isPending}>
          {t('policy.save')}
        </Button>
        <Button onClick={onReset}>{t('policy.reset')}</Button>
      </div>
    </form>
  );
}
