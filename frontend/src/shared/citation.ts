// Which clause does a rule of the form rest on, as people quote it? The form's notes for its editors are left out.

const TEXTS: Record<string, { zh: string; en: string }> = {
  T24: { zh: '奖励条例（2024）', en: 'Regulation (2024)' },
  X25: { zh: '实施细则（2025）', en: 'Implementing Rules (2025)' },
  W26: { zh: '违规行为调查处理规定（2026）', en: 'Provisions on Violations (2026)' },
};

const CITED = /\b(T24|X25|W26)(?:\s+arts?\.?\s+(\d+(?:(?:,\s*|[–-])\d+)*))?|GB(?:\/T)?\s?\d+(?:-\d+)?/g;

/** The regulations and standards that a note of the form cites, in the reader's language; empty where it cites none. */
export function citation(clause: string | null | undefined, language: string): string {
  const cited = [...(clause ?? '').matchAll(CITED)].map(([whole, code, articles]) => {
    const text = code === undefined ? undefined : TEXTS[code];
    if (text === undefined) return whole;
    if (articles === undefined) return language === 'en' ? text.en : text.zh;
    return language === 'en' ? `${text.en}, art. ${articles}` : `${text.zh}第${articles.replaceAll(/,\s*/g, '、')}条`;
  });
  return [...new Set(cited)].join(language === 'en' ? '; ' : '；');
}
