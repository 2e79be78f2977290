// Which policies are there? Every version with who wrote it and why; two of them side by side.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLanguage } from '../../../shared/i18n';
import { nameIn } from '../../../shared/names';
import { formatTime } from '../../../shared/time';
import { ButtonLink, EmptyState, LoadingState, Page, PlainTable, QueryView, RecordText, Section, SelectField, TextDiff } from '../../../shared/ui';
import { isCast } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import styles from '../components/quotas.module.css';
import type { QuotaPolicy } from '../contract';
import { usePolicies, usePolicy } from '../queries';

/** The list of policies. */
export default function PoliciesPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const policies = usePolicies();
  const mayWrite = isCast(useAccount());
  return (
    <Page
      title={t('policy.title')}
      tabTitle={t('policy.title')}
      lead={t('policy.lead')}
      actions={
        mayWrite && (
          <ButtonLink type="primary" to="/quota/policies/new">
            {t('policy.write')}
          </ButtonLink>
        )
      }
    >
      <QueryView query={policies} isFramed>
        {(all) => (
          <>
            <Section title={t('policy.versions')}>
              {all.length === 0 ? (
                <EmptyState title={t('policy.none')} text={t('policy.noneText')} />
              ) : (
                <PlainTable
                  label={t('policy.versions')}
                  head={[
                    { key: 'policy', title: t('policy.policy') },
                    { key: 'note', title: t('policy.note') },
                    { key: 'author', title: t('policy.author') },
                    { key: 'at', title: t('policy.at') },
                  ]}
                  rows={all.map((policy) => ({
                    key: policy.id,
                    cells: [
                      <span key="policy">
                        <Link to={`/quota/policies/${policy.id}`}>
                          <RecordText text={language === 'en' ? policy.title_en : policy.title} />
                        </Link>
                        <span className={styles.noteLine}>
                          {policy.name} v{policy.version} · <span className={styles.digest}>{policy.digest.slice(0, 12)}</span>
                        </span>
                      </span>,
                      <RecordText key="note" text={policy.note} />,
                      <RecordText key="author" text={nameIn(policy.names, policy.author)} />,
                      formatTime(policy.created_at, language),
                    ],
                  }))}
                />
              )}
            </Section>
            {all.length > 1 && <Differences policies={all} />}
          </>
        )}
      </QueryView>
    </Page>
  );
}

/** Two versions side by side. */
function Differences({ policies }: { policies: readonly QuotaPolicy[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [before, setBefore] = useState(policies[1]?.id ?? '');
  const [after, setAfter] = useState(policies[0]?.id ?? '');
  const [left, right] = [usePolicy(before).data, usePolicy(after).data];
  const options = policies.map((policy) => ({ value: policy.id, label: `${language === 'en' ? policy.title_en : policy.title} · ${policy.name} v${policy.version}` }));
  return (
    <Section title={t('policy.differences')}>
      <div className={styles.stack}>
        <div className={styles.filters}>
          <SelectField label={t('policy.before')} value={before} options={options} onChange={setBefore} />
          <SelectField label={t('policy.after')} value={after} options={options} onChange={setAfter} />
        </div>
        {left && right ? (
          <TextDiff label={t('policy.differences')} before={left.content} after={right.content} beforeTitle={`${left.name} v${left.version}`} afterTitle={`${right.name} v${right.version}`} />
        ) : (
          <LoadingState rows={4} />
        )}
      </div>
    </Section>
  );
}
