import { describe, expect, it } from 'vitest';
import { causeOf, dayAfter, endOfDay, toneOfAssignment, toneOfBroken, toneOfConflict, toneOfPlan, toneOfStanding } from './words';

describe('days in Beijing', () => {
  it('count from the day there, not from the browser’s', () => {
    const lateEvening = Date.parse('2027-03-01T17:00:00Z');
    expect(dayAfter(lateEvening, 0)).toBe('2027-03-02');
    expect(dayAfter(lateEvening, 10)).toBe('2027-03-12');
    expect(endOfDay('2027-03-12')).toBe('2027-03-12T16:00:00.000Z');
  });
});

describe('the cause of a task', () => {
  it('is the freeze where there is one', () => {
    expect(causeOf({ frozen: { at: '', by: '', reason: '' }, state: 'accepted' })).toBe('frozen');
    expect(causeOf({ frozen: null, state: 'declined' })).toBe('declined');
  });
});

describe('the tones', () => {
  it('keep red for what never passes', () => {
    expect(toneOfConflict('bar')).toBe('red');
    expect(toneOfBroken({ grade: 'refuse' })).toBe('red');
    expect(toneOfBroken({ grade: 'override' })).toBe('gold');
    expect(toneOfPlan('applied')).toBe('green');
    expect(toneOfAssignment('declined')).toBe('gold');
    expect(toneOfStanding('banned')).toBe('red');
  });
});
