import { describe, expect, it } from 'vitest';
import type { SelectionView } from '../../../api/types';
import { ProblemError } from '../../../api/problems';
import { hasOpenLink, isOwn, isPoints, isWithoutLink, marksOf, nextKey, scoreOf, writeOver } from './selection_form';

const text = { zh: '', en: '' };
const view = {
  society_id: 'A',
  version: 3,
  candidates: [
    { key: 'c1', title: '甲' },
    { key: 'c2', title: '乙' },
  ],
  experts: [{ key: 'e1', name: '某人' }],
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
  describe('written over what was seen', () => {
    /** A server where `now` stands, which takes a score over that alone. */
    const server = (now: SelectionView) => {
      const asked: number[] = [];
      const send = (version: number) => {
        asked.push(version);
        if (version === now.version) return Promise.resolve({ ...now, version: version + 1 });
        return Promise.reject(new ProblemError({ code: 'stale', status: 412, present: { version: now.version, data: now } }));
      };
      return { asked, send };
    };
    const score = { society_id: 'A', candidate: 'c1', expert: 'e1', points: { novelty: 1, level: 1 } };
    const changed = (part: Partial<SelectionView>) => ({ ...view, version: 5, ...part }) as SelectionView;
    const scores = (novelty: number, recusal: string) =>
      view.scores.map((one) => (one.candidate === 'c1' ? { ...one, points: { ...one.points, novelty } } : { ...one, recusal }));

    it('goes on where somebody else wrote of another candidate', async () => {
      const { asked, send } = server(changed({ scores: scores(30, '师生') }));
      expect((await writeOver(view, score, send)).version).toBe(6);
      expect(asked).toEqual([3, 5]);
    });
    it.each([
      ['the same score', changed({ scores: scores(31, '同一单位') })],
      ['what the candidate is', changed({ candidates: [{ ...view.candidates[0], title: '丙' }] as SelectionView['candidates'] })],
      ['who the expert is', changed({ experts: [{ ...view.experts[0], name: '另一人' }] as SelectionView['experts'] })],
    ])('stops where somebody else changed %s', async (_, now) => {
      const { asked, send } = server(now);
      await expect(writeOver(view, score, send)).rejects.toMatchObject({ code: 'stale', present: { version: 5 } });
      expect(asked).toEqual([3]);
    });
    it('stops at any other refusal', async () => {
      const send = () => Promise.reject(new ProblemError({ code: 'conflict', status: 409 }));
      await expect(writeOver(view, score, send)).rejects.toMatchObject({ code: 'conflict' });
    });
  });
  it('gives rows words of their own', () => {
    const row = (key: string) => ({ key, first: '', second: '' });
    expect(nextKey('c', [])).toBe('c1');
    expect(nextKey('c', [row('c1'), row('c7')])).toBe('c8');
  });
});

describe('the experts’ links', () => {
  const expert = (link: string | null, open: number) => ({ key: 'e', name: '', unit: '', open, link }) as SelectionView['experts'][number];
  it('are made for whoever has something to score and no link that is out', () => {
    const links = [null, 'issued', 'opened', 'handed_in', 'expired', 'revoked'];
    expect(links.filter((link) => isWithoutLink(expert(link, 1)))).toEqual([null, 'handed_in', 'expired', 'revoked']);
    expect(links.filter((link) => hasOpenLink(expert(link, 1)))).toEqual(['issued', 'opened']);
    expect(isWithoutLink(expert(null, 0))).toBe(false);
  });
  it('make scores that nobody else writes over', () => {
    const scores = [
      { candidate: 'c1', expert: 'e1', is_own: true },
      { candidate: 'c2', expert: 'e1', is_own: false },
    ];
    const seen = { ...view, scores } as unknown as SelectionView;
    expect([isOwn(seen, 'e1', 'c1'), isOwn(seen, 'e1', 'c2'), isOwn(seen, 'e2', 'c1')]).toEqual([true, false, false]);
  });
});
