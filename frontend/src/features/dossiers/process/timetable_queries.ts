// What does the server know of a round's timetable, and how is a deadline put off?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { ifMatch } from '../../../api/intent';
import type { NewDeadlineExtension, RoundTimetableBody, TimetableView } from '../../../api/types';
import { type Timed, timed } from '../queries';

const timetableKey = (year: number): QueryKey => ['timetable', year];
/** Below the timetable's, so that whatever makes that old makes the phases old as well. */
const phasesKey = (year: number): QueryKey => [...timetableKey(year), 'phases'];

/** The timetable of a round, with the extensions that the reader may know of. */
export function useTimetable(year: number) {
  return useQuery({
    queryKey: timetableKey(year),
    staleTime: 0,
    queryFn: ({ signal }) => timed(take(api.GET('/api/v1/rounds/{year}/timetable', { params: { path: { year } }, signal }))),
  });
}

/** The phases of a round, and what waits in them as far as the reader may know. */
export function usePhases(year: number) {
  return useQuery({
    queryKey: phasesKey(year),
    staleTime: 0,
    queryFn: ({ signal }) => timed(take(api.GET('/api/v1/rounds/{year}/phases', { params: { path: { year } }, signal }))),
  });
}

/** Keeps what the server answered; the phases follow from it. */
function useKept(year: number) {
  const queryClient = useQueryClient();
  return (view: Timed<TimetableView>) => {
    queryClient.setQueryData(timetableKey(year), view);
    void queryClient.invalidateQueries({ queryKey: phasesKey(year) });
  };
}

/** Sets the timetable over the version seen. Refused, it looks at what stands now, so that both can be shown. */
export function useSetTimetable(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ version, ...body }: RoundTimetableBody & { version: number }) => timed(take(api.PUT('/api/v1/rounds/{year}/timetable', { params: { path: { year }, header: ifMatch(version) }, body }))),
    onSuccess: useKept(year),
    onError: () => queryClient.invalidateQueries({ queryKey: timetableKey(year) }),
  });
}

/** Asks for a deadline to be put off; the key is one intention's. */
export function useAskExtension(year: number) {
  return useMutation({
    mutationFn: ({ key, ...body }: NewDeadlineExtension & { key: string }) =>
      timed(take(api.POST('/api/v1/rounds/{year}/extensions', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))),
    onSuccess: useKept(year),
  });
}

/** Confirms an extension that somebody else asked for; refused, what others did meanwhile is looked at. */
export function useConfirmExtension(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => take(api.POST('/api/v1/deadline-extensions/{id}/confirm', { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: timetableKey(year) }),
  });
}
