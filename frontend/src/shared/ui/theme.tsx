// Which colours and words does the component library use? Accessible tokens, strict CSP, two locales.
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n';
import 'antd/dist/reset.css';
import './base.css';

/** Nonce that the server puts into index.html, so that run-time style tags pass the content security policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** Sets theme and locale for everything below. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const language = useLanguage();
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      theme={{
        token: {
          colorPrimary: '#0b50c4',
          colorInfo: '#0b50c4',
          colorLink: '#0b50c4',
          colorText: '#1b2636',
          colorTextSecondary: 'rgba(27, 38, 54, 0.78)',
          colorTextTertiary: 'rgba(27, 38, 54, 0.72)',
          colorTextPlaceholder: 'rgba(27, 38, 54, 0.66)',
          colorTextDescription: 'rgba(27, 38, 54, 0.75)',
          colorBorder: '#8793a8',
          colorBorderSecondary: '#dde3ec',
          colorError: '#b3261e',
          colorSuccess: '#1b7a47',
          borderRadius: 6,
          fontSize: 14,
          fontFamily: 'var(--fonts)',
          fontFamilyCode: 'var(--mono)',
        },
        components: {
          Button: { primaryShadow: 'none', defaultShadow: 'none' },
        },
      }}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
