// What has the rule check found, and what of it is whose to do?

export interface Bilingual {
  zh: string;
  en: string;
}

export type Verdict = 'pass' | 'fail' | 'needs_person' | 'not_applicable' | 'off';

export type Evidence = { kind: 'field'; value: string } | { kind: 'text'; value: Bilingual };

/** What one rule says of a dossier, as the server sends it. */
export interface Finding {
  rule: string;
  verdict: Verdict;
  severity: 'refusal' | 'reminder';
  what: Bilingual;
  evidence: Evidence[];
  address?: string | null;
  clause: string;
}

export interface Groups {
  /** Must be mended before it is handed in: refusals first. */
  mend: Finding[];
  /** A person looks. */
  person: Finding[];
  passed: Finding[];
  /** Not a matter of this form, or not asked in this round. */
  rest: Finding[];
}

/** The findings by whose they are to deal with, each group in the order of the rules. */
export function grouped(findings: readonly Finding[]): Groups {
  const of = (...verdicts: Verdict[]) => findings.filter((one) => verdicts.includes(one.verdict));
  const failed = of('fail');
  const weighing = (severity: Finding['severity']) => failed.filter((one) => one.severity === severity);
  return {
    mend: [...weighing('refusal'), ...weighing('reminder')],
    person: of('needs_person'),
    passed: of('pass'),
    rest: of('not_applicable', 'off'),
  };
}

/** Where in the editor a finding is mended: the section, and the field in it. */
export function linkOf(address: string): string {
  return `?section=${address.split('.', 1)[0]}#${address}`;
}

/** The words of a finding's evidence; its places are links of their own. */
export function wordsOf(finding: Finding): Bilingual[] {
  return finding.evidence.flatMap((one) => (one.kind === 'text' ? [one.value] : []));
}

/** A few places of a finding's evidence, without the one that it links to anyway. */
export function placesOf(finding: Finding): string[] {
  const places = finding.evidence.flatMap((one) => (one.kind === 'field' ? [one.value] : []));
  return [...new Set(places)].filter((place) => place !== finding.address);
}
