import { describe, expect, it } from 'vitest';
import { highlight } from './highlight';

const marked = (text: string, terms: string[]) =>
  highlight(text, terms)
    .map((stretch) => (stretch.isHit ? `[${stretch.text}]` : stretch.text))
    .join('');

describe('highlight', () => {
  it('marks Han terms wherever they stand and joins those that touch', () => {
    expect(marked('高温合金叶片的疲劳寿命', ['高温合金', '合金叶片', '疲劳'])).toBe('[高温合金叶片]的[疲劳]寿命');
  });
  it('takes Latin terms as stems at the start of a word', () => {
    expect(marked('Deep Learning for unlearned studies', ['learn', 'studi'])).toBe('Deep [Learning] for unlearned [studies]');
  });
  it('does not let a short stem mark longer words', () => {
    expect(marked('AI and aid', ['ai'])).toBe('[AI] and aid');
  });
  it('folds width', () => {
    expect(marked('ＤＮＡ测序', ['dna'])).toBe('[ＤＮＡ]测序');
  });
  it('gives the text back whole', () => {
    const text = 'İstanbul 量子 dots, 量子点';
    expect(highlight(text, ['量子', 'dot', '', ' ']).map((stretch) => stretch.text).join('')).toBe(text);
    expect(highlight('', ['a'])).toEqual([]);
  });
});
