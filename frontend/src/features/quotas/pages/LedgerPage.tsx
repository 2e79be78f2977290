// How many places are there in this round, whose are they, and how many are taken? The ledger, down to each entry.
import { type ComponentType, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '../../../api/problems';
import { useQueryInPlace, useYear, withFilters } from '../../../shared/address';
import { useLanguage } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { Button, ButtonLink, type Column, DataTable, Dialog, EmptyState, LoadBar, LoadingState, Page, QueryView, RecordText, Section, Tag } from '../../../shared/ui';
import { isCast, isSocietyHead } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { AskedMoves } from '../components/AskedMoves';
import { CounterEntries } from '../components/CounterEntries';
import { LedgerTree } from '../components/LedgerTree';
import { MovePlaces } from '../components/MovePlaces';
import styles from '../components/quotas.module.css';
import type { QuotaBucket, QuotaCounter, QuotaLedger } from '../contract';
import { useCounter, useLedger } from '../ledger';

/** What CAST answers with its places; another feature's, which the app hands in. */
type Recommended = ComponentType<{ year: number }>;

/** The page of a round's ledger; it shows its parts together, once what another feature hands in is ready. */
export function LedgerPage({ Recommended, isReady }: { Recommended: Recommended; isReady: boolean }) {
  const { t } = useTranslation();
  const year = useYear();
  const account = useAccount();
  const query = useLedger(year);
  const isMissing = query.error instanceof ProblemError && query.error.status === 404;
  const waiting = (
    <Section title={t('ledger.tree')}>
      <LoadingState rows={10} />
    </Section>
  );
  return (
    <Page
      title={t('ledger.title')}
      tabTitle={t('ledger.title')}
      lead={t('ledger.lead', { year })}
      actions={query.data?.years
        .filter((other) => other !== year)
        .map((other) => (
          <ButtonLink key={other} to={`/rounds/${other}/quota-ledger`}>
            {t('frame.roundOption', { year: other })}
          </ButtonLink>
        ))}
    >
      {isMissing ? (
        <Section title={t('ledger.tree')}>
          <EmptyState title={t('ledger.none', { year })} text={t('ledger.noneText')} action={<ButtonLink to="/quota/proposals">{t('proposal.title')}</ButtonLink>} />
        </Section>
      ) : (
        <QueryView query={query} rows={10} isFramed>
          {(ledger) =>
            isReady ? (
              <Suspense fallback={waiting}>
                <Ledger ledger={ledger} Recommended={Recommended} />
              </Suspense>
            ) : (
              waiting
            )
          }
        </QueryView>
      )}
      {/* A round may take recommendations before its ledger is opened. */}
      {isMissing && isCast(account) && (
        <Suspense fallback={<LoadingState rows={3} />}>
          <Recommended year={year} />
        </Suspense>
      )}
    </Page>
  );
}

function Ledger({ ledger, Recommended }: { ledger: QuotaLedger; Recommended: Recommended }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const account = useAccount();
  const [params, change] = useQueryInPlace();
  const usual = ledger.buckets.find((bucket) => bucket.bucket === 'THREE') ?? ledger.buckets[0];
  const chosen = ledger.buckets.find((bucket) => bucket.bucket === params.get('bucket')) ?? usual;
  if (chosen === undefined) return null;
  const name = language === 'en' ? chosen.name_en : chosen.name;
  return (
    <>
      <Section title={t('ledger.tree')} hint={t('ledger.treeHint')}>
        <LedgerTree buckets={ledger.buckets} chosen={chosen.bucket} onChoose={(bucket) => change((now) => withFilters(now, { bucket }))} />
      </Section>
      {isCast(account) && <Recommended year={ledger.year} />}
      <Section title={t('ledger.ofBucket', { name })} hint={<RecordText text={chosen.basis} />}>
        <Counters year={ledger.year} bucket={chosen} />
      </Section>
      <Section title={t('ledger.giveBacks')} hint={t('ledger.giveBacksHint')}>
        <AskedMoves list="giveBacks" items={ledger.give_backs} wayOf={() => (isCast(account) ? 'confirm' : isSocietyHead(account) ? 'withdraw' : undefined)} />
      </Section>
      {isCast(account) && (
        <Section title={t('ledger.transfers')} hint={t('ledger.transfersHint')}>
          <AskedMoves list="transfers" items={ledger.transfers} wayOf={(item) => (item.asked_by === account?.username ? 'withdraw' : 'confirm')} />
        </Section>
      )}
    </>
  );
}

type Opened = { counter: QuotaCounter; what: 'entries' | 'transfer' | 'give_back' };

function Counters({ year, bucket }: { year: number; bucket: QuotaBucket }) {
  const { t } = useTranslation();
  const account = useAccount();
  const [opened, open] = useState<Opened | undefined>(undefined);
  const mayTransfer = isCast(account) && (bucket.held ?? 0) > 0;
  const mayGiveBack = isSocietyHead(account);
  const button = (what: Opened['what'], counter: QuotaCounter) => (
    <Button size="small" onClick={() => open({ counter, what })}>
      {t(`ledger.moves.${what}`)}
      <span className="visually-hidden">
        {t('common.colon')}
        <RecordText text={counter.society} />
      </span>
    </Button>
  );
  const columns: Column<QuotaCounter>[] = [
    {
      key: 'society',
      title: t('quota.columns.society'),
      onPhone: 'title',
      render: (counter) => (
        <>
          <RecordText text={counter.society} />
          <div className={styles.minor}>{counter.society_id}</div>
        </>
      ),
    },
    { key: 'route', title: t('ledger.route'), width: 130, render: (counter) => <Tag>{counter.route === 'cast' ? t('ledger.viaCast') : t('ledger.direct')}</Tag> },
    { key: 'places', title: t('ledger.places'), width: 90, isEnd: true, render: (counter) => counter.places ?? t('ledger.unlimited') },
    { key: 'used', title: t('ledger.used'), width: 150, render: (counter) => (counter.places == null ? counter.used : <LoadBar load={counter.used} limit={counter.places} />) },
    { key: 'free', title: t('ledger.free'), width: 80, isEnd: true, render: (counter) => counter.free ?? '—' },
    {
      key: 'act',
      title: t('ledger.act'),
      width: 220,
      render: (counter) => (
        <span className={styles.buttons}>
          {button('entries', counter)}
          {mayTransfer && counter.places != null && button('transfer', counter)}
          {mayGiveBack && (counter.free ?? 0) > 0 && button('give_back', counter)}
        </span>
      ),
    },
  ];
  if (bucket.counters.length === 0) return <EmptyState title={t('ledger.noCounters')} />;
  return (
    <>
      <DataTable label={t('ledger.tree')} columns={columns} rows={bucket.counters} rowKey={(counter) => counter.id} />
      <Dialog
        isOpen={opened !== undefined}
        isWide={opened?.what === 'entries'}
        title={opened ? `${t(`ledger.moves.${opened.what}`)}${t('common.colon')}${opened.counter.society}` : ''}
        onClose={() => open(undefined)}
      >
        {opened?.what === 'entries' && <Entries year={year} counter={opened.counter.id} />}
        {opened && opened.what !== 'entries' && (
          <MovePlaces year={year} counter={opened.counter} way={opened.what} most={opened.what === 'transfer' ? (bucket.held ?? 0) : (opened.counter.free ?? 0)} onDone={() => open(undefined)} />
        )}
      </Dialog>
    </>
  );
}

function Entries({ year, counter }: { year: number; counter: string }) {
  const query = useCounter(year, counter);
  return (
    <QueryView query={query} rows={3}>
      {(found) => (
        <Names value={found.names}>
          <CounterEntries entries={found.entries} />
        </Names>
      )}
    </QueryView>
  );
}
