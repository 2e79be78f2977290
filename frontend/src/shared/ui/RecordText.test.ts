import { describe, expect, it } from 'vitest';
import { languageOf, splitByScript } from './RecordText';

describe('the language of a record', () => {
  it('is named only where it differs from the page', () => {
    expect(languageOf('高温合金', 'zh-CN')).toBeUndefined();
    expect(languageOf('高温合金', 'en')).toBe('zh-CN');
    expect(languageOf('Deep learning', 'zh-CN')).toBe('en');
    expect(languageOf('E-0001', 'zh-CN')).toBeUndefined();
  });
  it('is told apart within a sentence', () => {
    expect(splitByScript('Present unit 东湖大学（北区）is that of completer 1')).toEqual([
      { text: 'Present unit ', isHan: false },
      { text: '东湖大学（北区）', isHan: true },
      { text: 'is that of completer 1', isHan: false },
    ]);
  });
});
