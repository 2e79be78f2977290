import { describe, expect, it } from 'vitest';
import type { SelectionView } from '../../../api/types';
import { isPoints, marksOf, nextKey, scoreOf } from './selection_form';

const text = { zh: '', en: '' };
const view = {
  society_id: 'A',
  criteria: [
    { code: 'novelty', most: 35, label: text, help: text },
    { code: 'level', most: 25, label: text, help: text },
  ],
  scores: [
    { candidate: 'c1', expert: 'e1', points: { novelty: 30, level: 20 }, total: 50, recusal: null, by: '', at: '' },
    { candidate: 'c2', expert: 'e1', points: {}, total: null, recusal: '同一单位', by: '', at: '' },
  ],
} as unknown as SelectionView;

describe('the score form', () => {
  it('shows what stands and sends what is whole', () => {
    expect(marksOf(view, 'e1', 'c1')).toEqual({ points: { novelty: '30', level: '20' }, recusal: '' });
    expect(marksOf(view, 'e1', 'c2')).toEqual({ points: { novelty: '', level: '' }, recusal: '同一单位' });
    expect(scoreOf(view, 'e2', 'c1', { points: { novelty: ' ３５ ', level: '0' }, recusal: '' })).toEqual({ society_id: 'A', expert: 'e2', candidate: 'c1', points: { novelty: 35, level: 0 } });
    expect(scoreOf(view, 'e2', 'c1', { points: { novelty: '36', level: '0' }, recusal: '' })).toBeUndefined();
    expect(scoreOf(view, 'e2', 'c1', { points: {}, recusal: ' 亲属 ' })).toEqual({ society_id: 'A', expert: 'e2', candidate: 'c1', recusal: '亲属' });
  });
  it('takes whole points only', () => {
    expect([isPoints('25', 25), isPoints('26', 25), isPoints('2.5', 25), isPoints('-1', 25), isPoints('', 25)]).toEqual([true, false, false, false, false]);
  });
  it('gives rows words of their own', () => {
    const row = (key: string) => ({ key, first: '', second: '' });
    expect(nextKey('c', [])).toBe('c1');
    expect(nextKey('c', [row('c1'), row('c7')])).toBe('c8');
  });
});
