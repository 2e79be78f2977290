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

const HAN_RUN = /(\p{Script=Han}[\p{Script=Han}\p{N}\p{P}]*)/u;

/** Cuts an English sentence that names Chinese things into its Chinese and its other stretches. */
export function splitByScript(text: string): { text: string; isHan: boolean }[] {
  return text
    .split(HAN_RUN)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isHan: HAS_HAN.test(part) }));
}

/** Whether an English sentence names something Chinese; it may begin with a quotation or a number. */
export const isEnglishSentence = (text: string): boolean => /^(?:"[^"]*" |\d[\d,.]* )?[A-Za-z][A-Za-z']* [A-Za-z]/.test(text) && HAS_HAN.test(text);

/** A text of the records as it was written, marked with its own language; `terms` are highlighted. */
export function RecordText({ text, terms }: { text: string | null | undefined; terms?: readonly string[] }) {
  const page = useLanguage();
  if (text === null || text === undefined || text === '') return <>—</>;
  if (terms !== undefined && terms.length > 0) {
    return (
      <span lang={languageOf(text, page)}>
        {highlight(text, terms).map((stretch) =>
          stretch.isHit ? <mark key={stretch.start}>{stretch.text}</mark> : <Fragment key={stretch.start}>{stretch.text}</Fragment>,
        )}
      </span>
    );
  }
  if (page === 'en' && isEnglishSentence(text)) {
    let at = 0;
    return (
      <span>
        {splitByScript(text).map((part) => {
          at += part.text.length;
          return part.isHan ? (
            <span key={at} lang="zh-CN">
              {part.text}
            </span>
          ) : (
            <Fragment key={at}>{part.text}</Fragment>
          );
        })}
      </span>
    );
  }
  return <span lang={languageOf(text, page)}>{text}</span>;
}
