import { describe, expect, it } from 'vitest';
import { DEFAULTS, readForm, readNumber } from './form';

describe('readForm', () => {
  it('turns the defaults into the defaults of the contract', () => {
    expect(readForm(DEFAULTS)).toEqual({
      parameters: { per_nomination: 5, max_load: 8, min_load: 0, max_per_unit: 1, least_score: 0, objective: 'sum', max_probability: 0.5, seed: null },
    });
  });
  it('names every field at fault', () => {
    expect(readForm({ ...DEFAULTS, per_nomination: '16', max_load: 'many', max_per_unit: '1.5', seed: '-1' })).toEqual({
      faults: { per_nomination: 'range', max_load: 'whole', max_per_unit: 'whole', seed: 'range' },
    });
  });
  it('does not let the least load exceed the greatest', () => {
    expect(readForm({ ...DEFAULTS, min_load: '9' })).toEqual({ faults: { min_load: 'above_max_load' } });
  });
  it('looks at the probability only for the random draw', () => {
    expect(readForm({ ...DEFAULTS, max_probability: '7' })).toHaveProperty('parameters.max_probability', 0.5);
    expect(readForm({ ...DEFAULTS, objective: 'random', max_probability: '7' })).toEqual({ faults: { max_probability: 'range' } });
    expect(readForm({ ...DEFAULTS, objective: 'random', max_probability: '0.25', seed: '７' })).toHaveProperty('parameters', expect.objectContaining({ max_probability: 0.25, seed: 7 }));
  });
});

describe('readNumber', () => {
  it('reads full-width digits and refuses what is no number', () => {
    expect(readNumber('１２')).toBe(12);
    expect(readNumber('1e3')).toBeUndefined();
    expect(readNumber('')).toBeUndefined();
  });
});
