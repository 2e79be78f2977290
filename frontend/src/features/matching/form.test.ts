import { describe, expect, it } from 'vitest';
import { DEFAULTS, readForm, readNumber } from './form';

describe('readForm', () => {
  it('turns the defaults into the defaults of the contract', () => {
    expect(readForm(DEFAULTS)).toEqual({
      parameters: { per_nomination: 5, max_load: 8, min_load: 0, max_per_unit: 1, least_score: 0, objective: 'sum', max_probability: 0.5 },
    });
  });
  it('names every field at fault', () => {
    expect(readForm({ ...DEFAULTS, per_nomination: '16', max_load: 'many', max_per_unit: '1.5', most_region: '0' })).toEqual({
      faults: { per_nomination: 'range', max_load: 'whole', max_per_unit: 'whole', most_region: 'range' },
    });
  });
  it('does not let the least load exceed the greatest', () => {
    expect(readForm({ ...DEFAULTS, min_load: '9' })).toEqual({ faults: { min_load: 'above_max_load' } });
  });
  it('looks at the probability only for the random draw', () => {
    expect(readForm({ ...DEFAULTS, max_probability: '7' })).toHaveProperty('parameters.max_probability', 0.5);
    expect(readForm({ ...DEFAULTS, objective: 'random', max_probability: '7' })).toEqual({ faults: { max_probability: 'range' } });
    expect(readForm({ ...DEFAULTS, objective: 'random', max_probability: '0.25' })).toHaveProperty('parameters', expect.objectContaining({ max_probability: 0.25 }));
  });
  it('never names a seed: the server draws it', () => {
    expect(readForm({ ...DEFAULTS, objective: 'random' })).not.toHaveProperty('parameters.seed');
  });
  it('sends rules over groups where there are any', () => {
    expect(readForm(DEFAULTS)).not.toHaveProperty('parameters.families');
    expect(readForm({ ...DEFAULTS, most_university: '２', most_region: '3', free_unit: '0', price_unit: '0.05' })).toHaveProperty(
      'parameters',
      expect.objectContaining({
        families: [
          { group: 'university', most: 2 },
          { group: 'region', most: 3 },
        ],
        mixes: [{ group: 'unit', free: 0, price: 0.05 }],
      }),
    );
  });
  it('keeps to the panels where that is chosen', () => {
    expect(readForm(DEFAULTS)).not.toHaveProperty('parameters.within_panels');
    expect(readForm({ ...DEFAULTS, within_panels: true })).toHaveProperty('parameters.within_panels', true);
  });
  it('refuses half a price, and rules that cross', () => {
    expect(readForm({ ...DEFAULTS, free_region: '2' })).toEqual({ faults: { price_region: 'both' } });
    expect(readForm({ ...DEFAULTS, price_region: '0.1' })).toEqual({ faults: { free_region: 'both' } });
    expect(readForm({ ...DEFAULTS, most_system: '2', most_region: '3' })).toEqual({ faults: { most_region: 'crossing' } });
    expect(readForm({ ...DEFAULTS, most_system: '2', free_region: '1', price_region: '2' })).toEqual({ faults: { free_region: 'crossing', price_region: 'range' } });
  });
  it('asks for a floor only with its objective, and for none that nobody reaches', () => {
    expect(readForm({ ...DEFAULTS, floor: '99' })).not.toHaveProperty('parameters.floor');
    expect(readForm({ ...DEFAULTS, objective: 'floor' })).not.toHaveProperty('parameters.floor');
    expect(readForm({ ...DEFAULTS, objective: 'floor', floor: '2.5' })).toHaveProperty('parameters', expect.objectContaining({ objective: 'floor', floor: 2.5 }));
    expect(readForm({ ...DEFAULTS, objective: 'floor', floor: '5.1' })).toEqual({ faults: { floor: 'above_places' } });
    expect(readForm({ ...DEFAULTS, objective: 'floor', floor: '-1' })).toEqual({ faults: { floor: 'range' } });
  });
});

describe('readNumber', () => {
  it('reads full-width digits and refuses what is no number', () => {
    expect(readNumber('１２')).toBe(12);
    expect(readNumber('1e3')).toBeUndefined();
    expect(readNumber('')).toBeUndefined();
  });
});
