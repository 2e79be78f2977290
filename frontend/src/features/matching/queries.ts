// Which matches were run, how does one go on, and how is one started?
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, take } from '../../api/client';
import { ProblemError } from '../../api/problems';
import type { MatchParameters, MatchRun } from '../../api/types';
import { kept } from '../../shared/download';

const POLL_MS = 2000;

/** Whether a run can still change. */
export function isUnderWay(run: Pick<MatchRun, 'state'>): boolean {
  return run.state === 'queued' || run.state === 'running';
}

/** The runs of a round, newest first. */
export function useMatchRuns(year: number) {
  return useQuery({
    queryKey: ['match-runs', year],
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/rounds/{year}/match-runs', { params: { path: { year } }, signal }))).data,
    refetchInterval: (query) => (query.state.status === 'success' && query.state.data?.some(isUnderWay) ? POLL_MS * 2 : false),
  });
}

/** One run; while it is under way it follows the server's events, or asks every two seconds where it cannot. */
export function useMatchRun(id: string) {
  const queryClient = useQueryClient();
  const [isLive, setLive] = useState(false);
  const query = useQuery({
    queryKey: ['match-run', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/match-runs/{id}', { params: { path: { id } }, signal }))).data,
    refetchInterval: ({ state }) => {
      if (isLive || state.data === undefined || !isUnderWay(state.data)) return false;
      // Asking on would open the sign-in dialog again and again after it was closed.
      return state.error instanceof ProblemError && state.error.status === 401 ? false : POLL_MS;
    },
  });
  const mustFollow = query.data !== undefined && isUnderWay(query.data);
  useEffect(() => {
    if (!mustFollow || typeof EventSource === 'undefined') return undefined;
    const events = new EventSource(`/api/v1/match-runs/${id}/events`);
    events.addEventListener('open', () => setLive(true));
    events.addEventListener('error', () => setLive(false));
    events.addEventListener('progress', (event: MessageEvent<string>) => {
      const progress = JSON.parse(event.data) as MatchRun;
      queryClient.setQueryData<MatchRun>(['match-run', id], (known) => {
        // The report comes by the ordinary way: until then the run counts as under way.
        if (known === undefined || progress.state === 'done' || progress.state === 'failed') return known;
        return { ...known, ...progress, names: known.names, report: known.report ?? null };
      });
    });
    events.addEventListener('done', () => {
      events.close();
      setLive(false);
      void queryClient.invalidateQueries();
    });
    return () => {
      events.close();
      setLive(false);
    };
  }, [id, mustFollow, queryClient]);
  return { query, isLive };
}

/** Downloads the certificate of a run; gives the name of the file. */
export function useCertificate(id: string) {
  return useMutation({
    mutationFn: () => kept(api.GET('/api/v1/match-runs/{id}/certificate.json', { params: { path: { id } }, parseAs: 'blob' }), 'certificate.json'),
  });
}

/** Starts a run; the key makes a repeated request harmless. */
export function useStartMatch(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ parameters, key }: { parameters: MatchParameters; key: string }) =>
      (
        await take(
          api.POST('/api/v1/rounds/{year}/match-runs', {
            params: { path: { year }, header: { 'Idempotency-Key': key } },
            body: parameters,
          }),
        )
      ).data,
    onSuccess: (run) => {
      queryClient.setQueryData(['match-run', run.id], run);
      void queryClient.invalidateQueries({ queryKey: ['match-runs', year] });
    },
  });
}
