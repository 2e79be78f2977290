// What do the office's pages of the review know and do? Phases, aggregates, sheets by numbers, who is needed, what reviewers did.
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { withoutEmpty } from '../../shared/address';
import type { Aggregate, Deed, Hint, Phase } from './types';

const phasesKey = (year: number): QueryKey => ['review-phases', year];
const aggregateKey = (phase: string): QueryKey => ['score-aggregate', phase];
const extraKey = (phase: string): QueryKey => ['extra-reviewers', phase];
const recordsKey = (year: number): QueryKey => ['reviewer-records', year];
const recordKey = (expert: string): QueryKey => ['reviewer-record', expert];

const PAGE_SIZE = 50;
const CANDIDATES_SHOWN = 20;
/** How often to look whether the aggregate has been computed. */
const LOOK_AGAIN_MS = 2000;

/** The phases of a round. */
export function usePhases(year: number) {
  return useQuery({
    queryKey: phasesKey(year),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/review-phases', { params: { path: { year } }, signal }))).data,
  });
}

/** What may be asked of a phase. */
export type PhaseDeed =
  | { kind: 'change'; opens_at: string; closes_at: string; is_calibrated: boolean }
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'extend'; closes_at: string; reason: string };

async function send(phase: Phase, deed: PhaseDeed) {
  const params = { path: { id: phase.id }, header: ifMatch(phase.version) };
  switch (deed.kind) {
    case 'change': {
      const { opens_at, closes_at, is_calibrated } = deed;
      return (await take(api.PUT('/api/v1/review-phases/{id}', { params, body: { opens_at, closes_at, is_calibrated } }))).data;
    }
    case 'open':
      return (await take(api.POST('/api/v1/review-phases/{id}/open', { params }))).data;
    case 'close':
      return (await take(api.POST('/api/v1/review-phases/{id}/close', { params }))).data;
    case 'extend':
      return (await take(api.POST('/api/v1/review-phases/{id}/extend', { params, body: { closes_at: deed.closes_at, reason: deed.reason } }))).data;
  }
}

/** Drafts a phase; the key is one intention's. */
export function useNewPhase(year: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; category: string; opens_at: string; closes_at: string; is_calibrated: boolean }) =>
      (await take(api.POST('/api/v1/rounds/{year}/review-phases', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => queries.invalidateQueries({ queryKey: phasesKey(year) }),
  });
}

/** Does something with a phase, over the version that was seen. */
export function usePhaseDeed(year: number, phase: Phase) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: PhaseDeed) => send(phase, deed),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: phasesKey(year) });
      void queries.invalidateQueries({ queryKey: extraKey(phase.id) });
      void queries.invalidateQueries({ queryKey: aggregateKey(phase.id) });
    },
  });
}

/** What the sheets of a closed phase come to; looks again while it is being computed. */
export function useAggregate(phase: string, isClosed: boolean) {
  return useQuery({
    queryKey: aggregateKey(phase),
    enabled: isClosed,
    staleTime: 0,
    queryFn: async ({ signal }): Promise<Aggregate> => (await take(api.GET('/api/v1/review-phases/{id}/aggregate', { params: { path: { id: phase } }, signal }))).data,
    refetchInterval: (query) => (query.state.data && !query.state.data.run ? LOOK_AGAIN_MS : false),
  });
}

/** Has the aggregate computed anew; the key is one intention's. */
export function useCompute(phase: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (key: string) => take(api.POST('/api/v1/review-phases/{id}/aggregate', { params: { path: { id: phase }, header: { 'Idempotency-Key': key } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: aggregateKey(phase) }),
  });
}

/** Says what was found of a hint. */
export function useHandleHint(phase: string, hint: Hint) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (note: string) => take(api.POST('/api/v1/review-hints/{id}/handle', { params: { path: { id: hint.id }, header: ifMatch(hint.version) }, body: { note } })),
    onSettled: () => queries.invalidateQueries({ queryKey: aggregateKey(phase) }),
  });
}

/** Which nominations of a phase need another reviewer. */
export function useExtra(phase: string) {
  return useQuery({
    queryKey: extraKey(phase),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/review-phases/{id}/extra', { params: { path: { id: phase } }, signal }))).data,
  });
}

/** Who could review a nomination as well, the nearest first. */
export function useCandidates(plan: string, nomination: string) {
  return useQuery({
    queryKey: ['extra-candidates', plan, nomination],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const found = await take(api.GET('/api/v1/assignment-plans/{id}/nominations/{nomination}/candidates', { params: { path: { id: plan, nomination }, query: { limit: 100 } }, signal }));
      return found.data.filter((one) => one.standing === 'free' && one.conflict !== 'bar').slice(0, CANDIDATES_SHOWN);
    },
  });
}

/** Asks another expert; the key is one intention's. */
export function useAddReviewer(phase: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: { key: string; nomination: string; expert: string; due_at: string; reason: string }) =>
      take(api.POST('/api/v1/review-phases/{id}/extra', { params: { path: { id: phase }, header: { 'Idempotency-Key': key } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: extraKey(phase) }),
  });
}

/** What the reviewers gave a nomination, by numbers. */
export function useScores(nomination: string) {
  return useQuery({
    queryKey: ['nomination-scores', nomination],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/nominations/{id}/scores', { params: { path: { id: nomination } }, signal }))).data,
  });
}

/** The same with names, for a reason: written down each time, so that it is asked for once and kept nowhere. */
export function useNamedScores(nomination: string) {
  return useMutation({
    mutationFn: async (reason: string) => (await take(api.GET('/api/v1/nominations/{id}/scores', { params: { path: { id: nomination }, query: { reason } } }))).data,
  });
}

/** A page of what the reviewers of a round did. */
export function useRecords(year: number, cursor: string) {
  return useQuery({
    queryKey: [...recordsKey(year), cursor],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET('/api/v1/rounds/{year}/reviewer-records', { params: { path: { year }, query: { ...withoutEmpty({ cursor }), limit: PAGE_SIZE } }, signal })),
  });
}

/** What one expert did as a reviewer. */
export function useRecord(expert: string) {
  return useQuery({
    queryKey: recordKey(expert),
    enabled: expert !== '',
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/experts/{id}/review-record', { params: { path: { id: expert } }, signal }))).data,
  });
}

/** Rates a sheet over the rating that was seen. */
export function useRate(expert: string, deed: Deed) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { grade: number; words?: string }) =>
      take(api.PUT('/api/v1/review-assignments/{id}/rating', { params: { path: { id: deed.assignment }, header: ifMatch(deed.rating.version) }, body })),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: recordKey(expert) });
      void queries.invalidateQueries({ queryKey: ['reviewer-records'] });
    },
  });
}
