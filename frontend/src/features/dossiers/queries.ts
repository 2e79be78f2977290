// What does the server know of dossiers and forms?
import { type QueryKey, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch, newKey } from '../../api/intent';
import { offsetFrom } from './clock';
import type { Value } from './form';

const dossiersKey = (year: number): QueryKey => ['dossiers', year];
export const dossierKey = (id: string): QueryKey => ['dossier', id];
const changesKey = (id: string): QueryKey => ['dossier-changes', id];

/** What the server told with its clock, and how far that is ahead of this machine's, in ms. */
export type Timed<T> = T & { offsetMs: number };

/** The answer to a question that is being asked now. */
export async function timed<T extends { now: string }>(asked: Promise<{ data: T }>): Promise<Timed<T>> {
  const sentAt = Date.now();
  const { data } = await asked;
  return { ...data, offsetMs: offsetFrom(data.now, sentAt, Date.now()) };
}

/** The form of a dossier, whole: its text as it was when the dossier was begun, which never changes. */
export function useDossierForm(id: string | undefined) {
  return useQuery({
    queryKey: ['dossier-form', id],
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/form', { params: { path: { id: id ?? '' } }, signal }))).data,
  });
}

/** The dossiers of a round that the account may read. */
export function useDossiers(year: number) {
  return useQuery({
    queryKey: dossiersKey(year),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/dossiers', { params: { path: { year } }, signal }))).data,
  });
}

/** Begins a dossier; the key is one intention's. */
export function useCreateDossier(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; society_id: string; form_id: string }) =>
      (await take(api.POST('/api/v1/rounds/{year}/dossiers', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: (dossier) => {
      queryClient.setQueryData(dossierKey(dossier.id), dossier);
      void queryClient.invalidateQueries({ queryKey: dossiersKey(year) });
    },
  });
}

/** One dossier, whole; not asked for where a nomination has none. */
export function useDossier(id: string, isThere = true) {
  return useQuery({
    queryKey: dossierKey(id),
    enabled: isThere,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** The changes of a dossier, newest first, page by page. */
export function useDossierChanges(id: string) {
  return useInfiniteQuery({
    queryKey: changesKey(id),
    staleTime: 0,
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => take(api.GET('/api/v1/dossiers/{id}/changes', { params: { path: { id }, query: pageParam === null ? {} : { before: pageParam } }, signal })),
    getNextPageParam: ({ meta }) => meta.before ?? null,
  });
}

/** Brings a version back over the one that was seen. Refused, it looks at what stands now. */
export function useRestore(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, seen }: { version: number; seen: number }) =>
      (await take(api.POST('/api/v1/dossiers/{id}/restore', { params: { path: { id }, header: { ...ifMatch(seen), 'Idempotency-Key': newKey() } }, body: { version } }))).data,
    onSettled: () => Promise.all([queryClient.invalidateQueries({ queryKey: dossierKey(id) }), queryClient.invalidateQueries({ queryKey: changesKey(id) })]),
  });
}

/** Shows a personal datum whole; why is kept. */
export function useReveal(id: string) {
  return useMutation({
    mutationFn: async (body: { address: string; reason: string }) =>
      ((await take(api.POST('/api/v1/dossiers/{id}/reveal', { params: { path: { id } }, body }))).data.value ?? null) as Value | null,
  });
}
