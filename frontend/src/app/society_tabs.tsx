// Which tabs of other features stand on a society's page? Each feature's content, loaded when opened; features do not know each other.
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { seesTaskbooks } from '../features/identity/duties';
import { SocietyPage, type SocietyTab } from '../features/societies/pages/SocietyPage';
import { LoadingState } from '../shared/ui';

const Supervision = lazy(async () => ({ default: (await import('../features/supervision/components/SocietySupervision')).SocietySupervision }));

function SupervisionTab({ code }: { code: string }) {
  return (
    <Suspense fallback={<LoadingState rows={4} />}>
      <Supervision code={code} />
    </Suspense>
  );
}

/** The tabs in their order: the address `/societies/:code/<key>`, the words, the content. */
export const SOCIETY_TABS: readonly SocietyTab[] = [
  // Two pages of their own.
  { key: 'record', useTitle: () => useTranslation().t('record.title') },
  { key: 'quota', useTitle: () => useTranslation().t('quota.columns.move') },
  { key: 'supervision', useTitle: () => useTranslation().t('nav.supervisionGroup'), Content: SupervisionTab, isFor: seesTaskbooks },
];

/** The society's page with every feature's tab. */
export default function SocietyWithTabs() {
  return <SocietyPage tabs={SOCIETY_TABS} />;
}
