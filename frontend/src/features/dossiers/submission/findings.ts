// How are the findings of a rule check grouped for reading? By what they ask of the reader, then by rule.
import type { Finding } from './types';

/** The groups, in the order in which they are read. */
export const GROUPS = ['fail', 'reminder', 'needs_person', 'pass', 'not_applicable'] as const;

export type Group = (typeof GROUPS)[number];

/** What one rule says, in however many places. */
export interface RuleFindings {
  rule: string;
  clause: string;
  findings: readonly Finding[];
}

function groupOf({ verdict, severity }: Finding): Group {
  // A reminder stands in nobody's way.
  if (verdict === 'fail') return severity === 'reminder' ? 'reminder' : 'fail';
  return verdict === 'off' ? 'not_applicable' : verdict;
}

/** The findings by group and rule, both in order; a rule stands in each group in which it says something. */
export function grouped(findings: readonly Finding[]): { group: Group; rules: RuleFindings[]; count: number }[] {
  return GROUPS.map((group) => {
    const here = findings.filter((one) => groupOf(one) === group);
    const rules = [...new Set(here.map((one) => one.rule))].map((rule) => {
      const said = here.filter((one) => one.rule === rule);
      return { rule, clause: said[0]?.clause ?? '', findings: said };
    });
    return { group, rules, count: here.length };
  });
}

/** A digest or key in groups of four, so that people can compare it. */
export function inFours(text: string): string {
  return text.match(/.{1,4}/gu)?.join(' ') ?? '';
}

/** The two ends of a long text. */
export function shortened(text: string, ends = 10): string {
  return text.length <= 2 * ends + 1 ? text : `${text.slice(0, ends)}…${text.slice(-ends)}`;
}
