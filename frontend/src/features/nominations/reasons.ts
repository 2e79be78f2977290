// Which words does a nomination share with its experts? What the page marks in the project's texts.
import type { Candidate } from '../../api/types';

/** The terms that matched for one candidate, each once, longest first. */
export function termsOf(candidate: Candidate): string[] {
  const reasons = candidate.reasons;
  if (reasons == null) return [];
  const all = [...reasons.publications.flatMap((publication) => publication.terms), ...reasons.keywords];
  return [...new Set(all.map((term) => term.trim()).filter((term) => term !== ''))].sort(
    (left, right) => right.length - left.length || (left < right ? -1 : 1),
  );
}

/** The terms that matched for any of the candidates. */
export function termsOfAll(candidates: readonly Candidate[]): string[] {
  return [...new Set(candidates.flatMap(termsOf))];
}

/** Keeps the discipline tier within what the words of the page know. */
export function tierOf(tier: number): '0' | '1' | '2' | '3' {
  return tier >= 3 ? '3' : tier === 2 ? '2' : tier === 1 ? '1' : '0';
}

/** Cuts `kind:key`, as evidence names its record, in two; a key without a kind stays whole. */
export function splitSource(source: string): { kind: string | undefined; key: string } {
  const match = /^([a-z_]+):(.+)$/.exec(source);
  return match ? { kind: match[1], key: match[2] ?? '' } : { kind: undefined, key: source };
}
