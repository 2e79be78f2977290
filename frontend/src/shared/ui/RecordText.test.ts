import { describe, expect, it } from 'vitest';
import { isEnglishSentence, languageOf, splitByScript } from './RecordText';

describe('the language of a record', () => {
  it('is named only where it differs from the page', () => {
    expect(languageOf('高温合金', 'zh-CN')).toBeUndefined();
    expect(languageOf('高温合金', 'en')).toBe('zh-CN');
    expect(languageOf('Deep learning', 'zh-CN')).toBe('en');
    expect(languageOf('E-0001', 'zh-CN')).toBeUndefined();
  });
  it('is English of a sentence that quotes something Chinese', () => {
    expect(isEnglishSentence('Present unit 东湖大学 is that of completer 1')).toBe(true);
    expect(isEnglishSentence('"三等" is no option of "Grade"')).toBe(true);
    expect(isEnglishSentence('1,200 too many; beyond the limit: "多"')).toBe(true);
    expect(isEnglishSentence('"Grade" is not filled in')).toBe(false);
    expect(isEnglishSentence('高温合金 and so on')).toBe(false);
    expect(isEnglishSentence('</td><a>此处</a>')).toBe(false);
  });
  it('is told apart within a sentence', () => {
    expect(splitByScript('Present unit 东湖大学（北区）is that of completer 1')).toEqual([
      { text: 'Present unit ', isHan: false },
      { text: '东湖大学（北区）', isHan: true },
      { text: 'is that of completer 1', isHan: false },
    ]);
  });
});
