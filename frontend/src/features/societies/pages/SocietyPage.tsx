// What is one society? A head with its standing, and tabs; other features put their tabs beside ours, by way of the app.
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useParams } from 'react-router';
import type { Account } from '../../../api/types';
import { useLabel } from '../../../shared/i18n';
import { Names } from '../../../shared/names';
import { Page, QueryView, RecordText, Tag } from '../../../shared/ui';
import { readsAllSocieties } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { ClerksTab } from '../components/ClerksTab';
import { FactsTab } from '../components/FactsTab';
import { QualificationTab } from '../components/QualificationTab';
import styles from '../components/societies.module.css';
import { StandingTab } from '../components/StandingTab';
import { toneOfQualification, toneOfStatus } from '../labels';
import { type SocietyDetail, useSociety } from '../queries';

/** A tab of the society's page; other features give theirs to the app, which hands them in. One without content leads to a page of its own. */
export interface SocietyTab {
  /** Last part of the address: `/societies/:code/<key>`. */
  key: string;
  /** The words on the tab. */
  useTitle: () => string;
  Content?: ComponentType<{ code: string }>;
  /** Who sees it; everybody unless given. */
  isFor?: (account: Account | undefined) => boolean;
}

const OWN = ['', 'standing', 'qualification', 'clerks'] as const;

function Own({ tab, society }: { tab: string; society: SocietyDetail }) {
  if (tab === 'standing') return <StandingTab society={society} />;
  if (tab === 'qualification') return <QualificationTab society={society} />;
  if (tab === 'clerks') return <ClerksTab society={society} />;
  return <FactsTab society={society} />;
}

function TabLink({ to, title, isExact = false }: { to: string; title: string; isExact?: boolean }) {
  return (
    <NavLink to={to} end={isExact} replace>
      {title}
    </NavLink>
  );
}

function ForeignLink({ code, tab }: { code: string; tab: SocietyTab }) {
  return <TabLink to={`/societies/${code}/${tab.key}`} title={tab.useTitle()} />;
}

/** The society's page with the tabs of other features. */
export function SocietyPage({ tabs }: { tabs: readonly SocietyTab[] }) {
  const { t } = useTranslation();
  const label = useLabel();
  const { code = '', tab = '' } = useParams();
  const query = useSociety(code);
  const account = useAccount();
  const seesAll = readsAllSocieties(account);
  const foreign = tabs.filter((each) => each.isFor?.(account) ?? true);
  const Foreign = foreign.find((each) => each.key === tab)?.Content;
  const name = query.data?.name;
  return (
    <Page
      title={name === undefined ? code : <RecordText text={name} />}
      tabTitle={name ?? code}
      crumbs={seesAll ? [{ label: t('societies.title'), to: '/societies' }] : []}
      lead={
        query.data && (
          <span className={styles.line}>
            <span>{code}</span>
            <Tag tone={toneOfStatus(query.data.status)}>{label('societies', `status.${query.data.status}`)}</Tag>
            <Tag tone={toneOfQualification(query.data.qualification)}>
              {t('societies.columns.qualification')}
              {t('common.colon')}
              {label('societies', `standing.${query.data.qualification}`)}
            </Tag>
          </span>
        )
      }
    >
      <QueryView query={query} isFramed rows={8}>
        {(society) => (
          <div className={styles.stack}>
            <nav className={styles.tabs} aria-label={t('societies.tabs')}>
              {OWN.map((each) => (
                <TabLink key={each} to={`/societies/${code}${each === '' ? '' : `/${each}`}`} title={t(`societies.tab.${each === '' ? 'facts' : each}`)} isExact={each === ''} />
              ))}
              {foreign.map((each) => (
                <ForeignLink key={each.key} code={code} tab={each} />
              ))}
            </nav>
            {Foreign ? (
              <Foreign code={code} />
            ) : (
              <Names value={society.names}>
                <Own tab={tab} society={society} />
              </Names>
            )}
          </div>
        )}
      </QueryView>
    </Page>
  );
}
