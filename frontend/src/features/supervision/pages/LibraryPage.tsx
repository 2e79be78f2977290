// Which briefings, typical cases and norms are there?
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { LibraryEntry } from '../../../api/types';
import { useLabel, useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { Disclosure, EmptyState, Page, QueryView, RecordText, Section, SelectField, Tag } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { PublishForm } from '../components/PublishForm';
import { ReasonForm } from '../components/ReasonForm';
import styles from '../components/supervision.module.css';
import { useLibrary, usePutIntoLibrary, useTaskbooks, useWithdrawEntry } from '../queries';

const KINDS = ['briefing', 'case', 'norm'];

/** The page of the library. */
export default function LibraryPage() {
  const { t } = useTranslation();
  const query = useLibrary();
  const account = useAccount();
  return (
    <Page title={t('supervision.library')} tabTitle={t('supervision.library')} lead={t('supervision.libraryLead')}>
      {isCast(account) && (
        <Section title={t('supervision.write')}>
          <Disclosure label={t('supervision.newEntry')}>
            <Form />
          </Disclosure>
        </Section>
      )}
      <Section title={t('supervision.libraryList')}>
        <QueryView query={query} rows={6}>
          {(all) => <Entries entries={all} mayWithdraw={isCast(account)} />}
        </QueryView>
      </Section>
    </Page>
  );
}

function Form() {
  const { t } = useTranslation();
  const label = useLabel();
  const put = usePutIntoLibrary();
  const taskbooks = useTaskbooks().data ?? [];
  const societies = new Map(taskbooks.map((one) => [one.society_id, one.society]));
  return (
    <PublishForm
      kinds={KINDS.map((value) => ({ value, label: label('libraryKind', value) }))}
      ownerLabel={t('supervision.columns.society')}
      owners={[{ value: '', label: t('supervision.none') }, ...[...societies].map(([value, name]) => ({ value, label: name }))]}
      hasLink={false}
      isPending={put.isPending}
      error={put.error}
      onPublish={(key, what, done) => {
        const body = { kind: what.kind, title: what.title.trim(), title_en: what.titleEn.trim() || null, body: what.body.trim(), society_id: what.owner || null };
        put.mutate({ key, body }, { onSuccess: done });
      }}
    />
  );
}

function Entries({ entries, mayWithdraw }: { entries: readonly LibraryEntry[]; mayWithdraw: boolean }) {
  const { t } = useTranslation();
  const label = useLabel();
  const language = useLanguage();
  const [search, setSearch] = useSearchParams();
  const withdraw = useWithdrawEntry();
  const kind = search.get('kind') ?? '';
  const shown = entries.filter((one) => kind === '' || one.kind === kind);
  return (
    <>
      <div className={styles.filters}>
        <SelectField
          label={t('supervision.columns.kindOf')}
          value={kind}
          options={[{ value: '', label: t('supervision.all') }, ...KINDS.map((value) => ({ value, label: `${label('libraryKind', value)} (${entries.filter((one) => one.kind === value).length})` }))]}
          onChange={(value) => setSearch(value === '' ? {} : { kind: value })}
        />
      </div>
      {shown.length === 0 && <EmptyState title={t('supervision.noEntries')} />}
      <div className={styles.entries}>
        {shown.map((one) => (
          <article key={one.id} className={styles.entry}>
            <div className={styles.entryHead}>
              <h3 className={one.withdrawal ? styles.gone : undefined}>
                <RecordText text={one.title} />
              </h3>
              <Tag tone="blue">{label('libraryKind', one.kind)}</Tag>
              {one.withdrawal && <Tag tone="red">{t('supervision.withdrawn')}</Tag>}
            </div>
            <p className={styles.minor}>
              {formatTime(one.published_at, language)} · <RecordText text={nameIn(one.names, one.published_by)} />
              {one.society && (
                <>
                  {' · '}
                  <RecordText text={one.society} />
                </>
              )}
            </p>
            {one.withdrawal ? (
              <p>
                <RecordText text={t('supervision.withdrawnText', { at: formatTime(one.withdrawal.at, language), by: nameIn(one.names, one.withdrawal.by) })} />
                <RecordText text={one.withdrawal.reason} />
              </p>
            ) : (
              <p className={styles.text}>
                <RecordText text={one.body} />
              </p>
            )}
            {mayWithdraw && !one.withdrawal && (
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
          </article>
        ))}
      </div>
    </>
  );
}
