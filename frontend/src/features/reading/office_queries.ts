// What do the office and the societies do with questions, and the office with copies without names?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { problemFrom, unreachable } from '../../api/problems';
import type { Schemas } from '../../api/types';
import { withoutEmpty } from '../../shared/address';
import { currentLanguage } from '../../shared/i18n';

export type ReviewQuestion = Schemas['ReviewQuestion'];
export type SocietyQuestion = Schemas['SocietyQuestion'];
export type RedactionSight = Schemas['RedactionSight'];
export type RedactionRow = Schemas['RedactionRow'];
export type RedactedSpan = Schemas['RedactedSpan'];

/** Nominations on a page of the list of copies. */
const PAGE_SIZE = 50;
export const REDACTION_FILTERS = ['category', 'cursor'] as const;

const questionsKey = (year: number): QueryKey => ['review-questions', year];
const OF_SOCIETY: QueryKey = ['society-questions'];
const COPIES: QueryKey = ['redactions'];
const copyKey = (id: string): QueryKey => ['redaction', id];

/** The questions of a round, what waits for the office first. */
export function useRoundQuestions(year: number) {
  return useQuery({
    queryKey: questionsKey(year),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/review-questions', { params: { path: { year } }, signal }))).data,
  });
}

/** What the office does with a question. */
export type QuestionDeed = { what: 'screen'; body: Schemas['ReviewQuestionScreening'] } | { what: 'release'; text: string };

/** Sends a question on or not, or passes its answer on. */
export function useQuestionDeed(year: number, question: ReviewQuestion) {
  const queries = useQueryClient();
  const params = { path: { id: question.id }, header: ifMatch(question.version) };
  return useMutation({
    mutationFn: async (deed: QuestionDeed) =>
      (deed.what === 'screen' ? await take(api.POST('/api/v1/review-questions/{id}/screen', { params, body: deed.body })) : await take(api.POST('/api/v1/review-questions/{id}/release', { params, body: { text: deed.text } }))).data,
    onSettled: () => queries.invalidateQueries({ queryKey: questionsKey(year) }),
  });
}

/** What the society is asked, what waits for it first. */
export function useSocietyQuestions() {
  return useQuery({
    queryKey: OF_SOCIETY,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/society-questions', { signal }))).data,
  });
}

/** The society answers. */
export function useAnswer(question: SocietyQuestion) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (text: string) => (await take(api.POST('/api/v1/society-questions/{id}/answer', { params: { path: { id: question.id }, header: ifMatch(question.version) }, body: { text } }))).data,
    onSettled: () => queries.invalidateQueries({ queryKey: OF_SOCIETY }),
  });
}

/** The nominations of a round whose copies are made. */
export function useRedactions(year: number, filters: Record<(typeof REDACTION_FILTERS)[number], string>) {
  return useQuery({
    queryKey: [...COPIES, year, filters],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => take(api.GET('/api/v1/rounds/{year}/redactions', { params: { path: { year }, query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
  });
}

/** The texts and files of a nomination with its newest copy. */
export function useRedaction(id: string) {
  return useQuery({
    queryKey: copyKey(id),
    enabled: id !== '',
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/nominations/{id}/redactions', { params: { path: { id } }, signal }))).data,
  });
}

/** What the office does with a copy; a new one is drafted under a key. */
export type CopyDeed = { what: 'draft'; spans: readonly RedactedSpan[]; key: string } | { what: 'change'; spans: readonly RedactedSpan[] } | { what: 'check' } | { what: 'release' } | { what: 'file'; file: number; bytes: Blob };

/** Sends a file as it is; the typed client would write it as text. */
async function putFile(path: string, version: number, body: Blob): Promise<RedactionSight> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method: 'PUT',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'X-Laurel-Request': '1', 'Accept-Language': currentLanguage(), ...ifMatch(version) },
      body,
    });
  } catch {
    throw unreachable();
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemFrom(response, answer);
  return (answer as { data: RedactionSight }).data;
}

async function sendCopy(sight: RedactionSight, deed: CopyDeed): Promise<RedactionSight> {
  const id = sight.id;
  if (deed.what === 'draft') {
    const params = { path: { id }, header: { 'Idempotency-Key': deed.key } };
    return (await take(api.POST('/api/v1/nominations/{id}/redactions', { params, body: { spans: [...deed.spans] } }))).data;
  }
  const number = sight.copy?.number ?? 0;
  const version = sight.copy?.version ?? 0;
  const params = { path: { id, number }, header: ifMatch(version) };
  switch (deed.what) {
    case 'change':
      return (await take(api.PUT('/api/v1/nominations/{id}/redactions/{number}', { params, body: { spans: [...deed.spans] } }))).data;
    case 'check':
      return (await take(api.POST('/api/v1/nominations/{id}/redactions/{number}/check', { params }))).data;
    case 'release':
      return (await take(api.POST('/api/v1/nominations/{id}/redactions/{number}/release', { params }))).data;
    case 'file':
      return putFile(`/nominations/${id}/redactions/${number}/files/${deed.file}`, version, deed.bytes);
  }
}

/** Does something with the copy that is on the screen. */
export function useCopyDeed(sight: RedactionSight) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: CopyDeed) => sendCopy(sight, deed),
    onSuccess: (data) => {
      queries.setQueryData(copyKey(sight.id), data);
      void queries.invalidateQueries({ queryKey: COPIES });
    },
    onError: () => void queries.invalidateQueries({ queryKey: copyKey(sight.id) }),
  });
}

/** Where a file without names is shown. */
export const redactedFileAddress = (id: string, number: number, file: number): string => `/api/v1/nominations/${id}/redactions/${number}/files/${file}`;
