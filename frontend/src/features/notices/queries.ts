// What does the office make public, and how is it drafted, released and corrected?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { Schemas } from '../../api/types';

export type Publicity = Schemas['OfficePublicity'];
export type NewPublicity = Schemas['NewOfficePublicity'];
export type PublicEntry = Schemas['OfficePublicityEntry'];
export type NewCorrection = Schemas['NewPublicityCorrection'];

const listKey = (year: number): QueryKey => ['publicities', 'of', year];
const publicityKey = (id: string): QueryKey => ['publicities', 'one', id];

/** The publicities of a round, drafts too, the newest first. */
export function usePublicities(year: number | undefined) {
  return useQuery({
    queryKey: listKey(year ?? 0),
    enabled: year !== undefined,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/publicities', { params: { path: { year: year ?? 0 } }, signal }))).data,
  });
}

/** Which nominations a publicity would show now. */
export function usePreview(year: number, kind: string) {
  return useQuery({
    queryKey: ['publicity-preview', year, kind],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/publicity-preview', { params: { path: { year }, query: { kind } }, signal }))).data,
  });
}

/** One publicity. */
export function usePublicity(id: string) {
  return useQuery({
    queryKey: publicityKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/publicities/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** A part of what a publicity shows. */
export function useEntries(id: string, version: number, cursor: string) {
  return useQuery({
    queryKey: ['publicity-entries', id, version, cursor],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => take(api.GET('/api/v1/publicities/{id}/entries', { params: { path: { id }, query: { limit: 25, ...(cursor === '' ? {} : { cursor }) } }, signal })),
  });
}

/** What a publicity shows of one nomination; nothing is asked for before a position is chosen. */
export function useEntry(id: string, version: number, position: number | undefined) {
  return useQuery({
    queryKey: ['publicity-entry', id, version, position],
    enabled: position !== undefined,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/publicities/{id}/entries/{position}', { params: { path: { id, position: position ?? 0 } }, signal }))).data,
  });
}

/** Keeps what the server answered, or looks again where it refused. */
function useKept() {
  const queryClient = useQueryClient();
  return {
    onSuccess: (view: Publicity) => {
      queryClient.setQueryData(publicityKey(view.id), view);
      void queryClient.invalidateQueries({ queryKey: listKey(view.year) });
      void queryClient.invalidateQueries({ queryKey: ['publicity-preview'] });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: ['publicities'] }),
  };
}

/** Drafts a publicity. */
export function useDraft(year: number) {
  return useMutation({
    mutationFn: async ({ key, ...body }: NewPublicity & { key: string }) =>
      (await take(api.POST('/api/v1/rounds/{year}/publicities', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    ...useKept(),
  });
}

/** Makes a draft anew. */
export function useChange(id: string) {
  return useMutation({
    mutationFn: async ({ version, ...body }: NewPublicity & { version: number }) =>
      (await take(api.PUT('/api/v1/publicities/{id}', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    ...useKept(),
  });
}

/** Throws a draft away. */
export function useDiscard(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => take(api.DELETE('/api/v1/publicities/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: publicityKey(id) });
      void queryClient.invalidateQueries({ queryKey: ['publicities', 'of'] });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: publicityKey(id) }),
  });
}

/** Releases a draft that somebody else made. */
export function useRelease(id: string) {
  return useMutation({
    mutationFn: async ({ version, count }: { version: number; count: number | undefined }) =>
      (await take(api.POST('/api/v1/publicities/{id}/release', { params: { path: { id }, header: ifMatch(version) }, body: count === undefined ? {} : { confirmed_count: count } }))).data,
    ...useKept(),
  });
}

/** Drafts a correction. */
export function useCorrect(id: string) {
  return useMutation({
    mutationFn: async ({ key, version, ...body }: NewCorrection & { key: string; version: number }) =>
      (await take(api.POST('/api/v1/publicities/{id}/corrections', { params: { path: { id }, header: { ...ifMatch(version), 'Idempotency-Key': key } }, body }))).data,
    ...useKept(),
  });
}

/** Releases a correction that somebody else drafted, or throws a draft of one away. */
export function useSettleCorrection(id: string) {
  return useMutation({
    mutationFn: async ({ number, version, isReleased }: { number: number; version: number; isReleased: boolean }) => {
      const params = { path: { id, number }, header: ifMatch(version) };
      return isReleased ? (await take(api.POST('/api/v1/publicities/{id}/corrections/{number}/release', { params }))).data : (await take(api.DELETE('/api/v1/publicities/{id}/corrections/{number}', { params }))).data;
    },
    ...useKept(),
  });
}
