// What frames every page? Top bar, menu by role, footer; a drawer on a phone.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import type { Account } from '../../api/types';
import { currentRound, useRounds } from '../../features/awards/queries';
import { roundHome } from '../../features/identity/duties';
import { useSignOut } from '../../features/identity/queries';
import { useUnread } from '../../features/notifications/queries';
import { changeLanguage, useLabel, useLanguage } from '../../shared/i18n';
import { BellOutlined, Button, Dialog, DownOutlined, MenuOutlined, PopButton, RecordText, useIsPhone, UserOutlined } from '../../shared/ui';
import { LaurelMark } from '../../shared/ui/LaurelMark';
import styles from './layout.module.css';
import { menuOf } from './menu';
import { useIsOnline } from './useIsOnline';

/** Year of the round on screen: from the address, else the current one. */
function useShownYear(): number | undefined {
  const { pathname } = useLocation();
  const rounds = useRounds().data;
  const inAddress = /^\/rounds\/(\d+)/.exec(pathname)?.[1];
  if (inAddress !== undefined) return Number(inAddress);
  return rounds ? currentRound(rounds)?.year : undefined;
}

function Menu({ account, year, onFollow }: { account: Account; year: number | undefined; onFollow?: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  return (
    <nav aria-label={t('frame.mainNavigation')} className={styles.menu}>
      {menuOf(account, year).map((group) => (
        <div key={group.title}>
          <p className={styles.menuGroup}>{label('nav', group.title)}</p>
          <ul>
            {group.links.map((link) => (
              <li key={link.to}>
                <NavLink to={link.to} end={link.isExact === true} className={styles.menuLink ?? ''} {...(onFollow ? { onClick: onFollow } : {})}>
                  {label('nav', link.name)}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function RoundSwitch({ account, year }: { account: Account; year: number | undefined }) {
  const { t } = useTranslation();
  const rounds = useRounds().data;
  const navigate = useNavigate();
  const { pathname } = useLocation();
  if (!rounds || rounds.length === 0 || year === undefined) return null;
  const years = [...new Set([...rounds.map((round) => round.year), year])].sort((left, right) => right - left);
  return (
    <label className={styles.roundSwitch}>
      <span className="visually-hidden">{t('frame.round')}</span>
      <select
        value={year}
        onChange={(event) => {
          // The same list of the other round; a single record belongs to its round only.
          const part = /^\/rounds\/\d+\/(nominations|dossiers|examinations|matching|assignments|recusals|quota-ledger|timetable)/.exec(pathname)?.[1];
          void navigate(part ? `/rounds/${event.target.value}/${part}` : roundHome(account, Number(event.target.value)));
        }}
      >
        {years.map((each) => (
          <option key={each} value={each}>
            {t('frame.roundOption', { year: each })}
          </option>
        ))}
      </select>
    </label>
  );
}

function AccountMenu({ account }: { account: Account }) {
  const { t } = useTranslation();
  const label = useLabel();
  const signOut = useSignOut();
  const isPhone = useIsPhone();
  const roles = [...new Set(account.roles.map((grant) => label('role', grant.role)))].join(t('common.separator'));
  return (
    <PopButton
      className={styles.barButton ?? ''}
      label={
        <>
          <UserOutlined aria-hidden="true" />
          <span className="visually-hidden">
            {t('frame.account')}
            {t('common.colon')}
          </span>
          <span className={isPhone ? 'visually-hidden' : undefined}>
            <RecordText text={account.display_name} />
          </span>
          {!isPhone && <DownOutlined aria-hidden="true" />}
        </>
      }
    >
      <p>
        <strong>
          <RecordText text={account.display_name} />
        </strong>
      </p>
      <p className={styles.roles}>{roles}</p>
      <Button block onClick={() => signOut.mutate()}>
        {t('frame.signOut')}
      </Button>
    </PopButton>
  );
}

/** The bell: how many messages are unread, and the way to them. */
function Bell() {
  const { t } = useTranslation();
  const unread = useUnread().data ?? 0;
  const name = unread === 0 ? t('messages.bell') : t('messages.bellUnread', { count: unread });
  return (
    <Link to="/messages" className={`${styles.barButton} ${styles.bell}`} aria-label={name} title={name}>
      <BellOutlined aria-hidden="true" />
      {unread > 0 && (
        <span className={styles.bellCount} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </Link>
  );
}

/** The frame around every signed-in page. */
export function Layout({ account }: { account: Account }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isPhone = useIsPhone();
  const isOnline = useIsOnline();
  const year = useShownYear();
  const [isMenuOpen, setMenuOpen] = useState(false);
  // The page that was asked for is on its way, and the one before still stands.
  const isMoving = useNavigation().state !== 'idle';
  return (
    <div className={styles.frame}>
      {isMoving && <div className={styles.moving} aria-hidden="true" />}
      <a href="#main" className={styles.skip}>
        {t('frame.skip')}
      </a>
      <header className={styles.bar}>
        {isPhone && (
          <button type="button" className={styles.barButton} aria-label={t('frame.openMenu')} aria-expanded={isMenuOpen} onClick={() => setMenuOpen(true)}>
            <MenuOutlined aria-hidden="true" />
          </button>
        )}
        <Link to="/" className={styles.brand}>
          <LaurelMark size={28} />
          <span>{isPhone ? t('brand.short') : t('brand.name')}</span>
        </Link>
        <RoundSwitch account={account} year={year} />
        <span className={styles.barSpace} />
        <button
          type="button"
          className={styles.barButton}
          lang={language === 'en' ? 'zh-CN' : 'en'}
          title={t('frame.switchLanguageHint')}
          onClick={() => void changeLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          {t('frame.switchLanguage')}
        </button>
        <Bell />
        <AccountMenu account={account} />
      </header>
      {!isOnline && (
        <p className={styles.offline} role="status">
          {t('frame.offline')}
        </p>
      )}
      <div className={styles.body}>
        {!isPhone && (
          <aside className={styles.side}>
            <Menu account={account} year={year} />
          </aside>
        )}
        <div className={styles.content}>
          <main id="main" tabIndex={-1} className={styles.main} aria-busy={isMoving}>
            <Outlet />
          </main>
          <footer className={styles.foot}>
            <span>{t('brand.line')}</span>
            <span>
              {t('frame.version', { version: __LAUREL_VERSION__ })} · {t('frame.timeZone')}
            </span>
          </footer>
        </div>
      </div>
      {isPhone && (
        <Dialog isOpen={isMenuOpen} side="left" title={t('frame.menu')} onClose={() => setMenuOpen(false)}>
          <Menu account={account} year={year} onFollow={() => setMenuOpen(false)} />
        </Dialog>
      )}
    </div>
  );
}
