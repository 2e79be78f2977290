// What is a total, what is still to be done in a sheet, which is next? As the server says it, so that it holds without a network. Plain data in, plain data out.
import type { Content, Criterion, Queue, Sheet } from './types';

/** The most characters of a reason. */
export const MOST_WORDS = 2_000;

/** What a sheet says. */
export const contentOf = (sheet: Sheet): Content => ({ points: sheet.points, choices: sheet.choices, comments: sheet.comments, skipped: sheet.skipped });

const lengthOf = (text: string | undefined) => [...(text ?? '').trim()].length;

/** The total in points: weights add up to 100. Undefined until each criterion has its own. */
export function total(criteria: readonly Criterion[], points: Content['points']): number | undefined {
  let hundredths = 0;
  for (const one of criteria) {
    if (one.kind !== 'points') continue;
    const given = points[one.code];
    if (given === undefined || given > (one.most ?? 0)) return undefined;
    hundredths += (one.weight ?? 0) * given;
  }
  return hundredths / 100;
}

/** The fewest characters of a reason for what stands at a criterion; 0 where none is needed. */
export function leastWords(one: Criterion, content: Content): number {
  const least = Math.max(one.comment_least ?? 0, 1);
  if (one.kind === 'choice') return one.comment === 'always' && content.choices[one.code] !== undefined ? least : 0;
  const given = content.points[one.code];
  if (given === undefined || given > (one.most ?? 0) || one.comment === 'never') return 0;
  if (one.comment === 'always') return least;
  return given < one.comment.below || given > one.comment.above ? least : 0;
}

/** Something that is to be done before a sheet may be submitted. */
export interface Fault {
  criterion: string;
  part: 'points' | 'choices' | 'comments';
  code: 'missing' | 'reason' | 'long';
  /** Characters that are asked for, or allowed. */
  bound: number;
}

/** Everything that is to be done, criterion by criterion. */
export function faults(criteria: readonly Criterion[], content: Content): Fault[] {
  return criteria.flatMap((one): Fault[] => {
    const found: Fault[] = [];
    const part = one.kind === 'choice' ? 'choices' : 'points';
    if (content[part][one.code] === undefined) found.push({ criterion: one.code, part, code: 'missing', bound: 0 });
    const words = lengthOf(content.comments[one.code]);
    const least = leastWords(one, content);
    if (words > MOST_WORDS) found.push({ criterion: one.code, part: 'comments', code: 'long', bound: MOST_WORDS });
    else if (words < least) found.push({ criterion: one.code, part: 'comments', code: 'reason', bound: least });
    return found;
  });
}

export type Typed = { value: number } | { problem: 'number' | 'most' | 'step' } | undefined;

/** The points that were typed; undefined where nothing was. */
export function typedPoints(text: string, one: Criterion): Typed {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return undefined;
  if (!/^\d{1,4}$/.test(plain)) return { problem: 'number' };
  const value = Number(plain);
  if (value > (one.most ?? 0)) return { problem: 'most' };
  return value % (one.step ?? 1) === 0 ? { value } : { problem: 'step' };
}

/** The content with something else at a place; what is empty is not there. */
export function changed<Part extends 'points' | 'choices' | 'comments'>(content: Content, part: Part, code: string, value: Content[Part][string] | undefined): Content {
  const rest = Object.fromEntries(Object.entries(content[part]).filter(([key]) => key !== code));
  return { ...content, skipped: false, [part]: value === undefined || value === '' ? rest : { ...rest, [code]: value } };
}

const sorted = (record: Readonly<Record<string, number | string>>) => Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
const said = (comments: Content['comments']) =>
  Object.fromEntries(
    Object.entries(comments)
      .map(([code, text]): [string, string] => [code, text.trim()])
      .filter(([, text]) => text !== ''),
  );

/** Whether two say the same of the nomination, as the server keeps it: blanks around a reason do not count, nor that it was put off. */
export function isSame(left: Content, right: Content): boolean {
  const parts = (content: Content) => JSON.stringify([sorted(content.points), sorted(content.choices), sorted(said(content.comments))]);
  return parts(left) === parts(right);
}

/** A row as the order of work asks for it. */
export interface Row {
  id: string;
  state: string;
  skipped: boolean;
}

/** The next one to judge behind `after`: in the order of the rows and round again, those that were put off last. */
export function next(rows: readonly Row[], after?: string): string | undefined {
  const place = rows.findIndex((row) => row.id === after);
  const open = [...rows.slice(place + 1), ...rows.slice(0, place + 1)].filter((row) => row.state !== 'submitted' && row.id !== after);
  return (open.find((row) => !row.skipped) ?? open[0])?.id;
}

/** The one before, round again from the first. */
export function previous(rows: readonly Row[], id: string): string | undefined {
  const place = rows.findIndex((row) => row.id === id);
  if (place < 0 || rows.length < 2) return undefined;
  return rows[(place + rows.length - 1) % rows.length]?.id;
}

/** The queue with one sheet as it stands now; what is older than what is known is left. */
export function withSheet(queue: Queue, sheet: Sheet): Queue {
  const rows = queue.rows.map((row) => (row.id === sheet.id && row.version <= sheet.version ? sheet : row));
  const done = rows.filter((row) => row.state === 'submitted').length;
  const isOwing = (phase: string) => rows.some((row) => row.phase === phase && row.state !== 'submitted');
  const ends = queue.phases.filter((phase) => isOwing(phase.id)).map((phase) => phase.closes_at);
  return { ...queue, rows, progress: { done, of: rows.length }, due_at: ends.sort()[0] ?? null, next: next(rows) ?? null };
}

/** A queue that was read, but for sheets that are known as they stood later: it was asked for before they were kept. */
export function withoutOlder(known: Queue | undefined, found: Queue): Queue {
  const later = (known?.rows ?? []).filter((row) => found.rows.some((one) => one.id === row.id && one.version < row.version));
  return later.reduce(withSheet, found);
}
