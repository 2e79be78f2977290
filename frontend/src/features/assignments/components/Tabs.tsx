// Which pages have the assignments of a round? A row of links over each of them.
import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../../shared/ui';
import { useTasks } from '../queries';

const PAGES = ['plans', 'compare', 'reviews', 'tasks'] as const;

/** The pages of a round's assignments; what waits is counted. */
export function AssignmentTabs({ year }: { year: number }) {
  const { t } = useTranslation();
  const open = useTasks(year).data?.length ?? 0;
  const base = `/rounds/${year}/assignments`;
  const tabs = PAGES.map((page) => ({ to: page === 'plans' ? base : `${base}/${page}`, title: t(`assignments.tabs.${page}`), isFirst: page === 'plans', count: page === 'tasks' ? open : 0 }));
  return <PageTabs label={t('assignments.tabs.label')} tabs={tabs} />;
}
