import { describe, expect, it } from 'vitest';
import en from './en.json';
import zh from './zh-CN.json';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const base = (key: string) => key.replace(/_(one|other)$/, '');
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
// Words that name the other language stand in that language.
const OTHER_LANGUAGE = new Set(['frame.switchLanguage', 'frame.switchLanguageHint']);
// Names that are the same in both languages.
const SAME = new Set(['brand.name', 'expert.orcid', 'run.percent', 'signIn.title']);

const zhLeaves = leaves(zh);
const enLeaves = leaves(en);

describe('the two dictionaries', () => {
  it('have the same keys', () => {
    expect([...new Set(enLeaves.map(([key]) => base(key)))].sort()).toEqual(
      [...new Set(zhLeaves.map(([key]) => base(key)))].sort(),
    );
  });
  it('have no empty text', () => {
    expect([...zhLeaves, ...enLeaves].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
  it('use the same placeholders', () => {
    const english = new Map(enLeaves.filter(([key]) => !key.endsWith('_one')).map(([key, text]) => [key, text]));
    for (const [key, text] of zhLeaves) expect([key, placeholders(english.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });
  it('keep Chinese out of English', () => {
    expect(enLeaves.filter(([key, text]) => /\p{Script=Han}/u.test(text) && !OTHER_LANGUAGE.has(key))).toEqual([]);
  });
  it('keep untranslated English out of Chinese', () => {
    const untranslated = zhLeaves.filter(
      ([, text]) => !/\p{Script=Han}/u.test(text.replace(/\{\{\w+\}\}/g, '')) && /[a-z]{2}/i.test(text.replace(/\{\{\w+\}\}/g, '')),
    );
    expect(untranslated.filter(([key]) => !OTHER_LANGUAGE.has(key) && !SAME.has(key))).toEqual([]);
  });
});
