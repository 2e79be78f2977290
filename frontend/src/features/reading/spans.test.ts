import { describe, expect, it } from 'vitest';
import { areSame, pieces, places, withoutSpan, withWord } from './spans';

const span = (from: number, to: number, field = 'a.b', why = 'name') => ({ field, from, to, why });

describe('the pieces of a text', () => {
  it('stand one behind the other and are the whole text', () => {
    const found = pieces('由示范甲完成', [span(1, 4)]);
    expect(found.map((piece) => [piece.text, piece.span !== undefined])).toEqual([
      ['由', false],
      ['示范甲', true],
      ['完成', false],
    ]);
    expect(pieces('', [])).toEqual([]);
    expect(pieces('甲', []).map((piece) => piece.text)).toEqual(['甲']);
  });
  it('count letters as the server does, also those of two code units', () => {
    expect(pieces('𠮷示范', [span(1, 3)]).map((piece) => piece.text)).toEqual(['𠮷', '示范']);
    expect(places('𠮷示范', '示范')).toEqual([{ from: 1, to: 3 }]);
  });
  it('of spans that overlap show nothing twice', () => {
    const found = pieces('示范甲乙', [span(1, 4), span(0, 3)]);
    expect(found.map((piece) => piece.text).join('')).toBe('示范甲乙');
    expect(found.every((piece) => piece.span !== undefined)).toBe(true);
    expect(pieces('示范', [span(1, 9), span(5, 7)]).map((piece) => piece.text)).toEqual(['示', '范']);
  });
});

describe('a word', () => {
  const fields = [
    { address: 'a.b', before: '示范与示范' },
    { address: 'a.c', before: '无' },
  ];
  it('is left out wherever it stands, once', () => {
    const all = withWord([span(0, 2)], fields, ' 示范 ', 'unit');
    expect(all).toEqual([span(0, 2), span(3, 5, 'a.b', 'unit')]);
    expect(withWord(all, fields, '示范', 'unit')).toEqual(all);
    expect(withWord([], fields, '  ', 'unit')).toEqual([]);
  });
  it('is shown again where somebody says so', () => {
    expect(withoutSpan([span(0, 2), span(3, 5)], span(0, 2))).toEqual([span(3, 5)]);
    expect(areSame([span(0, 2), span(3, 5)], [span(3, 5), span(0, 2)])).toBe(true);
    expect(areSame([span(0, 2)], [span(0, 3)])).toBe(false);
  });
});
