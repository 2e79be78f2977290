import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../api/problems';
import { policyFault, readFault } from './fault';

describe('readFault', () => {
  it('finds the line or the key in both languages', () => {
    expect(readFault('第 12 行：未知的键 x')).toEqual({ line: 12, message: '未知的键 x' });
    expect(readFault('line 12: unknown field')).toEqual({ line: 12, message: 'unknown field' });
    expect(readFault('expand.points：为 120,应在 0 至 100 之间')).toEqual({ name: 'expand.points', message: '为 120,应在 0 至 100 之间' });
    expect(readFault('indicators I05.points: is 120')).toEqual({ name: 'indicators.I05.points', message: 'is 120' });
    expect(readFault('window.decay_permille[1]：太大')).toEqual({ name: 'window.decay_permille.1', message: '太大' });
    expect(readFault('不是有效的 TOML')).toEqual({ message: '不是有效的 TOML' });
  });
});

describe('policyFault', () => {
  it('reads the field of the policy alone', () => {
    const error = (pointer: string) => new ProblemError({ code: 'invalid', status: 422, fields: [{ pointer, message: 'indicators：合计' }] });
    expect(policyFault(error('/policy'))).toEqual({ name: 'indicators', message: '合计' });
    expect(policyFault(error('/total'))).toBeUndefined();
    expect(policyFault(new Error('x'))).toBeUndefined();
  });
});
