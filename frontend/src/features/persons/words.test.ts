import { describe, expect, it } from 'vitest';
import type { LinkStep } from './types';
import { addressOf, decidedBy, likelihood, percent } from './words';

describe('a probability', () => {
  it('is never told as certain while it is not', () => {
    expect(percent(0.999)).toBe(99);
    expect(percent(1)).toBe(100);
    expect(percent(0.257)).toBe(26);
  });
  it('has a word', () => {
    expect([1, 0.95, 0.6, 0.2].map(likelihood)).toEqual(['sure', 'likely', 'rather', 'maybe']);
  });
});

describe('who decided', () => {
  const step = (deed: string, state: LinkStep['state'], by: string): LinkStep => ({ deed, state, by, at: '' });
  const names = (state: LinkStep['state'], ...steps: LinkStep[]) => decidedBy({ state, steps: steps.reverse() }).map((one) => one.by);
  it('is two people of a link, whatever was asked for since', () => {
    const linked = [step('confirm', 'confirmed', 'a'), step('confirm', 'linked', 'b')];
    expect(names('linked', ...linked)).toEqual(['a', 'b']);
    expect(names('unlinking', ...linked, step('unlink', 'unlinking', 'c'))).toEqual(['a', 'b']);
    expect(names('confirmed', step('confirm', 'confirmed', 'a'))).toEqual([]);
  });
  it('is one or two of "not the same"', () => {
    expect(names('refused', step('confirm', 'confirmed', 'a'), step('refuse', 'refused', 'b'))).toEqual(['b']);
    expect(names('refused', step('refuse', 'refusing', 'a'), step('refuse', 'refused', 'b'))).toEqual(['a', 'b']);
    expect(names('refused', step('refuse', 'refusing', 'a'), step('withdraw', 'proposed', 'a'), step('refuse', 'refused', 'c'))).toEqual(['c']);
  });
});

describe('a record', () => {
  it('is read where it stands', () => {
    const side = { name: '', id: 'k', number: 'n' };
    expect(addressOf({ ...side, kind: 'expert' }, 2027)).toBe('/experts/k');
    expect(addressOf({ ...side, kind: 'completer' }, 2027)).toBe('/rounds/2027/nominations/k');
  });
});
