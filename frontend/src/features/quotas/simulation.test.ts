import { describe, expect, it } from 'vitest';
import { askedRounds, readSimulation, simulationOf, withChange, writeSimulation } from './simulation';

describe('the address of the simulator', () => {
  it('says everything and is read back', () => {
    const simulation = { policy: 'p1', total: 120, rounds: 2, compare: 'p2', changes: { 'indicators.I01.weight': 14, 'lines.expand': 82.5 } };
    expect(readSimulation(writeSimulation(simulation))).toEqual(simulation);
  });
  it('leaves out what is no number', () => {
    expect(readSimulation(new URLSearchParams('total=many&rounds=0&x.a=b&x.c=&x.d=4'))).toEqual({ policy: '', total: undefined, rounds: undefined, compare: '', changes: { d: 4 } });
  });
  it('asks for a window only where it leaves a round of the policy out', () => {
    expect(askedRounds(2, 3)).toBe(2);
    for (const rounds of [undefined, 3, 8]) expect(askedRounds(rounds, 3)).toBeUndefined();
  });
  it('opens a kept scenario with all that was tried', () => {
    const kept = { policy_id: 'p1', policy: '[reserve]\npermille = 40\n', total: 120, rounds: 2, compared_with: 'p2' };
    const opened = simulationOf(kept, '[reserve]\npermille = 20\n');
    expect(readSimulation(writeSimulation(opened))).toEqual({ policy: 'p1', total: 120, rounds: 2, compare: 'p2', changes: { 'reserve.permille': 40 } });
    expect(simulationOf({ policy_id: 'p1', policy: null, total: 9, rounds: null, compared_with: null }, '')).toEqual({ policy: 'p1', total: 9, rounds: undefined, compare: '', changes: {} });
  });
  it('forgets a change that was taken back', () => {
    expect(withChange({ a: 1, b: 2 }, 'a', 5, 5)).toEqual({ b: 2 });
    expect(withChange({ b: 2 }, 'a', 6, 5)).toEqual({ a: 6, b: 2 });
  });
});
