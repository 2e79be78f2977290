import { describe, expect, it } from 'vitest';
import { diffLines, folded } from './difference';

describe('diffLines', () => {
  it('rebuilds both texts', () => {
    const before = 'a\nb\nc\nd';
    const after = 'a\nx\nc\nd\ne';
    const rows = diffLines(before, after);
    expect(rows.map((row) => row.left).filter((line) => line !== undefined).join('\n')).toBe(before);
    expect(rows.map((row) => row.right).filter((line) => line !== undefined).join('\n')).toBe(after);
    expect(rows.map((row) => row.kind)).toEqual(['same', 'changed', 'same', 'same', 'added']);
  });
  it('knows empty texts', () => {
    expect(diffLines('', '')).toEqual([]);
    expect(diffLines('', 'a').map((row) => row.kind)).toEqual(['added']);
    expect(diffLines('a', '').map((row) => row.kind)).toEqual(['removed']);
  });
});

describe('folded', () => {
  it('keeps the surroundings of a change and counts what it leaves out', () => {
    const rows = folded(diffLines('1\n2\n3\n4\n5', '1\n2\n3\nx\n5'), 1);
    expect(rows.map((row) => [row.left, row.gap])).toEqual([['3', 2], ['4', 0], ['5', 0]]);
    expect(folded(diffLines('a', 'a'), 3)).toEqual([]);
  });
});
