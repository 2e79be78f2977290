// How do a call's boxes become what is sent, which points are wrong, and over what is a score written?
import { presentOf } from '../../../api/problems';
import type { NewSelectionScore, SelectionView } from '../../../api/types';

export interface Row {
  key: string;
  first: string;
  second: string;
}

/** The next word for a row, such as `c4`: one that no row has. */
export function nextKey(letter: string, rows: readonly Row[]): string {
  const used = rows.map((row) => Number(row.key.slice(letter.length))).filter(Number.isFinite);
  return `${letter}${Math.max(0, ...used) + 1}`;
}

export interface Marks {
  points: Record<string, string>;
  recusal: string;
}

/** What stands for an expert and a candidate, as texts for boxes. */
export function marksOf(view: SelectionView, expert: string, candidate: string): Marks {
  const score = view.scores.find((one) => one.expert === expert && one.candidate === candidate);
  const points = Object.fromEntries(view.criteria.map((one) => [one.code, score && score.recusal == null ? String(score.points[one.code] ?? '') : '']));
  return { points, recusal: score?.recusal ?? '' };
}

const plain = (text: string) => text.normalize('NFKC').trim();

/** Whether a text is a whole number of points, at most `most`. */
export function isPoints(text: string, most: number): boolean {
  return /^\d{1,3}$/.test(plain(text)) && Number(plain(text)) <= most;
}

/** Whether nothing was written. */
export function isBlank(marks: Marks): boolean {
  return marks.recusal.trim() === '' && Object.values(marks.points).every((text) => text.trim() === '');
}

/** The score to send; undefined where it is not whole. */
export function scoreOf(view: SelectionView, expert: string, candidate: string, marks: Marks): NewSelectionScore | undefined {
  const of = { society_id: view.society_id, expert, candidate };
  if (marks.recusal.trim() !== '') return { ...of, recusal: marks.recusal.trim() };
  if (!view.criteria.every((one) => isPoints(marks.points[one.code] ?? '', one.most))) return undefined;
  return { ...of, points: Object.fromEntries(view.criteria.map((one) => [one.code, Number(plain(marks.points[one.code] ?? ''))])) };
}

/** What a score is about: the candidate, the expert, and what stands. */
function about(view: SelectionView, { candidate, expert }: NewSelectionScore): string {
  const of = [view.candidates.find((one) => one.key === candidate)?.title, view.experts.find((one) => one.key === expert)?.name];
  return JSON.stringify([of, marksOf(view, expert, candidate)]);
}

/** Sends a score over the selection that was seen. What others wrote of something else meanwhile is no hindrance; where they wrote what this score would overwrite, it is refused. */
export async function writeOver(seen: SelectionView, score: NewSelectionScore, send: (version: number) => Promise<SelectionView>): Promise<SelectionView> {
  let { version } = seen;
  for (;;) {
    try {
      return await send(version);
    } catch (error) {
      const now = presentOf(error);
      if (now === undefined || about(now.data as SelectionView, score) !== about(seen, score)) throw error;
      version = now.version;
    }
  }
}

type Expert = SelectionView['experts'][number];

/** Whether the expert can score by a link that is out. */
export const hasOpenLink = (expert: Expert): boolean => expert.link === 'issued' || expert.link === 'opened';

/** Whether everybody at once includes this expert, as on the server: something to score, and no link that is out. */
export const isWithoutLink = (expert: Expert): boolean => expert.open > 0 && !hasOpenLink(expert);

/** Whether the expert gave a candidate his points himself: nobody writes over them. */
export const isOwn = (view: SelectionView, expert: string, candidate: string): boolean => view.scores.some((one) => one.expert === expert && one.candidate === candidate && one.is_own);
