import { describe, expect, it } from 'vitest';
import { addressOf, toneOfAlert, toneOfDeclaration, toneOfFinding, toneOfGrade } from './words';

describe('the address of a source', () => {
  it('stands below its round where the app has it there', () => {
    expect(addressOf('/nominations/7#person-3', 2027)).toBe('/rounds/2027/nominations/7#person-3');
    expect(addressOf('/declarations/7', 2027)).toBe('/rounds/2027/declarations/7');
    expect(addressOf('/experts/7', 2027)).toBe('/experts/7');
  });
  it('is none for what the app does not show', () => {
    expect(addressOf(null, 2027)).toBeUndefined();
    expect(addressOf('https://elsewhere.example/', 2027)).toBeUndefined();
  });
});

describe('the tones', () => {
  it('warn of what needs a person', () => {
    expect(['bar', 'flag', 'note', 'cleared'].map((one) => toneOfFinding(one as 'bar'))).toEqual(['red', 'gold', 'neutral', 'green']);
    expect(toneOfDeclaration('waiting')).toBe('gold');
    expect(toneOfGrade('soft')).toBe('gold');
    expect(toneOfAlert({ state: 'open' })).toBe('red');
  });
});
