import { describe, expect, it } from 'vitest';
import { draftOf, isWritten, verdictOf } from './draft';

describe('a draft', () => {
  it('is sent only with a reason where one is needed', () => {
    expect(verdictOf('FC-1', draftOf('fail'), false)).toBeUndefined();
    expect(verdictOf('FC-1', draftOf('pass'), true)).toBeUndefined();
    expect(verdictOf('FC-1', draftOf('pass'), false)).toEqual({ rule: 'FC-1', ruling: 'pass' });
  });
  it('says what mends a fault and where it is, without blanks around it', () => {
    expect(verdictOf('FC-1', { ruling: 'fail', reason: ' 缺公章 ', fix: ' 补盖 ', address: 'opinion.seal' }, true)).toEqual({ rule: 'FC-1', ruling: 'fail', reason: '缺公章', fix: '补盖', address: 'opinion.seal' });
    expect(verdictOf('FC-1', { ruling: 'pass', reason: '已核对', fix: '补盖', address: 'opinion.seal' }, true)).toEqual({ rule: 'FC-1', ruling: 'pass', reason: '已核对' });
  });
  it('is written as soon as it would be missed', () => {
    expect([isWritten(draftOf('fail', 'opinion.seal')), isWritten({ ...draftOf('fail'), fix: '补' })]).toEqual([false, true]);
  });
});
