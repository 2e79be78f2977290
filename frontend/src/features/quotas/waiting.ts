// What do the rooms count that waits for CAST? Each is asked by itself, so that one that fails hides no other.
import { useQueries, useQuery } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import type { OtherCounts } from './attention';

const DAYS_AHEAD = 30;

/** What waits in the quotas themselves. */
export function useCastOverview() {
  return useQuery({
    queryKey: ['quota-proposals', 'cast-overview'],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/cast/overview', { signal }))).data,
  });
}

/** How many applications for the right to nominate are in a state. */
const qualifications = (state: string) => async (signal: AbortSignal) => (await take(api.GET('/api/v1/qualifications', { params: { query: { state } }, signal }))).data.length;

/** Who counts what waits in the other rooms. */
const COUNTS: Record<keyof OtherCounts, (signal: AbortSignal) => Promise<number>> = {
  record_disputes: async (signal) => (await take(api.GET('/api/v1/record-disputes', { params: { query: { state: 'filed', limit: 1 } }, signal }))).meta.total,
  integrity_events: async (signal) => (await take(api.GET('/api/v1/integrity-events', { params: { query: { state: 'proposed', limit: 1 } }, signal }))).meta.total,
  qualifications: qualifications('submitted'),
  qualifications_checked: qualifications('checked'),
  qualification_appeals: qualifications('appealed'),
  expiries: async (signal) => (await take(api.GET('/api/v1/expiries', { params: { query: { within: DAYS_AHEAD } }, signal }))).data.length,
  tasks_late: async (signal) => (await take(api.GET('/api/v1/taskbooks', { signal }))).data.filter((taskbook) => taskbook.progress.tasks_late > 0).length,
};

const NAMES = Object.keys(COUNTS) as (keyof OtherCounts)[];

/** What waits in the other rooms; a count that could not be had is missing, and `isPartial` says so. */
export function useOtherCounts(): { counts: OtherCounts; isPartial: boolean } {
  return useQueries({
    queries: NAMES.map((name) => ({
      queryKey: ['cast-waiting', name],
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<number> => COUNTS[name](signal),
    })),
    combine: (results) => {
      const counts: OtherCounts = {};
      for (const [place, name] of NAMES.entries()) {
        const found = results[place]?.data;
        if (found !== undefined) counts[name] = found;
      }
      return { counts, isPartial: results.some((query) => query.isError) };
    },
  });
}
