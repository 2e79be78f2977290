// What does the server know of the way of a dossier through its society, and of the society's selection?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { ifMatch, newKey } from '../../../api/intent';
import { presentOf } from '../../../api/problems';
import type { NewDossierResolution, NewPublicity, NewSelectionScore, ProcessView, PublicityEnd, SelectionCallText, SelectionDecision, SelectionView } from '../../../api/types';
import { dossierKey, type Timed, timed } from '../queries';
import { writeOver } from './selection_form';

export const processKey = (id: string): QueryKey => ['dossier-process', id];
const selectionKey = (year: number): QueryKey => ['selection', year];

/** The way of one dossier. */
export function useProcess(id: string) {
  return useQuery({
    queryKey: processKey(id),
    staleTime: 0,
    queryFn: ({ signal }) => timed(take(api.GET('/api/v1/dossiers/{id}/process', { params: { path: { id } }, signal }))),
  });
}

/** Keeps what a step answered, and lets the editor and the board look anew. */
function useKept(id: string) {
  const queryClient = useQueryClient();
  return (view: Timed<ProcessView>) => {
    queryClient.setQueryData(processKey(id), view);
    void queryClient.invalidateQueries({ queryKey: dossierKey(id) });
    void queryClient.invalidateQueries({ queryKey: ['dossiers', view.round] });
  };
}

/** Asks for the internal review of the version that was read. */
export function useRequestReview(id: string) {
  const onSuccess = useKept(id);
  return useMutation({
    mutationFn: ({ version, note }: { version: number; note: string }) =>
      timed(take(api.POST('/api/v1/dossiers/{id}/review', { params: { path: { id }, header: ifMatch(version) }, body: note === '' ? {} : { note } }))),
    onSuccess,
  });
}

/** Passes the review of the version that was read. */
export function usePass(id: string) {
  const onSuccess = useKept(id);
  return useMutation({
    mutationFn: (version: number) => timed(take(api.POST('/api/v1/dossiers/{id}/review/pass', { params: { path: { id }, header: ifMatch(version) } }))),
    onSuccess,
  });
}

/** Returns a dossier under review, with reasons. */
export function useReturn(id: string) {
  const onSuccess = useKept(id);
  return useMutation({
    mutationFn: ({ version, reason }: { version: number; reason: string }) =>
      timed(take(api.POST('/api/v1/dossiers/{id}/review/return', { params: { path: { id }, header: ifMatch(version) }, body: { reason } }))),
    onSuccess,
  });
}

/** Takes a dossier back to the draft. */
export function useTakeBack(id: string) {
  const onSuccess = useKept(id);
  return useMutation({
    mutationFn: ({ version, reason }: { version: number; reason: string }) =>
      timed(take(api.POST('/api/v1/dossiers/{id}/take-back', { params: { path: { id }, header: ifMatch(version) }, body: { reason } }))),
    onSuccess,
  });
}

/** Writes down a publicity. */
export function useBeginPublicity(id: string) {
  const onSuccess = useKept(id);
  return useMutation({
    mutationFn: ({ key, ...body }: NewPublicity & { key: string }) =>
      timed(take(api.POST('/api/v1/dossiers/{id}/publicity', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }))),
    onSuccess,
  });
}

/** Says what came of a publicity. */
export function useEndPublicity(id: string) {
  const onSuccess = useKept(id);
  return useMutation({
    mutationFn: ({ version, ...body }: PublicityEnd & { version: number }) =>
      timed(take(api.POST('/api/v1/dossiers/{id}/publicity/end', { params: { path: { id }, header: ifMatch(version) }, body }))),
    onSuccess,
  });
}

/** Records a resolution of the council on one or several dossiers. */
export function useResolve(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (body: NewDossierResolution) =>
      (await take(api.POST('/api/v1/rounds/{year}/dossier-resolutions', { params: { path: { year }, header: { 'Idempotency-Key': newKey() } }, body }))).data,
    onSuccess: (_, { dossiers }) =>
      Promise.all([...dossiers.flatMap((id) => [processKey(id), dossierKey(id)]), ['dossiers', year]].map((queryKey) => queryClient.invalidateQueries({ queryKey: queryKey as QueryKey }))),
  });
}

/** The selection of the reader's society. */
export function useSelection(year: number) {
  return useQuery({
    queryKey: selectionKey(year),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/selection', { params: { path: { year } }, signal }))).data,
  });
}

function useKeptSelection(year: number) {
  const queryClient = useQueryClient();
  return (view: SelectionView) => queryClient.setQueryData(selectionKey(year), view);
}

/** Writes the call with its lists, over the version seen. */
export function useSaveSelection(year: number) {
  const onSuccess = useKeptSelection(year);
  return useMutation({
    mutationFn: async ({ version, ...body }: SelectionCallText & { version: number }) =>
      (await take(api.PUT('/api/v1/rounds/{year}/selection', { params: { path: { year }, header: { 'If-Match': `"${version}"` } }, body }))).data,
    onSuccess,
  });
}

/** Writes down what an expert gave candidates, one after the other, over what was seen. Refused, it shows what stands now. */
export function useScores(view: SelectionView) {
  const { year } = view;
  const keep = useKeptSelection(year);
  return useMutation({
    mutationFn: async (scores: readonly NewSelectionScore[]) => {
      let known = view;
      for (const body of scores) {
        const send = async (version: number) => (await take(api.POST('/api/v1/rounds/{year}/selection/scores', { params: { path: { year }, header: ifMatch(version) }, body }))).data;
        known = await writeOver(known, body, send);
        keep(known);
      }
      return known;
    },
    onError: (error) => {
      const now = presentOf(error);
      if (now !== undefined) keep(now.data as SelectionView);
    },
  });
}

/** Makes links for these experts, or for everybody who needs one. The answer tells each link this once. */
export function useMakeExpertLinks({ year, society_id }: SelectionView) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, experts }: { key: string; experts?: string[] }) =>
      (
        await take(
          api.POST('/api/v1/rounds/{year}/selection/links', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body: { society_id, ...(experts ? { experts } : {}) } }),
        )
      ).data,
    onSettled: () => queryClient.invalidateQueries({ queryKey: selectionKey(year) }),
  });
}

/** Takes back the link of an expert. */
export function useRevokeExpertLink({ year, society_id, version }: SelectionView) {
  const keep = useKeptSelection(year);
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (expert: string) => (await take(api.POST('/api/v1/rounds/{year}/selection/links/revoke', { params: { path: { year }, header: ifMatch(version) }, body: { society_id, expert } }))).data,
    onSuccess: keep,
    onError: () => queryClient.invalidateQueries({ queryKey: selectionKey(year) }),
  });
}

/** Says which candidates the society nominates, over the version seen. */
export function useDecideSelection(year: number) {
  const onSuccess = useKeptSelection(year);
  return useMutation({
    mutationFn: async ({ version, ...body }: SelectionDecision & { version: number }) =>
      (await take(api.POST('/api/v1/rounds/{year}/selection/decision', { params: { path: { year }, header: ifMatch(version) }, body }))).data,
    onSuccess,
  });
}
