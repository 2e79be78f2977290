// In which language does the page speak? Chinese first, English complete; switching keeps all state.
import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';

export type Language = 'zh-CN' | 'en';

type Words = typeof import('./zh-CN.json');

/** Where the words of each language lie: a reader loads those of his own. */
const WORDS: Record<Language, () => Promise<{ default: object }>> = {
  'zh-CN': () => import('./zh-CN.json'),
  en: () => import('./en.json'),
};

const STORED = 'laurel.language';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Words };
  }
}

function storedLanguage(): Language {
  try {
    return globalThis.localStorage?.getItem(STORED) === 'en' ? 'en' : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

/** Starts the dictionary; await once before the first render. */
export async function startLanguage(): Promise<void> {
  const language = storedLanguage();
  const words = await WORDS[language]();
  await i18next.use(initReactI18next).init({
    resources: { [language]: { translation: words.default } },
    lng: language,
    fallbackLng: false,
    supportedLngs: ['zh-CN', 'en'],
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  });
  document.documentElement.lang = currentLanguage();
}

/** The language in use now. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh-CN';
}

/** Switches the language of the whole page and remembers it on this machine; where its words cannot be had, all stays. */
export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const words = await WORDS[language]().catch(() => undefined);
    if (words === undefined) return;
    i18next.addResourceBundle(language, 'translation', words.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

type Group = keyof Words;

/** Gives the words for a code of the contract, which may stand in a part of the group (`groups.工科`); an unknown code is shown as it came. */
export function useLabel(): (group: Group, code: string | null | undefined) => string {
  const { i18n } = useTranslation();
  const lookUp = i18n.t as unknown as (key: string) => string;
  return useCallback(
    (group, code) => {
      if (code === null || code === undefined || code === '') return '';
      const key = `${group}.${code}`;
      return i18n.exists(key) ? lookUp(key) : code.slice(code.lastIndexOf('.') + 1);
    },
    [i18n, lookUp],
  );
}

/** Gives the language in use and follows its changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-CN';
}

/** Gives a text of the records, written in both languages, in the language of the page. */
export function useBilingual(): (text: { zh: string; en: string }) => string {
  const language = useLanguage();
  return useCallback((text) => (language === 'en' ? text.en : text.zh), [language]);
}
