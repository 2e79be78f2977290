// What has been disclosed, by whom and when, and what was withdrawn and why?
import { useTranslation } from 'react-i18next';
import type { Disclosed } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Button, Disclosure, EmptyState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { isCast, ownSociety } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { PublishForm } from '../components/PublishForm';
import { ReasonForm } from '../components/ReasonForm';
import styles from '../components/supervision.module.css';
import { useDisclose, useDisclosures, useTaskbooks, useWithdrawDisclosure } from '../queries';

const KINDS = ['progress', 'taskbook', 'rules', 'selection', 'report', 'notice'];

/** The page of disclosures. */
export default function DisclosuresPage() {
  const { t } = useTranslation();
  const query = useDisclosures();
  const account = useAccount();
  const society = ownSociety(account);
  const lang = useLanguage() === 'en' ? 'en' : 'zh';
  const mayPublish = isCast(account) || society !== undefined;
  return (
    <Page
      title={t('supervision.disclosures')}
      tabTitle={t('supervision.disclosures')}
      lead={t('supervision.disclosuresLead')}
      actions={<Button href={`/public/societies${society ? `/${encodeURIComponent(society)}` : ''}?lang=${lang}`}>{t('supervision.publicPage')}</Button>}
    >
      {mayPublish && (
        <Section title={t('supervision.write')}>
          <Disclosure label={t('supervision.newDisclosure')}>
            <Form />
          </Disclosure>
        </Section>
      )}
      <Section title={t('supervision.disclosureList')}>
        <QueryView query={query} rows={6}>
          {(all) => (all.length === 0 ? <EmptyState title={t('supervision.noDisclosures')} /> : <Entries entries={all} mayWithdraw={mayPublish} />)}
        </QueryView>
      </Section>
    </Page>
  );
}

function Form() {
  const { t } = useTranslation();
  const label = useLabel();
  const disclose = useDisclose();
  const taskbooks = useTaskbooks().data ?? [];
  const owners = taskbooks.map((one) => ({ value: one.id, label: `${one.number} ${one.society}` }));
  if (owners.length === 0) return <p>{t('supervision.noTaskbooks')}</p>;
  return (
    <PublishForm
      kinds={KINDS.map((value) => ({ value, label: label('disclosureKind', value) }))}
      ownerLabel={t('supervision.taskbook')}
      owners={owners}
      hasLink
      isPending={disclose.isPending}
      error={disclose.error}
      onPublish={(key, what, done) => {
        const taskbook = taskbooks.find((one) => one.id === what.owner);
        if (!taskbook) return;
        const body = {
          society_id: taskbook.society_id,
          taskbook_id: taskbook.id,
          kind: what.kind,
          title: what.title.trim(),
          title_en: what.titleEn.trim() || null,
          body: what.body.trim(),
          link: what.link.trim() || null,
        };
        disclose.mutate({ key, body }, { onSuccess: done });
      }}
    />
  );
}

function Entries({ entries, mayWithdraw }: { entries: readonly Disclosed[]; mayWithdraw: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const withdraw = useWithdrawDisclosure();
  return (
    <div className={styles.entries}>
      {entries.map((one) => (
        <article key={one.id} className={styles.entry}>
          <div className={styles.entryHead}>
            <h3 className={one.withdrawal ? styles.gone : undefined}>
              <RecordText text={one.title} />
            </h3>
            <Tag>{label('disclosureKind', one.kind)}</Tag>
            {one.withdrawal && <Tag tone="red">{t('supervision.withdrawn')}</Tag>}
          </div>
          <p className={styles.minor}>
            <RecordText text={one.society} /> · {formatTime(one.published_at, language)} · <RecordText text={nameIn(one.names, one.published_by)} />
          </p>
          {one.withdrawal ? (
            <p>
              <RecordText text={t('supervision.withdrawnText', { at: formatTime(one.withdrawal.at, language), by: nameIn(one.names, one.withdrawal.by) })} />
              <RecordText text={one.withdrawal.reason} />
            </p>
          ) : (
            <>
              <p className={styles.text}>
                <RecordText text={one.body} />
              </p>
              {one.link && (
                <p>
                  <a href={one.link} rel="noopener noreferrer">
                    {one.link}
                  </a>
                </p>
              )}
              {mayWithdraw && (
                <ReasonForm
                  open={t('supervision.withdraw')}
                  about={one.title}
                  label={t('supervision.reason')}
                  send={t('supervision.withdraw')}
                  isDanger
                  isPending={withdraw.isPending}
                  error={withdraw.error}
                  onSend={(reason, done) => withdraw.mutate({ id: one.id, reason }, { onSuccess: done })}
                />
              )}
            </>
          )}
        </article>
      ))}
    </div>
  );
}
