// How are clauses cited in the reader's language?
import type { Language } from '../../shared/i18n';

const RULES = { 'zh-CN': (article: string) => `《实施细则》第 ${article} 条`, en: (article: string) => `Implementing rules (2025), ${/\D/.test(article) ? 'arts' : 'art.'} ${article}` };

/** A clause as the reader's language cites it. */
export function clauseIn(clause: string, language: Language): string {
  const cited = clause.replace(/^X25 arts?\. ?([\d ,-]+)$/, (_, article: string) => RULES[language](article));
  if (language === 'en') return cited;
  return cited
    .replace(/Implementing rules \(2025\), arts?\.? ([\d ,-]+)/g, (_, article: string) => RULES['zh-CN'](article))
    .replace(/Hebei rules, art\. (\d+)/g, '《河北省科学技术奖励办法实施细则》第 $1 条')
    .replace(/; /g, '；');
}
