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

/** What waits in the other rooms; a count that could not be had is missing, and `isPartial` says so. */
export function useOtherCounts(): { counts: OtherCounts; isPartial: boolean } {
  return useQueries({
    queries: [
      {
        queryKey: ['cast-waiting', 'record-disputes'],
        queryFn: async ({ signal }) => (await take(api.GET('/api/v1/record-disputes', { params: { query: { state: 'filed', limit: 1 } }, signal }))).meta.total,
      },
      {
        queryKey: ['cast-waiting', 'qualifications'],
        queryFn: async ({ signal }) => (await take(api.GET('/api/v1/qualifications', { params: { query: { state: 'submitted' } }, signal }))).data.length,
      },
      {
        queryKey: ['cast-waiting', 'expiries'],
        queryFn: async ({ signal }) => (await take(api.GET('/api/v1/expiries', { params: { query: { within: DAYS_AHEAD } }, signal }))).data.length,
      },
      {
        queryKey: ['cast-waiting', 'taskbooks'],
        queryFn: async ({ signal }) => (await take(api.GET('/api/v1/taskbooks', { signal }))).data.filter((taskbook) => taskbook.progress.tasks_late > 0).length,
      },
    ],
    combine: ([disputes, qualifications, expiries, taskbooks]) => ({
      counts: {
        ...(disputes.data === undefined ? {} : { record_disputes: disputes.data }),
        ...(qualifications.data === undefined ? {} : { qualifications: qualifications.data }),
        ...(expiries.data === undefined ? {} : { expiries: expiries.data }),
        ...(taskbooks.data === undefined ? {} : { tasks_late: taskbooks.data }),
      },
      isPartial: [disputes, qualifications, expiries, taskbooks].some((query) => query.isError),
    }),
  });
}
