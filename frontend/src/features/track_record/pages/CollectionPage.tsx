// What does this portal itself know of a round, and what would taking it into the records change?
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { CollectedFact } from '../../../api/types';
import { useLanguage } from '../../../shared/i18n';
import { Alert, Button, EmptyState, Page, PlainTable, QueryView, RecordText, Section, ShortList, Stats, useProblemText } from '../../../shared/ui';
import styles from '../components/track_record.module.css';
import { useCollect, useCollection } from '../queries';

const SHOWN = 50;

function FactTable({ label, facts, isKept = false }: { label: string; facts: readonly CollectedFact[]; isKept?: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = (text: { zh: string; en: string }) => (language === 'en' ? text.en : text.zh);
  return (
    <ShortList items={facts} limit={SHOWN}>
      {(shown) => (
        <PlainTable
          label={label}
          head={[
            { key: 'society', title: t('collection.society') },
            { key: 'case', title: t('collection.case') },
            { key: 'measure', title: t('collection.measure') },
            { key: 'value', title: isKept ? t('collection.found') : t('collection.change'), isEnd: true },
            ...(isKept ? [{ key: 'why', title: t('collection.why') }] : []),
          ]}
          rows={shown.map((fact) => ({
            key: `${fact.society_id}/${fact.case_ref}/${fact.measure.en}`,
            cells: [
              <RecordText key="society" text={(language === 'en' ? fact.society_en : undefined) ?? fact.society} />,
              <RecordText key="case" text={fact.case_title} />,
              say(fact.measure),
              isKept ? fact.value : `${fact.before ?? '—'} → ${fact.value}`,
              ...(isKept ? [fact.kept_because ? say(fact.kept_because) : ''] : []),
            ],
          }))}
        />
      )}
    </ShortList>
  );
}

/** The collection of a round: looked at first, then taken. */
export default function CollectionPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { year = '' } = useParams();
  const query = useCollection(Number(year));
  const collect = useCollect(Number(year));
  const waiting = query.data?.changes.length ?? 0;
  return (
    <Page
      title={t('collection.title', { year })}
      tabTitle={t('collection.title', { year })}
      lead={t('collection.lead')}
      actions={
        <Button type="primary" disabled={waiting === 0} loading={collect.isPending} onClick={() => collect.mutate()}>
          {t('collection.collect')}
        </Button>
      }
    >
      {collect.isSuccess && <Alert type="success" showIcon title={t('collection.done', { value: collect.data.changes.length })} />}
      {collect.isError && <Alert type="error" showIcon title={problemText(collect.error)} />}
      <QueryView query={query} rows={8} isFramed>
        {(found) => (
          <>
            <Section title={t('collection.changes')} hint={t('collection.changesHint')}>
              <div className={styles.stack}>
                <Stats
                  stats={[
                    { label: t('collection.toTake'), value: found.changes.length },
                    { label: t('collection.unchanged'), value: found.unchanged },
                    { label: t('collection.kept'), value: found.kept.length },
                  ]}
                />
                {found.changes.length === 0 ? <EmptyState title={t('collection.none')} text={t('collection.noneText')} /> : <FactTable label={t('collection.changes')} facts={found.changes} />}
              </div>
            </Section>
            {found.kept.length > 0 && (
              <Section title={t('collection.kept')} hint={t('collection.keptHint')}>
                <FactTable label={t('collection.kept')} facts={found.kept} isKept />
              </Section>
            )}
          </>
        )}
      </QueryView>
    </Page>
  );
}
