// Which stretches of a text are left out, and how is the text cut by them? By characters as the server counts them.
import type { Schemas } from '../../api/types';

type Span = Schemas['RedactedSpan'];

/** A piece of a text: shown, or left out and why. */
export interface Piece {
  /** Where it begins, in characters. */
  from: number;
  /** The first character behind it. */
  to: number;
  text: string;
  /** The span that leaves it out. */
  span: Span | undefined;
}

/** Cuts a text into what is shown and what is left out; spans that overlap are one behind the other. */
export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const letters = [...text];
  const ordered = [...spans].sort((one, other) => one.from - other.from || one.to - other.to);
  const found: Piece[] = [];
  const add = (from: number, to: number, span: Span | undefined) => {
    if (from < to) found.push({ from, to, text: letters.slice(from, to).join(''), span });
  };
  let at = 0;
  for (const span of ordered) {
    const from = Math.max(at, span.from);
    const to = Math.min(letters.length, span.to);
    if (from >= to) continue;
    add(at, from, undefined);
    add(from, to, span);
    at = to;
  }
  add(at, letters.length, undefined);
  return found;
}

/** Every place where a word stands in a text, in characters; none where it stands nowhere. */
export function places(text: string, word: string): { from: number; to: number }[] {
  const letters = [...text];
  const wanted = [...word.trim()];
  if (wanted.length === 0) return [];
  const found: { from: number; to: number }[] = [];
  for (let from = 0; from + wanted.length <= letters.length; from += 1) {
    if (wanted.every((letter, at) => letters[from + at] === letter)) found.push({ from, to: from + wanted.length });
  }
  return found;
}

/** The spans with those of a word added, in every text that has it. */
export function withWord(spans: readonly Span[], fields: readonly { address: string; before: string }[], word: string, why: string): Span[] {
  const is = (span: Span, field: string, from: number, to: number) => span.field === field && span.from <= from && to <= span.to;
  const more = fields.flatMap(({ address, before }) => places(before, word).map(({ from, to }) => ({ field: address, from, to, why })));
  return [...spans, ...more.filter((one) => !spans.some((span) => is(span, one.field, one.from, one.to)))];
}

/** The spans without one of them. */
export function withoutSpan(spans: readonly Span[], gone: Span): Span[] {
  return spans.filter((span) => span.field !== gone.field || span.from !== gone.from || span.to !== gone.to);
}

/** Whether two lists leave the same out. */
export function areSame(one: readonly Span[], other: readonly Span[]): boolean {
  const word = (spans: readonly Span[]) => spans.map((span) => `${span.field} ${span.from} ${span.to} ${span.why}`).sort().join('\n');
  return word(one) === word(other);
}
