// Which pages has a dossier? A row of links over each of them.
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useDossier } from '../queries';
import { isExamined } from '../submission/board';
import styles from './dossiers.module.css';

const PAGES = ['write', 'attachments', 'people', 'process', 'submission', 'examination'] as const;

/** The pages of one dossier. */
export function DossierTabs({ id }: { id: string }) {
  const { t } = useTranslation();
  const state = useDossier(id).data?.state;
  const pages = PAGES.filter((page) => page !== 'examination' || (state !== undefined && isExamined(state)));
  return (
    <nav className={styles.tabs} aria-label={t('dossier.tabs.label')}>
      {pages.map((page) => (
        <NavLink key={page} to={page === 'write' ? `/dossiers/${id}` : `/dossiers/${id}/${page}`} end={page === 'write'}>
          {t(`dossier.tabs.${page}`)}
        </NavLink>
      ))}
    </nav>
  );
}
