// Which nominations are there, and what is in one?
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { withoutEmpty } from '../../shared/address';

export const FILTERS = ['q', 'category', 'panel', 'state', 'sort', 'cursor'] as const;
export type NominationFilters = Record<(typeof FILTERS)[number], string>;

const PAGE_SIZE = 50;

/** One page of a round's nominations; the page before stays visible while the next loads. */
export function useNominations(year: number, filters: NominationFilters) {
  return useQuery({
    queryKey: ['nominations', year, filters],
    queryFn: async ({ signal }) =>
      take(
        api.GET('/api/v1/rounds/{year}/nominations', {
          params: { path: { year }, query: { ...withoutEmpty(filters), limit: PAGE_SIZE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Which categories, panels and states there are in a round, with their counts. */
export function useNominationFacets(year: number) {
  return useQuery({
    queryKey: ['nomination-facets', year],
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/nominations', { params: { path: { year }, query: { limit: 1 } }, signal }))).meta.facets,
  });
}

/** One nomination in full. */
export function useNomination(id: string) {
  return useQuery({
    queryKey: ['nomination', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/nominations/{id}', { params: { path: { id } }, signal }))).data,
  });
}
