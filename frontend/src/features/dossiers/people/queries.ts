// What does the server know of the nominees of a dossier, and how are they asked?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { askAgainAfter } from './standing';

const nomineesKey = (id: string): QueryKey => ['nominees', id];

/** The people of a dossier with where each stands; asked again when the window comes back, as they answer elsewhere, and when somebody may be written to again. */
export function useNominees(id: string) {
  return useQuery({
    queryKey: nomineesKey(id),
    staleTime: 0,
    refetchOnWindowFocus: true,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/nominees', { params: { path: { id } }, signal }))).data,
    refetchInterval: ({ state }) => (state.data ? askAgainAfter(state.data.people, Date.now()) : false),
  });
}

/** Makes links: for these rows, or for everybody who is missing. The answer tells each link this once. */
export function useMakeLinks(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, rows }: { key: string; rows?: string[] }) =>
      (
        await take(
          api.POST('/api/v1/dossiers/{id}/nominees/links', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: rows ? { rows } : {} }),
        )
      ).data,
    onSettled: () => queryClient.invalidateQueries({ queryKey: nomineesKey(id) }),
  });
}

/** The letter that would bring a person the link; nothing is asked without a person. */
export function useLetter(id: string, row: string | undefined) {
  return useQuery({
    queryKey: [...nomineesKey(id), 'letter', row],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/nominees/{row}/letter', { params: { path: { id, row: row ?? '' } }, signal }))).data,
    enabled: row !== undefined,
  });
}

/** Sends each of these people a new link, to the address that the dossier names. */
export function useSendLetters(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, rows }: { key: string; rows: string[] }) =>
      (
        await take(api.POST('/api/v1/dossiers/{id}/nominees/letters', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { rows } }))
      ).data,
    onSuccess: (board) => queryClient.setQueryData(nomineesKey(id), board),
    onError: () => queryClient.invalidateQueries({ queryKey: nomineesKey(id), exact: true }),
  });
}

/** Takes back the link of a person. */
export function useRevokeLink(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (row: string) => (await take(api.POST('/api/v1/dossiers/{id}/nominees/{row}/revoke', { params: { path: { id, row } } }))).data,
    onSuccess: (board) => queryClient.setQueryData(nomineesKey(id), board),
    onError: () => queryClient.invalidateQueries({ queryKey: nomineesKey(id) }),
  });
}
