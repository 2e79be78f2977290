// Who of a list of names may be invited? Pasted, checked against every nomination of the round, nothing kept.
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useYear } from '../../../shared/address';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatCount, formatShare } from '../../../shared/time';
import { Button, type Column, DataTable, Disclosure, Page, RecordText, Section, Stats, Tag, TextArea, toneOfSeverity } from '../../../shared/ui';
import styles from '../components/recusals.module.css';
import { RecusalTabs } from '../components/Tabs';
import { Trouble } from '../components/Trouble';
import { useCheck } from '../queries';
import type { Check, CheckRow } from '../types';
import { toneOfGrade } from '../words';

const GRADES = ['hard', 'soft', 'clean', 'unreadable'] as const;

/** The page of the batch check. */
export default function CheckPage() {
  const { t } = useTranslation();
  const year = useYear();
  const check = useCheck(year);
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== '' && !check.isPending) check.mutate(text);
  };
  return (
    <Page title={t('recusals.check.title')} tabTitle={t('recusals.check.title')} lead={t('recusals.check.lead')}>
      <RecusalTabs year={year} />
      <Section title={t('recusals.check.names')}>
        <form className={styles.form} onSubmit={submit} noValidate>
          <TextArea label={t('recusals.check.label')} name="names" rows={8} value={text} hint={t('recusals.check.hint')} placeholder={t('recusals.check.placeholder')} error={isTried && text.trim() === '' ? t('recusals.check.empty') : undefined} onChange={setText} />
          <Trouble error={check.error} />
          <div className={styles.buttons}>
            <Button type="primary" htmlType="submit" aria-busy={check.isPending}>
              {check.isPending ? t('recusals.check.checking') : t('recusals.check.send')}
            </Button>
          </div>
        </form>
      </Section>
      {check.data && <Result year={year} check={check.data} />}
    </Page>
  );
}

function Result({ year, check }: { year: number; check: Check }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [grade, setGrade] = useState<(typeof GRADES)[number]>();
  const [isCopied, setCopied] = useState(false);
  const columns = useColumns(year);
  const rows = check.rows.filter((row) => grade === undefined || row.grade === grade);
  const clean = check.rows.filter((row) => row.grade === 'clean');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(clean.map((row) => [row.name, row.unit ?? ''].join('\t')).join('\n'));
      setCopied(true);
    } catch {
      // Not allowed, or the page came without TLS: the names stand in the list.
      setCopied(false);
    }
  };
  return (
    <Section title={t('recusals.check.result')} hint={t('recusals.check.resultHint')}>
      <div className={styles.stack}>
        <div role="status">
          <Stats stats={[{ label: t('recusals.check.lines'), value: formatCount(check.counts.lines, language) }, ...GRADES.map((each) => ({ label: t(`recusals.check.grades.${each}`), value: formatCount(check.counts[each], language) }))]} />
        </div>
        <fieldset className={styles.chips} aria-label={t('recusals.check.grade')}>
          {([undefined, ...GRADES] as const).map((each) => (
            <button key={each ?? 'all'} type="button" className={styles.chip} aria-pressed={grade === each} onClick={() => setGrade(each)}>
              {each === undefined ? t('common.all') : t(`recusals.check.grades.${each}`)}
            </button>
          ))}
        </fieldset>
        <DataTable label={t('recusals.check.result')} columns={columns} rows={rows} rowKey={(row) => String(row.line)} />
        {clean.length > 0 && (
          <div className={styles.buttons}>
            <Button onClick={() => void copy()}>{t('recusals.check.copy', { count: clean.length })}</Button>
            <span role="status" className={styles.minor}>
              {isCopied && t('recusals.check.copied')}
            </span>
          </div>
        )}
      </div>
    </Section>
  );
}

function useColumns(year: number): Column<CheckRow>[] {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  return [
    { key: 'line', title: t('recusals.check.line'), width: 64, onPhone: 'hidden', render: (row) => row.line },
    {
      key: 'name',
      title: t('recusals.check.name'),
      width: 220,
      onPhone: 'title',
      render: (row) => (
        <>
          {row.expert ? (
            <Link to={`/experts/${row.expert.id}`}>
              <RecordText text={row.name} />
            </Link>
          ) : (
            <RecordText text={row.name} />
          )}
          <span className={styles.line}>
            <RecordText text={row.unit ?? row.expert?.unit} />
          </span>
        </>
      ),
    },
    { key: 'grade', title: t('recusals.check.grade'), width: 120, render: (row) => <Tag tone={toneOfGrade(row.grade)}>{label('recusals', `check.grades.${row.grade}`)}</Tag> },
    {
      key: 'touched',
      title: t('recusals.check.touched'),
      width: 150,
      render: (row) =>
        row.grade === 'unreadable' ? (
          ''
        ) : (
          <>
            {t('recusals.check.barred', { count: row.nominations_barred })}
            <span className={styles.line}>{t('recusals.check.flagged', { count: row.nominations_flagged })}</span>
          </>
        ),
    },
    {
      key: 'why',
      title: t('recusals.check.why'),
      render: (row) => (
        <>
          {(row.note_zh || row.note_en) && <RecordText text={bilingual({ zh: row.note_zh ?? '', en: row.note_en ?? '' })} />}
          {row.reasons.length > 0 && <Why row={row} year={year} />}
          {row.reasons.length === 0 && !row.note_zh && row.grade === 'clean' && t('recusals.check.nothing')}
        </>
      ),
    },
  ];
}

function Why({ row, year }: { row: CheckRow; year: number }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const label = useLabel();
  return (
    <Disclosure label={t('recusals.check.reasons', { count: row.reasons.length })} about={<RecordText text={row.name} />}>
      <ul className={styles.reasons}>
        {row.reasons.map((reason) => (
          <li key={`${reason.kind} ${reason.nomination.id} ${reason.zh}`}>
            <Tag tone={toneOfSeverity(reason.severity)}>{label('severity', reason.severity)}</Tag> <strong>{bilingual({ zh: reason.kind_zh, en: reason.kind_en })}</strong>{' '}
            <span className={styles.minor}>{t('candidate.confidence', { value: formatShare(reason.confidence) })}</span>
            <span className={styles.line}>
              <Link to={`/rounds/${year}/nominations/${reason.nomination.id}`}>
                <RecordText text={reason.nomination.title} />
              </Link>
            </span>
            <RecordText text={bilingual(reason)} />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
