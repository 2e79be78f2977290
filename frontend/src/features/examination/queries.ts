// What does the server know of examinations, and how is one worked on?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch, newKey } from '../../api/intent';
import { presentOf } from '../../api/problems';
import { withoutEmpty } from '../../shared/address';
import { dossierKey, timed } from '../dossiers/queries';
import type { Batch, BatchRequest, ExaminationDetail, VerdictBody } from './types';

/** The filters of the queue, as they stand in the address. */
export const FILTERS = ['standing', 'panel', 'category', 'cursor'] as const;
export type QueueFilters = Record<(typeof FILTERS)[number], string>;

const PAGE_SIZE = 50;
/** So often the lists are looked at again while a batch waits. */
const WAITING_MS = 10_000;

const queueKey = (year: number): QueryKey => ['examinations', year];
const batchesKey = (year: number): QueryKey => ['examination-batches', year];
const detailKey = (id: string): QueryKey => ['examination', id];
const societyKey = (id: string): QueryKey => ['dossier-examination', id];

/** A page of the queue; the page before stays visible while the next loads. */
export function useQueue(year: number, filters: QueueFilters, isWaiting: boolean) {
  return useQuery({
    queryKey: [...queueKey(year), filters],
    staleTime: 0,
    placeholderData: keepPreviousData,
    refetchInterval: isWaiting ? WAITING_MS : false,
    queryFn: ({ signal }) => take(api.GET('/api/v1/rounds/{year}/examinations', { params: { path: { year }, query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
  });
}

/** The newest batches of a round. */
export function useBatches(year: number) {
  return useQuery<Batch[]>({
    queryKey: batchesKey(year),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'waiting') ? WAITING_MS : false),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/examination-batches', { params: { path: { year } }, signal }))).data,
  });
}

/** What a batch would do; nothing is done. */
export function usePreview(year: number, request: BatchRequest) {
  return useQuery({
    queryKey: ['examination-preview', year, request],
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => (await take(api.POST('/api/v1/rounds/{year}/examination-batches/preview', { params: { path: { year } }, body: request, signal }))).data,
  });
}

function useRefreshed(year: number) {
  const queryClient = useQueryClient();
  return () => Promise.all([queueKey(year), batchesKey(year)].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}

/** Asks for a batch; the key is one intention's. */
export function useAskBatch(year: number) {
  return useMutation({
    mutationFn: async ({ key, ...body }: BatchRequest & { key: string }) =>
      (await take(api.POST('/api/v1/rounds/{year}/examination-batches', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: useRefreshed(year),
  });
}

/** Undoes a batch that was not carried out yet. */
export function useUndoBatch(year: number) {
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v1/examination-batches/{id}/undo', { params: { path: { id } } })),
    onSettled: useRefreshed(year),
  });
}

/** One examination with everything that was found and said. */
export function useExamination(id: string) {
  return useQuery({
    queryKey: detailKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/examinations/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** What an examiner may do with an examination. */
export type Deed =
  | { kind: 'verdicts'; verdicts: VerdictBody[] }
  | { kind: 'takeBack'; rule: string }
  | { kind: 'accept' }
  | { kind: 'refuse' }
  | { kind: 'correct'; addresses: string[]; note: string }
  | { kind: 'extend'; until: string; reason: string };

const PATH = '/api/v1/examinations/{id}';

/** Sends a deed over the version that was seen. */
async function send(id: string, version: number, deed: Deed): Promise<{ data: ExaminationDetail }> {
  const params = { path: { id }, header: ifMatch(version) };
  switch (deed.kind) {
    case 'verdicts':
      return take(api.POST(`${PATH}/verdicts`, { params, body: { verdicts: deed.verdicts } }));
    case 'takeBack':
      return take(api.POST(`${PATH}/take-back`, { params, body: { rule: deed.rule } }));
    case 'accept':
      return take(api.POST(`${PATH}/accept`, { params }));
    case 'refuse':
      return take(api.POST(`${PATH}/refuse`, { params }));
    case 'correct':
      return take(api.POST(`${PATH}/correction`, { params, body: { addresses: deed.addresses, note: deed.note } }));
    case 'extend':
      return take(api.POST(`${PATH}/extension`, { params, body: { until: deed.until, reason: deed.reason } }));
  }
}

/** Works on an examination. Where somebody was first, what stands now takes the place of what was read; nothing typed is lost. */
export function useDeed(one: ExaminationDetail) {
  const queryClient = useQueryClient();
  const keep = (detail: ExaminationDetail) => {
    queryClient.setQueryData(detailKey(one.id), detail);
    void queryClient.invalidateQueries({ queryKey: queueKey(one.round) });
    if (one.has_dossier) void queryClient.invalidateQueries({ queryKey: dossierKey(one.nomination_id) });
  };
  return useMutation({
    mutationFn: async (deed: Deed) => (await send(one.id, one.version, deed)).data,
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as ExaminationDetail | null | undefined;
      if (now?.id === one.id) keep(now);
      else void queryClient.invalidateQueries({ queryKey: detailKey(one.id) });
    },
  });
}

/** What became of a dossier in the examination, as its society learns it; with how far the server's clock is ahead. */
export function useSocietyExamination(id: string) {
  return useQuery({
    queryKey: societyKey(id),
    staleTime: 0,
    queryFn: ({ signal }) => timed(take(api.GET('/api/v1/dossiers/{id}/examination', { params: { path: { id } }, signal }))),
  });
}

/** Hands a corrected dossier in, over the version that was seen. */
export function useHandIn(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => take(api.POST('/api/v1/dossiers/{id}/correction', { params: { path: { id }, header: ifMatch(version) } })),
    onSuccess: () => Promise.all([dossierKey(id), societyKey(id), ['dossiers'], ['society-home']].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}

export { newKey };

/** The notice of a decided examination, in the language of the page. */
export const noticeAddress = (id: string, language: string): string => `/api/v1/examinations/${id}/notice.pdf?lang=${language}`;
export const societyNoticeAddress = (id: string, language: string): string => `/api/v1/dossiers/${id}/examination-notice.pdf?lang=${language}`;
