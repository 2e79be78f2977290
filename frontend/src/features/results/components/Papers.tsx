// Which documents stand behind a release of awards, entered by one and confirmed by another?
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problems';
import { useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Button, By, Facts, Field, Input, RecordText, Tag, TextArea, Trouble } from '../../../shared/ui';
import { useAccount } from '../../identity/queries';
import { type ReleaseDetail, type ResultPaper, useConfirmPaper, useEnterPaper } from '../queries';
import { PAPERS } from '../words';
import styles from './results.module.css';

type Kind = (typeof PAPERS)[number];

/** The documents, those too that are missing. */
export function Papers({ release }: { release: ReleaseDetail }) {
  return (
    <div>
      {PAPERS.map((kind) => (
        <Paper key={kind} kind={kind} release={release} paper={release.papers.find((one) => one.kind === kind)} />
      ))}
    </div>
  );
}

function Paper({ kind, release, paper }: { kind: Kind; release: ReleaseDetail; paper: ResultPaper | undefined }) {
  const { t } = useTranslation();
  const [isEntering, setEntering] = useState(false);
  return (
    <article className={styles.paper}>
      <h3>{t(`results.papers.${kind}`)}</h3>
      <div className={styles.stack}>
        {paper ? <Entered paper={paper} /> : <p className={styles.minor}>{t(kind === 'council_limits' ? 'results.limitsHint' : 'results.paperMissing')}</p>}
        {release.may.change && !isEntering && (
          <div className={styles.buttons}>
            {paper && !paper.confirmed_by && <Confirm kind={kind} release={release} paper={paper} />}
            <Button onClick={() => setEntering(true)}>{t(paper ? 'results.paperAgain' : 'results.paperEnter')}</Button>
          </div>
        )}
        {isEntering && <PaperForm kind={kind} id={release.id} known={paper} onDone={() => setEntering(false)} />}
      </div>
    </article>
  );
}

function Entered({ paper }: { paper: ResultPaper }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <>
      <Facts
        facts={[
          { label: t('results.documentNumber'), value: <RecordText text={paper.document_number} /> },
          { label: t('results.dated'), value: paper.dated },
          { label: t('results.enteredBy'), value: <By name={paper.entered_by} time={formatTime(paper.entered_at, language)} /> },
          {
            label: t('results.confirmedBy'),
            value: paper.confirmed_by ? <By name={paper.confirmed_by} time={formatTime(paper.confirmed_at, language)} /> : <Tag tone="gold">{t('results.unconfirmed')}</Tag>,
          },
        ]}
      />
      <p className={styles.text}>
        <RecordText text={paper.text} />
      </p>
    </>
  );
}

function Confirm({ kind, release, paper }: { kind: Kind; release: ReleaseDetail; paper: ResultPaper }) {
  const { t } = useTranslation();
  const account = useAccount();
  const confirm = useConfirmPaper(release.id, kind);
  if (paper.entered_by === account?.username) return <span className={styles.minor}>{t('results.ownPaper')}</span>;
  return (
    <>
      <Button type="primary" aria-busy={confirm.isPending} onClick={() => !confirm.isPending && confirm.mutate(paper.version)}>
        {t('results.paperConfirm')}
      </Button>
      <Trouble error={confirm.error} stale={t('results.stale')} />
    </>
  );
}

function PaperForm({ kind, id, known, onDone }: { kind: Kind; id: string; known: ResultPaper | undefined; onDone: () => void }) {
  const { t } = useTranslation();
  const enter = useEnterPaper(id, kind);
  const [number, setNumber] = useState(known?.document_number ?? '');
  const [dated, setDated] = useState<string>(known?.dated ?? '');
  const [text, setText] = useState(known?.text ?? '');
  const [isTried, setTried] = useState(false);
  const isFit = number.trim() !== '' && dated !== '' && text.trim() !== '';
  const needed = (value: string, pointer: string) => (isTried && value.trim() === '' ? t('results.needed') : fieldFault(enter.error, pointer));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isFit && !enter.isPending) enter.mutate({ document_number: number.trim(), dated, text: text.trim(), version: known?.version ?? 0 }, { onSuccess: onDone });
  };
  return (
    <form className={styles.form} aria-label={t(`results.papers.${kind}`)} onSubmit={submit} noValidate>
      <div className={styles.fields}>
        <Field label={t('results.documentNumber')} error={needed(number, '/document_number')}>
          {(wiring) => <Input {...wiring} name="document_number" maxLength={100} value={number} onChange={(event) => setNumber(event.target.value)} />}
        </Field>
        <Field label={t('results.dated')} error={needed(dated, '/dated')}>
          {(wiring) => <Input {...wiring} type="date" name="dated" value={dated} onChange={(event) => setDated(event.target.value)} />}
        </Field>
      </div>
      <TextArea label={t('results.paperText')} hint={kind === 'council_limits' ? t('results.limitsForm') : undefined} name="text" rows={kind === 'council_limits' ? 6 : 3} isCode={kind === 'council_limits'} value={text} onChange={setText} error={needed(text, '/text')} />
      <Trouble error={enter.error} stale={t('results.stale')} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" aria-busy={enter.isPending}>
          {t('results.paperSave')}
        </Button>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
