// What is in a society's record, what is disputed, and which integrity events are there?
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { DisputeAnswerBody, DisputeBody, IntegrityEventBody } from '../../api/types';
import { withoutEmpty } from '../../shared/address';

export const DISPUTE_FILTERS = ['state', 'cursor'] as const;
export const EVENT_FILTERS = ['state', 'society', 'cursor'] as const;
type Filters<Names extends readonly string[]> = Record<Names[number], string>;

const PAGE_SIZE = 50;

/** The record of a society. */
export function useRecord(code: string) {
  return useQuery({
    queryKey: ['record', code],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/societies/{code}/record', { params: { path: { code } }, signal }))).data,
  });
}

/** The cases behind an indicator of a round. */
export function useCases(code: string, round: number, indicator: string) {
  return useQuery({
    queryKey: ['record', code, 'cases', round, indicator],
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/societies/{code}/record/facts', { params: { path: { code }, query: { round, indicator } }, signal }))).data,
  });
}

/** One page of the disputes that the reader may see. */
export function useDisputes(filters: Filters<typeof DISPUTE_FILTERS>) {
  return useQuery({
    queryKey: ['record-disputes', filters],
    queryFn: async ({ signal }) => take(api.GET('/api/v1/record-disputes', { params: { query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** One page of the integrity events that the reader may see. */
export function useEvents(filters: Filters<typeof EVENT_FILTERS>) {
  return useQuery({
    queryKey: ['integrity-events', filters],
    queryFn: async ({ signal }) => take(api.GET('/api/v1/integrity-events', { params: { query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** After any change, everything that shows the record is read anew. */
function useRefresh() {
  const queries = useQueryClient();
  return () => Promise.all(['record', 'record-disputes', 'integrity-events', 'collection'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

/** Files a dispute under a key of its own. */
export function useFileDispute(code: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ body, key }: { body: DisputeBody; key: string }) =>
      (await take(api.POST('/api/v1/societies/{code}/record/disputes', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: refresh,
  });
}

/** Answers a dispute at the version that was read. */
export function useAnswerDispute() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ id, version, body }: { id: string; version: number; body: DisputeAnswerBody }) =>
      (await take(api.PUT('/api/v1/record-disputes/{id}/answer', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    onSuccess: refresh,
  });
}

/** Takes a dispute back. */
export function useWithdrawDispute() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ id, version }: { id: string; version: number }) =>
      (await take(api.POST('/api/v1/record-disputes/{id}/withdraw', { params: { path: { id }, header: ifMatch(version) } }))).data,
    onSuccess: refresh,
  });
}

/** Records an integrity event under a key of its own. */
export function useRecordEvent() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ body, key }: { body: IntegrityEventBody; key: string }) =>
      (await take(api.POST('/api/v1/integrity-events', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: refresh,
  });
}

/** Takes the next step with an event. */
export function useStepEvent() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({ id, version, step, explanation }: { id: string; version: number; step: string; explanation?: string }) =>
      (
        await take(
          api.POST('/api/v1/integrity-events/{id}/step', {
            params: { path: { id }, header: ifMatch(version) },
            body: { step, explanation: explanation ?? null },
          }),
        )
      ).data,
    onSuccess: refresh,
  });
}

/** What collecting a round would change. */
export function useCollection(year: number) {
  return useQuery({
    queryKey: ['collection', year],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/collection', { params: { path: { year } }, signal }))).data,
  });
}

/** Collects a round; doing it again changes nothing. */
export function useCollect(year: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/rounds/{year}/collection', { params: { path: { year } } }))).data,
    onSuccess: refresh,
  });
}
