// Which pages has recusal? A row of links over each of them.
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../../shared/ui';

const PAGES = ['findings', 'declarations', 'exclusions', 'check', 'alerts', 'scans'] as const;

/** The pages of a round's recusals. */
export function RecusalTabs({ year }: { year: number }) {
  const { t } = useTranslation();
  const base = `/rounds/${year}/recusals`;
  const tabs = PAGES.map((page) => ({ to: page === 'findings' ? base : `${base}/${page}`, title: t(`recusals.tabs.${page}`), isFirst: page === 'findings' }));
  return <PageTabs label={t('recusals.tabs.label')} tabs={tabs} />;
}
