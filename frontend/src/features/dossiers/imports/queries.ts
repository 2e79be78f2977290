// What does the server make of a file, and what does the society know already?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { ProblemError, problemFrom, unreachable } from '../../../api/problems';
import type { FiledDossier, ImportOutcome, ImportPreview } from '../../../api/types';
import { currentLanguage } from '../../../shared/i18n';
import { dossierKey } from '../queries';

export type ImportMode = 'add' | 'replace';

/** A file, or a text that was pasted; with what it is called. */
export interface Source {
  body: Blob;
  name: string;
}

const originsKey = (id: string): QueryKey => ['dossier-origins', id];

/** Sends bytes as they are; the typed client would write them as text. */
async function send<T>(path: string, query: Record<string, string>, body: Blob, key?: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}?${new URLSearchParams(query)}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'X-Laurel-Request': '1', 'Accept-Language': currentLanguage(), ...(key === undefined ? {} : { 'Idempotency-Key': key }) },
      body,
    });
  } catch {
    throw unreachable();
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemFrom(response, answer);
  if (answer === undefined) throw new ProblemError({ code: 'unreadable', status: 0 });
  return (answer as { data: T }).data;
}

/** What a source would bring into a table; nothing is changed. */
export function usePreview(id: string, table: string) {
  return useMutation({ mutationFn: (source: Source) => send<ImportPreview>(`/dossiers/${id}/imports/preview`, { table }, source.body) });
}

/** Takes a source into a table; the key is one intention's. */
export function useImport(id: string, table: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: ({ source, mode, seen, key }: { source: Source; mode: ImportMode; seen: number; key: string }) =>
      send<ImportOutcome>(`/dossiers/${id}/imports`, { table, mode, seen: String(seen), name: source.name }, source.body, key),
    onSuccess: refresh,
  });
}

function useRefresh(id: string) {
  const queryClient = useQueryClient();
  return () => Promise.all([queryClient.invalidateQueries({ queryKey: dossierKey(id) }), queryClient.invalidateQueries({ queryKey: originsKey(id) })]);
}

/** Begins a dossier with everything that a workbook says. */
export function useFiling(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ file, society, key }: { file: File; society: string; key: string }) => send<FiledDossier>(`/rounds/${year}/dossiers/from-workbook`, { society, name: file.name }, file, key),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['dossiers', year] }),
  });
}

/** Where values came from that nobody typed, by address. */
export function useOrigins(id: string) {
  return useQuery({
    queryKey: originsKey(id),
    enabled: id !== '',
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/origins', { params: { path: { id } }, signal }))).data,
  });
}

/** What could stand in a row of a table, or in the fields of a section. */
export function useSuggestions(id: string, place: string, q: string) {
  return useQuery({
    queryKey: ['dossier-prefill', id, place, q],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/prefill', { params: { path: { id }, query: { place, q } }, signal }))).data,
    // What is under the pointer stays there while the words are looked for.
    placeholderData: keepPreviousData,
  });
}

/** Takes chosen columns of a suggestion into a row, or chosen fields into their section. */
export function usePrefill(id: string) {
  const refresh = useRefresh(id);
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; place: string; row: string | null; suggestion: string; columns: string[]; seen: number }) =>
      (await take(api.POST('/api/v1/dossiers/{id}/prefill', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: refresh,
  });
}
