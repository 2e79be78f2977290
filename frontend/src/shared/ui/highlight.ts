// Which stretches of a text are the terms that matched? Used to mark them, in Han and in Latin script.

/** A stretch of text, and whether it is one of the terms. */
export interface Stretch {
  start: number;
  text: string;
  isHit: boolean;
}

/** Folds width and case one code unit to one, so that positions in both strings agree. */
function fold(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const narrow = unit >= 0xff01 && unit <= 0xff5e ? String.fromCharCode(unit - 0xfee0) : text.charAt(index);
    const lower = narrow.toLowerCase();
    folded += lower.length === 1 ? lower : narrow;
  }
  return folded;
}

const isWordUnit = (unit: string | undefined) => unit !== undefined && /[\p{Script=Latin}\p{Script=Greek}\d]/u.test(unit);

/** Positions where a term stands. Latin terms are stems: they start at a word's start and take the word whole. */
function hitsOf(folded: string, term: string): [number, number][] {
  const needle = fold(term.trim());
  if (needle === '') return [];
  const isLatin = isWordUnit(needle[0]);
  const hits: [number, number][] = [];
  for (let at = folded.indexOf(needle); at !== -1; at = folded.indexOf(needle, at + 1)) {
    let end = at + needle.length;
    if (isLatin) {
      if (isWordUnit(folded[at - 1])) continue;
      const wordEnd = end;
      while (isWordUnit(folded[end])) end += 1;
      // A stem of one or two letters would mark half of the dictionary.
      if (needle.length < 3 && end !== wordEnd) continue;
    }
    hits.push([at, end]);
  }
  return hits;
}

/** Cuts a text into marked and unmarked stretches; overlapping terms join. */
export function highlight(text: string, terms: readonly string[]): Stretch[] {
  const folded = fold(text);
  const hits = terms.flatMap((term) => hitsOf(folded, term)).sort((left, right) => left[0] - right[0] || left[1] - right[1]);
  const stretches: Stretch[] = [];
  let at = 0;
  let index = 0;
  while (index < hits.length) {
    const [start, firstEnd] = hits[index] ?? [0, 0];
    let end = firstEnd;
    while (index + 1 < hits.length && (hits[index + 1]?.[0] ?? 0) <= end) {
      index += 1;
      end = Math.max(end, hits[index]?.[1] ?? 0);
    }
    if (start > at) stretches.push({ start: at, text: text.slice(at, start), isHit: false });
    stretches.push({ start, text: text.slice(start, end), isHit: true });
    at = end;
    index += 1;
  }
  if (at < text.length) stretches.push({ start: at, text: text.slice(at), isHit: false });
  return stretches;
}
