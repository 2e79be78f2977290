import { describe, expect, it } from 'vitest';
import { readSimulation, withChange, writeSimulation } from './simulation';

describe('the address of the simulator', () => {
  it('says everything and is read back', () => {
    const simulation = { policy: 'p1', total: 120, compare: 'p2', changes: { 'indicators.I01.weight': 14, 'lines.expand': 82.5 } };
    expect(readSimulation(writeSimulation(simulation))).toEqual(simulation);
  });
  it('leaves out what is no number', () => {
    expect(readSimulation(new URLSearchParams('total=many&x.a=b&x.c=&x.d=4'))).toEqual({ policy: '', total: undefined, compare: '', changes: { d: 4 } });
  });
  it('forgets a change that was taken back', () => {
    expect(withChange({ a: 1, b: 2 }, 'a', 5, 5)).toEqual({ b: 2 });
    expect(withChange({ b: 2 }, 'a', 6, 5)).toEqual({ a: 6, b: 2 });
  });
});
