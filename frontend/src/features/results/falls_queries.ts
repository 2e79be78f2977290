// What takes nominations out of review or awards back, what corrects decisions, and how is it asked and answered?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf } from '../../api/problems';
import type { Schemas } from '../../api/types';
import type { Tone } from '../../shared/ui';

export type Fall = Schemas['FallRequest'];

const FALLS: QueryKey = ['falls'];
const FOUND = 10;

/** The kinds, in the order of the articles. */
export const KINDS = ['removal_66', 'termination_74', 'termination_92', 'revocation_94', 'reversal'] as const;

const TONES: Readonly<Record<string, Tone>> = { asked: 'gold', done: 'green', refused: 'neutral', withdrawn: 'neutral' };

/** The colour of what was asked. */
export const toneOfFall = (state: string): Tone => TONES[state] ?? 'neutral';

/** Everything that was asked, what waits first. */
export function useFalls() {
  return useQuery({
    queryKey: FALLS,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/falls', { signal }))).data,
  });
}

/** The nominations of a round that bear some words or a number; nothing is asked without any. */
export function useFound(year: number | undefined, text: string) {
  return useQuery({
    queryKey: ['fall-nominations', year, text],
    enabled: year !== undefined && text !== '',
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/nominations', { params: { path: { year: year ?? 0 }, query: { q: text, limit: FOUND } }, signal }))).data,
  });
}

/** Asks that a nomination fall, or that a decision be corrected; the key is one intention's. */
export function useAskFall() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; nomination: string; kind: string; reason: string; basis: string; document_number?: string }) =>
      (await take(api.POST('/api/v1/falls', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSettled: () => queries.invalidateQueries({ queryKey: FALLS }),
  });
}

/** Answers over the version that was seen; where somebody was first, what stands now takes its place. */
export function useAnswerFall(fall: Fall) {
  const queries = useQueryClient();
  const keep = (now: Fall) => queries.setQueryData<Fall[]>(FALLS, (all) => all?.map((one) => (one.id === now.id ? now : one)));
  return useMutation({
    mutationFn: async (body: { grant: boolean; reason: string }) => (await take(api.POST('/api/v1/falls/{id}/answer', { params: { path: { id: fall.id }, header: ifMatch(fall.version) }, body }))).data,
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as Fall | null | undefined;
      if (now?.id === fall.id) keep(now);
    },
  });
}
