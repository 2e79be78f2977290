// What has the society to do in this round? Its clock, its places, its dossiers by state and what holds them up.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useYear } from '../../../shared/address';
import { ButtonLink, EmptyState, Page, QueryView, Section } from '../../../shared/ui';
import { ownSociety } from '../../identity/duties';
import { useAccount } from '../../identity/queries';
import { Board } from './Board';
import { QuotaRing } from './QuotaRing';
import { useSocietyHome } from './queries';
import { ServerClock } from './ServerClock';
import styles from './submission.module.css';
import type { SocietyHome } from './types';

/** The first page of a society's clerk and head. */
export default function SocietyHomePage() {
  const { t } = useTranslation();
  const year = useYear();
  const query = useSocietyHome(year);
  const title = t('societyHome.title', { year });
  return (
    <Page title={title} tabTitle={title} actions={<ButtonLink to={`/rounds/${year}/dossiers`}>{t('societyHome.toDossiers')}</ButtonLink>}>
      <QueryView query={query} rows={12} isFramed>
        {(home) => (
          <>
            <div className={styles.top}>
              <Section
                title={t('societyHome.clock')}
                hint={
                  <>
                    {t('frame.timeZone')} · <Link to={`/rounds/${year}/timetable`}>{t('timetable.title')}</Link>
                  </>
                }
              >
                <ServerClock offsetMs={home.offsetMs} opensAt={home.opens_at} closesAt={home.closes_at} />
              </Section>
              <Section title={t('societyHome.quota')}>
                <Quota places={home.places} />
              </Section>
            </div>
            <Section title={t('societyHome.board')} hint={t('common.count', { value: home.dossiers.length })}>
              {home.dossiers.length === 0 ? <NoDossiers year={year} /> : <Board dossiers={home.dossiers} />}
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Quota({ places }: { places: SocietyHome['places'] }) {
  const { t } = useTranslation();
  const own = ownSociety(useAccount());
  const toQuota = own === undefined ? undefined : `/societies/${own}/quota`;
  if (places.length === 0) return <EmptyState title={t('societyHome.noPlaces')} text={t('societyHome.noPlacesText')} {...(toQuota ? { action: <ButtonLink to={toQuota}>{t('nav.ownQuota')}</ButtonLink> } : {})} />;
  return (
    <ul className={styles.buckets}>
      {places.map((one) => (
        <QuotaRing key={one.bucket} places={one} />
      ))}
    </ul>
  );
}

function NoDossiers({ year }: { year: number }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('societyHome.none')}
      text={t('societyHome.noneText')}
      action={
        <ButtonLink type="primary" to={`/rounds/${year}/dossiers`}>
          {t('societyHome.begin')}
        </ButtonLink>
      }
    />
  );
}
