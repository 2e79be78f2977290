// Which tabs of other features stand on a society's page? Each feature's content, loaded when opened; features do not know each other.
import { useTranslation } from 'react-i18next';
import { SocietyPage, type SocietyTab } from '../features/societies/pages/SocietyPage';

/** The tabs in their order: the address `/societies/:code/<key>`, the words, the content. */
export const SOCIETY_TABS: readonly SocietyTab[] = [
  // A page of its own.
  { key: 'record', useTitle: () => useTranslation().t('record.title') },
];

/** The society's page with every feature's tab. */
export default function SocietyWithTabs() {
  return <SocietyPage tabs={SOCIETY_TABS} />;
}
