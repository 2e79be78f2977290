// What was decided of a round’s nominations, how is it released, and what of it does a society see?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { Schemas } from '../../api/types';

export type Release = Schemas['ResultRelease'];
export type ReleaseDetail = Schemas['ResultReleaseDetail'];
export type NewRelease = Schemas['NewResultRelease'];
export type Decision = Schemas['ResultDecision'];
export type ResultPaper = Schemas['ResultPaper'];
export type NewPaper = Schemas['NewResultPaper'];
export type SocietyResult = Schemas['SocietyResult'];

const RELEASES: QueryKey = ['result-releases'];
const listKey = (year: number): QueryKey => ['result-releases', 'of', year];
const releaseKey = (id: string): QueryKey => ['result-releases', 'one', id];

/** The releases of a round, drafts too, the newest first. */
export function useReleases(year: number) {
  return useQuery({
    queryKey: listKey(year),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/result-releases', { params: { path: { year } }, signal }))).data,
  });
}

/** One release with its decisions. */
export function useRelease(id: string) {
  return useQuery({
    queryKey: releaseKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/result-releases/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** What was released of the society’s nominations. */
export function useSocietyResults() {
  return useQuery({
    queryKey: ['society-results'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/society-results', { signal }))).data,
  });
}

/** Keeps what the server answered, or looks again where it refused. */
function useKept() {
  const queryClient = useQueryClient();
  return {
    onSuccess: (detail: ReleaseDetail) => {
      queryClient.setQueryData(releaseKey(detail.id), detail);
      void queryClient.invalidateQueries({ queryKey: listKey(detail.year) });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: RELEASES }),
  };
}

/** Looks again at a release of which a part was changed. */
function useLookAgain() {
  const queryClient = useQueryClient();
  return { onSettled: () => queryClient.invalidateQueries({ queryKey: RELEASES }) };
}

/** Drafts a release. */
export function useDraftRelease(year: number) {
  return useMutation({
    mutationFn: async ({ key, ...body }: NewRelease & { key: string }) =>
      (await take(api.POST('/api/v1/rounds/{year}/result-releases', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    ...useKept(),
  });
}

/** Makes a draft anew. */
export function useChangeRelease(id: string) {
  return useMutation({
    mutationFn: async ({ version, ...body }: NewRelease & { version: number }) =>
      (await take(api.PUT('/api/v1/result-releases/{id}', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    ...useKept(),
  });
}

/** Throws a draft away. */
export function useDiscardRelease(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => take(api.DELETE('/api/v1/result-releases/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: releaseKey(id) });
      void queryClient.invalidateQueries({ queryKey: ['result-releases', 'of'] });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: releaseKey(id) }),
  });
}

/** Releases a draft that somebody else made. */
export function useMakePublic(id: string) {
  return useMutation({
    mutationFn: async ({ version, count }: { version: number; count: number | undefined }) =>
      (await take(api.POST('/api/v1/result-releases/{id}/release', { params: { path: { id }, header: ifMatch(version) }, body: count === undefined ? {} : { confirmed_count: count } }))).data,
    ...useKept(),
  });
}

/** Enters a document behind a release. */
export function useEnterPaper(id: string, kind: string) {
  return useMutation({
    mutationFn: async ({ version, ...body }: NewPaper & { version: number }) =>
      (await take(api.PUT('/api/v1/result-releases/{id}/papers/{kind}', { params: { path: { id, kind }, header: ifMatch(version) }, body }))).data,
    ...useLookAgain(),
  });
}

/** Confirms a document that somebody else entered. */
export function useConfirmPaper(id: string, kind: string) {
  return useMutation({
    mutationFn: async (version: number) => (await take(api.POST('/api/v1/result-releases/{id}/papers/{kind}/confirm', { params: { path: { id, kind }, header: ifMatch(version) } }))).data,
    ...useLookAgain(),
  });
}

/** Takes a nomination out of the awards of a draft. */
export function useStrike() {
  return useMutation({
    mutationFn: async ({ id, version, reason }: { id: string; version: number; reason: string }) =>
      (await take(api.POST('/api/v1/result-decisions/{id}/strike', { params: { path: { id }, header: ifMatch(version) }, body: { reason } }))).data,
    ...useLookAgain(),
  });
}
