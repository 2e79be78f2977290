// Which lines of a text are new, which are gone, which stayed? The longest common run of lines decides.

export interface DiffRow {
  left: string | undefined;
  right: string | undefined;
  kind: 'same' | 'changed' | 'removed' | 'added';
}

function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const here = lengths[row] as number[];
      here[column] =
        left[row] === right[column]
          ? (lengths[row + 1]?.[column + 1] ?? 0) + 1
          : Math.max(lengths[row + 1]?.[column] ?? 0, here[column + 1] ?? 0);
    }
  }
  return lengths;
}

/** A removed line and an added one that meet stand beside each other as one changed row. */
function paired(removed: string[], added: string[]): DiffRow[] {
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, index): DiffRow => {
    const left = removed[index];
    const right = added[index];
    return { left, right, kind: left === undefined ? 'added' : right === undefined ? 'removed' : 'changed' };
  });
}

/** The two texts line by line. */
export function diffLines(before: string, after: string): DiffRow[] {
  const left = before === '' ? [] : before.split('\n');
  const right = after === '' ? [] : after.split('\n');
  const lengths = commonLengths(left, right);
  const rows: DiffRow[] = [];
  let removed: string[] = [];
  let added: string[] = [];
  let row = 0;
  let column = 0;
  while (row < left.length || column < right.length) {
    const one = left[row];
    const other = right[column];
    if (one !== undefined && one === other) {
      rows.push(...paired(removed, added), { left: one, right: other, kind: 'same' });
      removed = [];
      added = [];
      row += 1;
      column += 1;
    } else if (other === undefined || (one !== undefined && (lengths[row + 1]?.[column] ?? 0) >= (lengths[row]?.[column + 1] ?? 0))) {
      removed.push(one ?? '');
      row += 1;
    } else {
      added.push(other);
      column += 1;
    }
  }
  return [...rows, ...paired(removed, added)];
}

/** The rows that differ, with `context` equal ones around them; `gap` counts the rows left out before a row. */
export function folded(rows: readonly DiffRow[], context: number): (DiffRow & { gap: number; number: number })[] {
  const isNear = rows.map((_, index) => rows.slice(Math.max(0, index - context), index + context + 1).some((row) => row.kind !== 'same'));
  const kept: (DiffRow & { gap: number; number: number })[] = [];
  let gap = 0;
  rows.forEach((row, index) => {
    if (isNear[index]) {
      kept.push({ ...row, gap, number: index });
      gap = 0;
    } else gap += 1;
  });
  return kept;
}
