// Which files has the dossier? Number, what was found, who names it, and what can be done with each.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Attachment, NominationForm } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { formatCount, formatTime } from '../../../shared/time';
import { Alert, Button, type Column, DataTable, RecordText, useProblemText } from '../../../shared/ui';
import styles from './attachments.module.css';
import { DropZone } from './DropZone';
import { usePreview } from './preview';
import { fileAddress, useRemoveAttachment } from './queries';
import { useSendFiles } from './transfers';
import { Verdicts } from './Verdicts';
import { fieldLink, formatBytes, kindOf, useFieldName } from './words';

/** The fields that name a file, each a way to it. */
export function NamedBy({ dossier, form, addresses }: { dossier: string; form: NominationForm | undefined; addresses: readonly string[] }) {
  const { t } = useTranslation();
  const name = useFieldName(form);
  if (addresses.length === 0) return <span className={styles.minor}>{t('attachment.namedByNone')}</span>;
  return (
    <ul className={styles.plainList}>
      {(form === undefined ? [] : addresses).map((address) => (
        <li key={address}>
          <Link to={fieldLink(dossier, address)}>{name(address)}</Link>
        </li>
      ))}
    </ul>
  );
}

function Deeds({ dossier, file, kinds, mayEdit, mayProve, onRemove }: { dossier: string; file: Attachment; kinds: readonly string[]; mayEdit: boolean; mayProve: boolean; onRemove: () => void }) {
  const { t } = useTranslation();
  const { show } = usePreview();
  const send = useSendFiles(dossier);
  const { number } = file;
  return (
    <span className={styles.buttons}>
      <Button size="small" onClick={() => show(number)} aria-label={t('attachment.previewOf', { number })}>
        {t('attachment.preview')}
      </Button>
      {mayEdit && !file.is_proof && (
        <DropZone isPlain kinds={kinds} wiring={{ 'aria-label': t('attachment.replaceOf', { number }) }} onFiles={(picked) => send(picked, { replaces: number })}>
          {t('attachment.replace')}
        </DropZone>
      )}
      {(mayEdit || mayProve) && file.named_by.length === 0 && !file.is_proof && (
        <Button size="small" type="text" danger onClick={onRemove} aria-label={t('attachment.removeOf', { number })}>
          {t('attachment.remove')}
        </Button>
      )}
    </span>
  );
}

/** The files of a dossier. */
export function AttachmentTable(props: { dossier: string; form: NominationForm | undefined; files: readonly Attachment[]; kinds: readonly string[]; mayEdit: boolean; mayProve: boolean }) {
  const { dossier, form, files, kinds, mayEdit, mayProve } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const problemText = useProblemText();
  const remove = useRemoveAttachment(dossier);
  const [asked, setAsked] = useState<number>();
  const columns: readonly Column<Attachment>[] = [
    { key: 'number', title: t('attachment.columns.number'), width: 56, render: (file) => file.number },
    {
      key: 'name',
      title: t('attachment.columns.name'),
      onPhone: 'title',
      render: (file) => (
        <>
          <a href={fileAddress(dossier, file.number)} download className={styles.fileName}>
            <RecordText text={file.name} />
          </a>
          <span className={styles.line}>
            {t('attachment.uploadedBy', { by: file.uploaded_by, at: formatTime(file.uploaded_at, language) })}
          </span>
        </>
      ),
    },
    {
      key: 'size',
      title: t('attachment.columns.size'),
      width: 120,
      render: (file) => (
        <>
          {kindOf(file.media_type)}, {formatBytes(file.size_bytes)}
          {file.pages != null && file.media_type === 'application/pdf' && <span className={styles.line}>{t('attachment.pages', { count: file.pages, value: formatCount(file.pages, language) })}</span>}
        </>
      ),
    },
    { key: 'named', title: t('attachment.columns.namedBy'), width: '22%', render: (file) => (file.is_proof && file.named_by.length === 0 ? t('attachment.isProof') : <NamedBy dossier={dossier} form={form} addresses={file.named_by} />) },
    { key: 'verdicts', title: t('attachment.columns.verdicts'), width: '24%', render: (file) => <Verdicts verdicts={file.verdicts} /> },
    {
      key: 'deeds',
      title: t('attachment.columns.deeds'),
      width: 190,
      render: (file) =>
        asked === file.number ? (
          <span className={styles.buttons}>
            <Button
              size="small"
              danger
              type="primary"
              aria-busy={remove.isPending}
              onClick={() => remove.mutate(file.number, { onSuccess: () => setAsked(undefined) })}
            >
              {t('attachment.removeSure', { number: file.number })}
            </Button>
            <Button size="small" onClick={() => setAsked(undefined)}>
              {t('common.cancel')}
            </Button>
          </span>
        ) : (
          <Deeds dossier={dossier} file={file} kinds={kinds} mayEdit={mayEdit} mayProve={mayProve} onRemove={() => setAsked(file.number)} />
        ),
    },
  ];
  return (
    <>
      {remove.isError && <Alert type="error" showIcon title={problemText(remove.error)} />}
      <div className={styles.tableScroll}>
        <DataTable label={t('attachment.list')} columns={columns} rows={files} rowKey={(file) => String(file.number)} />
      </div>
    </>
  );
}
