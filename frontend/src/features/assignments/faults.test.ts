import { describe, expect, it } from 'vitest';
import { faultsAsCsv } from './faults';

describe('the faults of a file', () => {
  it('stand in a table with line, column and words', () => {
    const csv = faultsAsCsv([{ line: 3, column: 'expert_id', zh: '没有这位专家，请核对', en: 'x' }], ['行', '列', '问题'], (fault) => fault.zh);
    expect(csv).toBe('\uFEFF行,列,问题\r\n3,expert_id,没有这位专家，请核对\r\n');
  });
  it('never become formulas, and keep their quotes', () => {
    const csv = faultsAsCsv([{ line: null, column: null, zh: '=1+1', en: 'he said "no", twice' }], ['a', 'b', 'c'], (fault) => `${fault.zh}`);
    expect(csv.split('\r\n')[1]).toBe(",,'=1+1");
    const quoted = faultsAsCsv([{ line: 1, column: null, zh: '', en: 'he said "no", twice' }], ['a', 'b', 'c'], (fault) => fault.en);
    expect(quoted.split('\r\n')[1]).toBe('1,,"he said ""no"", twice"');
  });
});
