// What does the society hold in its hands? Each submission's receipt: to read, print, keep and check offline.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { useNameOf } from '../../../shared/names';
import { save } from '../../../shared/save';
import { formatTime } from '../../../shared/time';
import { Button, Disclosure, type Fact, Facts, RecordText, Section } from '../../../shared/ui';
import { inFours, shortened } from './findings';
import styles from './submission.module.css';
import type { DossierSubmission, Receipt } from './types';

/** The receipts of a dossier, newest first. */
export function Receipts({ id, submissions }: { id: string; submissions: readonly DossierSubmission[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [newest, ...older] = submissions;
  if (newest === undefined) return null;
  return (
    <Section id="receipt" title={t('submission.receipts')} hint={t('submission.attempts', { count: submissions.length })}>
      <div className={styles.stack}>
        <ReceiptSheet id={id} submission={newest} />
        {older.map((one) => (
          <Disclosure key={one.id} label={t('submission.earlier', { attempt: one.attempt, time: formatTime(one.at, language) })}>
            <ReceiptSheet id={id} submission={one} isOld />
          </Disclosure>
        ))}
      </div>
    </Section>
  );
}

function ReceiptSheet({ id, submission, isOld = false }: { id: string; submission: DossierSubmission; isOld?: boolean }) {
  const { t } = useTranslation();
  const [isPrinting, print] = usePrinting();
  const { statement } = submission.receipt;
  return (
    <article className={styles.receipt} data-printing={isPrinting} aria-label={t('submission.receiptOf', { attempt: submission.attempt })}>
      <p className={styles.onPaper}>{t('brand.line')}</p>
      <header className={styles.receiptHead}>
        <h3>{t('submission.receipt')}</h3>
        <span className={styles.minor}>{t('submission.attempt', { attempt: statement.attempt })}</span>
      </header>
      <Facts facts={useStated(submission)} />
      <Signed receipt={submission.receipt} />
      <div className={styles.receiptFoot}>
        <Button onClick={() => saveReceipt(submission.receipt, t('submission.fileName', { number: statement.number, attempt: statement.attempt }))}>{t('submission.download')}</Button>
        {/* The archive is of the dossier as it stands, which is that of its newest receipt only. */}
        {!isOld && <Button href={`/api/v1/dossiers/${id}/archive?files=true`}>{t('submission.archive')}</Button>}
        <Button onClick={print}>{t('submission.print')}</Button>
      </div>
      <Verify />
    </article>
  );
}

/** What a receipt states, as it is read. */
function useStated(submission: DossierSubmission): Fact[] {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const nameOf = useNameOf();
  const { statement } = submission.receipt;
  const award = [label('category', statement.category), label('grade', statement.grade)].filter((word) => word !== '').join(t('common.separator'));
  return [
    { label: t('submission.number'), value: <strong className={styles.number}>{statement.number}</strong> },
    { label: t('submission.at'), value: t('submission.beijing', { time: formatTime(statement.submitted_at, language, true) }) },
    { label: t('submission.by'), value: <RecordText text={nameOf(submission.by)} /> },
    { label: t('submission.title'), value: <RecordText text={statement.title} />, isWide: true },
    { label: t('submission.society'), value: <RecordText text={statement.society} /> },
    { label: t('submission.award'), value: award },
    { label: t('submission.attachments'), value: t('submission.attachmentsOf', { count: statement.attachments, version: statement.version }) },
    { label: t('submission.ruleSet'), value: <RecordText text={statement.rule_set.name} /> },
    // Receipts of before the rules were stated lack them.
    ...(statement.rule_book ? [{ label: t('submission.ruleBook'), value: <RecordText text={`${statement.rule_book.name} · ${shortened(statement.rule_book.digest)}`} /> }] : []),
    { label: t('submission.forAPerson'), value: submission.for_a_person === 0 ? t('submission.nothing') : t('submission.rulesLeft', { count: submission.for_a_person }) },
    { label: t('submission.digest'), value: <span className={styles.digest}>{inFours(statement.digest)}</span>, isWide: true },
  ];
}

function Signed({ receipt }: { receipt: Receipt }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.signed}>
      <Copied label={t('submission.signature')} text={receipt.signature} />
      <Copied label={t('submission.publicKey')} text={receipt.public_key} />
    </dl>
  );
}

/** A long text, short on screen and whole on paper, to be copied whole. */
function Copied({ label, text }: { label: string; text: string }) {
  const { t } = useTranslation();
  const [told, setTold] = useState('');
  const [isWhole, setWhole] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setTold(t('submission.copied'));
    } catch {
      // Without a secure connection browsers copy nothing: shown whole, it can be marked by hand.
      setWhole(true);
      setTold(t('submission.copyByHand'));
    }
  };
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span className={styles.onScreen}>
          <code>{isWhole ? text : shortened(text)}</code>{' '}
          <Button size="small" onClick={() => void copy()}>
            {t('submission.copy')}
            <span className="visually-hidden">
              {t('common.colon')}
              {label}
            </span>
          </Button>{' '}
          <span role="status" className={styles.minor}>
            {told}
          </span>
        </span>
        <code className={styles.onPaper}>{text}</code>
      </dd>
    </div>
  );
}

/** How anyone checks a receipt without this server. */
function Verify() {
  const { t } = useTranslation();
  return (
    <div className={styles.verify}>
      <p>{t('submission.verify')}</p>
      <code>
        laurel verify <var>{t('submission.verifyFile')}</var>
      </code>
      <p>{t('submission.verifyArchive')}</p>
      <code>
        laurel verify <var>{t('submission.verifyArchiveFile')}</var> --receipt <var>{t('submission.verifyFile')}</var>
      </code>
    </div>
  );
}

/** Prints one receipt by itself. */
function usePrinting(): [boolean, () => void] {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    if (!isPrinting) return undefined;
    const end = () => setPrinting(false);
    window.addEventListener('afterprint', end);
    window.print();
    return () => window.removeEventListener('afterprint', end);
  }, [isPrinting]);
  return [isPrinting, () => setPrinting(true)];
}

/** Gives the receipt as a file: exactly what was signed, with its signature. */
export function saveReceipt(receipt: Receipt, name: string): void {
  save(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }), name);
}
