// Which of the machine's evidence belongs to a rule: what nominations share, or which sealed and signed pages? Pure.

/** The rules under which the server counts what nominations share. */
const SHARING: ReadonlySet<string> = new Set(['FC-003', 'FC-004', 'FC-005', 'FC-006', 'FC-007', 'FC-N01', 'FC-N03']);

const OPINION = /^opinion\./;
const SIGNATURES = /^completers\..*\/signature_file$/;
const SEALS = /^(completers|units)\..*seal_file$|^unit_opinion\./;
const COMMITMENT = /\.commitment_file$/;
const OF_UNITS = /^units\./;

/** The pages that a rule is about, by the addresses of the fields that name them. */
const PAGES: Readonly<Record<string, RegExp>> = {
  'FC-013': OPINION,
  'FC-015': /^(completers|units)\./,
  'FC-021': SIGNATURES,
  'FC-022': SEALS,
  'FC-023': /^(completers|units)\..*seal_file$/,
  'FC-N05': OPINION,
  'FC-N06': SIGNATURES,
  'FC-N07': SEALS,
  'FC-N08': COMMITMENT,
  'FC-I06': COMMITMENT,
  'FC-P02': OF_UNITS,
  'FC-P04': OF_UNITS,
};

/** Whether what nominations share is evidence of a rule. */
export const isOfSharing = (rule: string): boolean => SHARING.has(rule);

/** Whether a rule is about sealed or signed pages. */
export const isOfPages = (rule: string): boolean => PAGES[rule] !== undefined;

/** The pages that a rule is about, in their order. */
export const pagesOf = <Page extends { address: string }>(rule: string, pages: readonly Page[]): Page[] => pages.filter((page) => PAGES[rule]?.test(page.address));
