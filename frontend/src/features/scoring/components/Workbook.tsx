// How are short sheets judged without a network? Taken along as a workbook, brought back, looked at before they are kept.
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newKey } from '../../../api/intent';
import { useBilingual } from '../../../shared/i18n';
import { Button, PlainTable, RecordText, Section, Tag, Trouble } from '../../../shared/ui';
import { useCheckWorkbook, useDownload, useTakeWorkbook } from '../queries';
import type { ScoringPhase, WorkbookRow } from '../types';
import { totalText } from '../words';
import styles from './scoring.module.css';

const points = (total: number | null | undefined) => totalText(total === null || total === undefined ? undefined : total / 100);

/** The workbook of a phase: out, and back in. */
export function Workbook({ phase }: { phase: ScoringPhase }) {
  const { t } = useTranslation();
  const id = useId();
  const download = useDownload();
  const check = useCheckWorkbook();
  const taking = useTakeWorkbook();
  const [file, setFile] = useState<File>();
  // One intention a file: trying again does not keep it twice.
  const key = useRef(newKey());
  const pick = (picked: File | undefined) => {
    setFile(picked);
    key.current = newKey();
    check.reset();
    taking.reset();
    if (picked !== undefined) check.mutate(picked);
  };
  const rows = check.data?.rows;
  const count = rows?.filter((row) => row.is_changed && !row.fault).length ?? 0;
  const error = taking.error ?? check.error ?? download.error;
  return (
    <Section title={t('scoring.workbook.title')} hint={t('scoring.workbook.hint')}>
      <div className={styles.buttons}>
        <Button aria-busy={download.isPending} onClick={() => download.isPending || download.mutate(phase.id)}>
          {t('scoring.workbook.download')}
        </Button>
      </div>
      <label htmlFor={id}>{t('scoring.workbook.back')}</label>
      <input
        id={id}
        type="file"
        className={styles.file}
        accept=".xlsx"
        // The same file is picked again once it was mended; a browser tells only of another.
        onClick={(event) => {
          event.currentTarget.value = '';
        }}
        onChange={(event) => pick(event.target.files?.[0])}
      />
      <Trouble error={error} stale={t('scoring.stale')} />
      {rows && !taking.isSuccess && (
        <>
          <Changes rows={rows} />
          <div className={styles.buttons}>
            <Button type="primary" disabled={count === 0} aria-busy={taking.isPending} onClick={() => file !== undefined && !taking.isPending && taking.mutate({ file, key: key.current })}>
              {t('scoring.workbook.take', { count })}
            </Button>
          </div>
        </>
      )}
      <p role="status">{check.isPending && t('common.loading')}{taking.isSuccess && t('scoring.workbook.taken', { kept: taking.data.kept, refused: taking.data.refused })}</p>
    </Section>
  );
}

/** What a workbook would change. */
function Changes({ rows }: { rows: readonly WorkbookRow[] }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const telling = rows.filter((row) => row.is_changed || row.fault);
  if (telling.length === 0) return <p>{t('scoring.workbook.nothing')}</p>;
  return (
    <PlainTable
      label={t('scoring.workbook.changes')}
      head={[
        { key: 'line', title: t('scoring.workbook.line'), isEnd: true },
        { key: 'project', title: t('scoring.project') },
        { key: 'before', title: t('scoring.workbook.before'), isEnd: true },
        { key: 'after', title: t('scoring.workbook.after'), isEnd: true },
        { key: 'what', title: t('scoring.stateHead') },
      ]}
      rows={telling.map((row) => ({
        key: String(row.line),
        cells: [row.line, <RecordText key="title" text={row.title} />, points(row.before?.total), points(row.after?.total), row.fault ? <Tag key="fault" tone="red">{bilingual(row.fault.message)}</Tag> : <Tag key="fits" tone="green">{t('scoring.workbook.fits')}</Tag>],
      }))}
    />
  );
}
