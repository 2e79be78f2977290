// What do the pages of identity resolution know and do? The queue, one pair with its steps, a new search.
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf } from '../../api/problems';
import { withoutEmpty } from '../../shared/address';
import type { LinkDetail } from './types';

export const LINK_FILTERS = ['state', 'least', 'cursor'] as const;
export type LinkFilters = Record<(typeof LINK_FILTERS)[number], string>;

const PAGE_SIZE = 50;

const queueKey = (year: number): QueryKey => ['person-links', year];
const linkKey = (id: string): QueryKey => ['person-link', id];

/** A page of the queue of a round, the most probable first. */
export function useLinks(year: number, filters: LinkFilters) {
  return useQuery({
    queryKey: [...queueKey(year), filters],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { least, ...words } = filters;
      const query = { ...withoutEmpty(words), ...(least === '' ? {} : { least: Number(least) }), limit: PAGE_SIZE };
      return take(api.GET('/api/v1/rounds/{year}/person-links', { params: { path: { year }, query }, signal }));
    },
  });
}

/** A pair side by side. */
export function useLink(id: string) {
  return useQuery({
    queryKey: linkKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/person-links/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** Takes a step over the version that was seen; where somebody was first, what stands now takes its place. */
export function useStep(link: LinkDetail) {
  const queries = useQueryClient();
  const keep = (now: LinkDetail) => {
    queries.setQueryData(linkKey(link.id), now);
    void queries.invalidateQueries({ queryKey: queueKey(link.round) });
  };
  return useMutation({
    mutationFn: async (body: { deed: string; reason?: string }) =>
      (await take(api.POST('/api/v1/person-links/{id}/steps', { params: { path: { id: link.id }, header: ifMatch(link.version) }, body }))).data,
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as LinkDetail | null | undefined;
      if (now?.id === link.id && Array.isArray(now.steps)) keep(now);
    },
  });
}

/** Looks for pairs anew. */
export function useSearch(year: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/rounds/{year}/person-searches', { params: { path: { year } } }))).data,
    onSuccess: () => void queries.invalidateQueries({ queryKey: queueKey(year) }),
  });
}
