// Where does everyone come in?
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { changeLanguage, useLanguage } from '../../../shared/i18n';
import { Button } from '../../../shared/ui';
import { LaurelMark } from '../../../shared/ui/LaurelMark';
import { SignInForm } from '../components/SignInForm';
import { safeReturn } from '../duties';
import { useRememberAccount, useSession } from '../queries';
import styles from './SignInPage.module.css';

/** The sign-in page. */
export default function SignInPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const session = useSession();
  const remember = useRememberAccount();
  const next = safeReturn(params.get('next'));
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('brand.name')}`;
  }, [t]);
  if (session.data) return <Navigate to={next} replace />;
  return (
    <div className={styles.screen}>
      <header className={styles.top}>
        <Button
          type="text"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          title={t('frame.switchLanguageHint')}
          onClick={() => void changeLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          {t('frame.switchLanguage')}
        </Button>
      </header>
      <main className={styles.main}>
        <div className={styles.brand}>
          <LaurelMark size={56} />
          <h1 className={styles.name}>
            <span lang="zh-CN">桂冠</span> <span lang="en">Laurel</span>
          </h1>
          <p className={styles.line}>{t('brand.line')}</p>
        </div>
        <div className={styles.panel}>
          <h2 className={styles.title}>{t('signIn.title')}</h2>
          <SignInForm
            onSignedIn={(account) => {
              remember(account);
              void navigate(next, { replace: true });
            }}
          />
        </div>
        <p className={styles.intro}>
          {t('signIn.intro')} <a href={`/public?lang=${language === 'en' ? 'en' : 'zh'}`}>{t('signIn.publicPages')}</a>
        </p>
      </main>
      <footer className={styles.foot}>{t('frame.version', { version: __LAUREL_VERSION__ })}</footer>
    </div>
  );
}
