// Which files has a dossier, are they fit for submission, and how many may there still be?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { AttachmentList } from '../../../api/types';
import { useBilingual, useLabel, useLanguage } from '../../../shared/i18n';
import { formatTime } from '../../../shared/time';
import { Alert, Disclosure, EmptyState, Page, QueryView, RecordText, Section, Stats, Tag, toneOfState } from '../../../shared/ui';
import { DossierTabs } from '../components/DossierTabs';
import { useDossier, useDossierForm } from '../queries';
import { AttachmentTable, NamedBy } from './AttachmentTable';
import styles from './attachments.module.css';
import { DropZone } from './DropZone';
import { PreviewProvider } from './preview';
import { fileAddress, useAttachments } from './queries';
import { TransferLine } from './TransferLine';
import { useSendFiles, useTransfers } from './transfers';
import { formatBytes } from './words';

/** The files of one dossier. */
export default function AttachmentsPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const label = useLabel();
  const query = useAttachments(id);
  const dossier = useDossier(id).data;
  const title = dossier?.title.trim() || t('dossier.untitled');
  return (
    <Page
      title={t('attachment.title')}
      tabTitle={t('attachment.title')}
      crumbs={
        dossier
          ? [
              { label: t('dossier.board'), to: `/rounds/${dossier.round}/dossiers` },
              { label: title, to: `/dossiers/${id}` },
            ]
          : []
      }
      lead={
        dossier && (
          <>
            {dossier.number} · <RecordText text={title} /> <Tag tone={toneOfState(dossier.state)}>{label('state', dossier.state)}</Tag>
          </>
        )
      }
    >
      {query.data && <DossierTabs id={id} />}
      <QueryView query={query} isFramed>
        {(list) => (
          <PreviewProvider id={id}>
            <Listed id={id} list={list} />
          </PreviewProvider>
        )}
      </QueryView>
    </Page>
  );
}

function Listed({ id, list }: { id: string; list: AttachmentList }) {
  const { t } = useTranslation();
  const bilingual = useBilingual();
  const form = useDossierForm(id).data;
  const send = useSendFiles(id);
  const transfers = useTransfers(id);
  const { limits } = list;
  return (
    <>
      <Totals list={list} />
      {list.verdicts.map((verdict) => (
        <Alert key={verdict.code} type="error" showIcon title={bilingual(verdict.what)} />
      ))}
      {list.dangling.length > 0 && (
        <Section title={t('attachment.dangling')}>
          <ul className={styles.plainList}>
            {list.dangling.map((one) => (
              <li key={one.number} className={styles.danglingOne}>
                <span className={styles.wrong}>
                  <RecordText text={t('attachment.numberOnly', { number: one.number })} />
                </span>
                <NamedBy dossier={id} form={form} addresses={one.named_by} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('attachment.list')} hint={bilingual(limits.allowed)}>
        {list.may_edit ? (
          <DropZone isMany kinds={limits.kinds} wiring={{ 'aria-label': t('attachment.upload') }} onFiles={(files) => send(files)}>
            <strong>{t('attachment.upload')}</strong>
            <span className={styles.minor}>{t('attachment.dropHere')}</span>
          </DropZone>
        ) : (
          <p className={styles.readOnly}>{t(list.may_prove ? 'attachment.mayProve' : 'dossier.readOnly')}</p>
        )}
        {transfers.length > 0 && (
          <ul className={styles.transfers}>
            {transfers.map((transfer) => (
              <TransferLine key={transfer.key} transfer={transfer} />
            ))}
          </ul>
        )}
        {list.files.length === 0 ? (
          <EmptyState title={t('attachment.none')} text={t('attachment.noneText')} />
        ) : (
          <AttachmentTable dossier={id} form={form} files={list.files} kinds={limits.kinds} mayEdit={list.may_edit} mayProve={list.may_prove} />
        )}
        <Removed id={id} list={list} />
      </Section>
    </>
  );
}

function Totals({ list }: { list: AttachmentList }) {
  const { t } = useTranslation();
  const { limits } = list;
  const faulty = list.files.filter((file) => file.verdicts.some((verdict) => verdict.is_fault)).length;
  return (
    <Stats
      stats={[
        { label: t('attachment.totals.files'), value: limits.files },
        { label: t('attachment.totals.documents'), value: limits.documents },
        { label: t('attachment.totals.pictures'), value: limits.pictures },
        { label: t('attachment.totals.bytes'), value: formatBytes(limits.bytes), note: t('attachment.limit', { most: formatBytes(limits.most_bytes_together) }) },
        { label: t('attachment.totals.faulty'), value: faulty },
      ]}
    />
  );
}

function Removed({ id, list }: { id: string; list: AttachmentList }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (list.removed.length === 0) return null;
  return (
    <Disclosure label={t('attachment.removed', { count: list.removed.length })}>
      <ul className={styles.plainList}>
        {list.removed.map((file) => (
          <li key={file.number}>
            <a href={fileAddress(id, file.number)} download>
              <RecordText text={t('attachment.titleOf', { number: file.number, name: file.name })} />
            </a>{' '}
            <span className={styles.minor}>{t('attachment.removedBy', { by: file.removed_by, at: formatTime(file.removed_at, language) })}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
