// How is a taskbook written by hand? A line for each task, indicator and fund, its parts set apart by a bar.
import type { TaskbookDraft } from '../../api/types';

type Content = TaskbookDraft['content'];

/** What the boxes of the form hold. */
export interface ContentText {
  goals: string;
  tasks: string;
  quality: string;
  indicators: string;
  funds: string;
  clauses: string;
}

/** The box and the line that cannot be read. */
export interface LineFault {
  box: keyof ContentText;
  line: number;
}

/** Where the money of a taskbook may come from. */
export const FUND_KINDS = ['central_special', 'purchase_of_service', 'own', 'reward'] as const;
type NameOf = (kind: (typeof FUND_KINDS)[number]) => string;

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line, at) => ({ line: line.trim(), at: at + 1 }))
    .filter(({ line }) => line !== '');

const partsOf = (line: string) => line.split(/[|｜]/).map((part) => part.trim());

const isWhole = (text: string) => /^-?\d+$/.test(text);
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** The content as the boxes show it; `nameOf` says a kind of fund in the words of the page. */
export function writeContent(content: Content, nameOf: NameOf): ContentText {
  const join = (...parts: (string | number)[]) => parts.join(' | ');
  return {
    goals: content.goals.join('\n'),
    quality: content.quality.join('\n'),
    clauses: content.clauses.join('\n'),
    tasks: content.tasks.map((one) => join(one.code, one.title, one.owner, one.due, one.weight)).join('\n'),
    indicators: content.indicators.map((one) => join(one.code, one.name, one.unit, `${one.aim === 'at_most' ? '≤' : '≥'}${one.target}`, one.weight)).join('\n'),
    funds: content.funds.map((one) => join(one.source, nameOf(one.kind), one.amount, one.schedule)).join('\n'),
  };
}

/** The content that the boxes hold, or the first line that cannot be read. */
export function readContent(text: ContentText, nameOf: NameOf): { content: Content } | { fault: LineFault } {
  const plain = (box: 'goals' | 'quality' | 'clauses') => linesOf(text[box]).map(({ line }) => line);
  const content: Content = { goals: plain('goals'), quality: plain('quality'), clauses: plain('clauses'), tasks: [], indicators: [], funds: [] };
  for (const { line, at } of linesOf(text.tasks)) {
    const [code = '', title = '', owner = '', due = '', weight = '', ...rest] = partsOf(line);
    if (rest.length > 0 || !isDay(due) || !isWhole(weight)) return { fault: { box: 'tasks', line: at } };
    content.tasks.push({ code, title, owner, due, weight: Number(weight) });
  }
  for (const { line, at } of linesOf(text.indicators)) {
    const [code = '', name = '', unit = '', aimed = '', weight = '', ...rest] = partsOf(line);
    const target = /^(≥|>=|≤|<=)\s*(-?\d+)$/.exec(aimed);
    if (rest.length > 0 || target === null || !isWhole(weight)) return { fault: { box: 'indicators', line: at } };
    const aim = target[1] === '≤' || target[1] === '<=' ? 'at_most' : 'at_least';
    content.indicators.push({ code, name, unit, aim, target: Number(target[2]), weight: Number(weight) });
  }
  for (const { line, at } of linesOf(text.funds)) {
    const [source = '', named = '', amount = '', schedule = '', ...rest] = partsOf(line);
    const kind = FUND_KINDS.find((one) => nameOf(one) === named);
    if (rest.length > 0 || kind === undefined || !/^\d+$/.test(amount)) return { fault: { box: 'funds', line: at } };
    content.funds.push({ source, kind, amount: Number(amount), schedule });
  }
  return { content };
}
