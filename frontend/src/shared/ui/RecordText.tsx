// In which language is a piece of data? Names and titles keep their own, and say so to screen readers.
import { Fragment } from 'react';
import { useLanguage } from '../i18n';
import { highlight } from './highlight';

const HAS_HAN = /\p{Script=Han}/u;
const HAS_LATIN_WORDS = /[A-Za-z]{3,}/;

/** Language of a text when it differs from the page's, else undefined. */
export function languageOf(text: string, page: 'zh-CN' | 'en'): 'zh-CN' | 'en' | undefined {
  if (HAS_HAN.test(text)) return page === 'zh-CN' ? undefined : 'zh-CN';
  return page === 'en' || !HAS_LATIN_WORDS.test(text) ? undefined : 'en';
}

/** A text of the records as it was written, marked with its own language; `terms` are highlighted. */
export function RecordText({ text, terms }: { text: string | null | undefined; terms?: readonly string[] }) {
  const page = useLanguage();
  if (text === null || text === undefined || text === '') return <>—</>;
  return (
    <span lang={languageOf(text, page)}>
      {terms === undefined || terms.length === 0
        ? text
        : highlight(text, terms).map((stretch) =>
            stretch.isHit ? <mark key={stretch.start}>{stretch.text}</mark> : <Fragment key={stretch.start}>{stretch.text}</Fragment>,
          )}
    </span>
  );
}
