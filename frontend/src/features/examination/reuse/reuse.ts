// How is something shared shown: how strong, how much of a text?
import type { ReuseFinding, ReuseMatch, ReusePart } from '../../../api/types';
import type { Tone } from '../../../shared/ui';

const TONES: Record<string, Tone> = { person: 'red', content: 'red', text: 'gold', paper: 'gold', title: 'gold', namesake: 'neutral' };

/** The colour of a kind of finding: red for what is the same by its number, grey for a doubt. */
export function toneOfReuse(kind: string): Tone {
  return TONES[kind] ?? 'neutral';
}

/** A share as whole per cent; what is exact has none. */
export function percentOf(finding: ReuseFinding): number | undefined {
  return finding.kind === 'text' || finding.kind === 'title' ? Math.round(finding.score * 100) : undefined;
}

/** How many characters of a text stand in the other, and how many there are. */
export function sharedCharacters(parts: readonly ReusePart[]): { shared: number; all: number } {
  let shared = 0;
  let all = 0;
  for (const part of parts) {
    const length = [...part.text].length;
    all += length;
    if (part.is_shared) shared += length;
  }
  return { shared, all };
}

/** The rules that the findings of a match are evidence of, each once. */
export function rulesOf(match: ReuseMatch): string[] {
  return [...new Set(match.findings.flatMap((finding) => finding.rules))].sort();
}

/** The matches with what is evidence of a rule, those without it left aside; without a rule all of them. */
export function matchesOf(matches: readonly ReuseMatch[], rule: string | undefined): ReuseMatch[] {
  if (rule === undefined) return [...matches];
  const under = matches.map((match) => ({ ...match, findings: match.findings.filter((finding) => finding.rules.includes(rule)) }));
  return under.filter((match) => match.findings.length > 0);
}

/** Whether a comparison can still change. */
export const isUnderWay = ({ state }: { state: string }): boolean => state === 'queued' || state === 'running';

/** The comparison whose pairs are shown: the newest that was carried out. */
export const newestDone = <Run extends { state: string }>(runs: readonly Run[]): Run | undefined => runs.find((run) => run.state === 'done');

/** How strong a finding is: a share of a text, the same thing, or a doubt. */
export function strengthOf(finding: ReuseFinding): { kind: 'share'; percent: number } | { kind: 'same' | 'doubt' } {
  const percent = percentOf(finding);
  if (percent !== undefined) return { kind: 'share', percent };
  return { kind: finding.kind === 'namesake' ? 'doubt' : 'same' };
}
