// What is the signed-in reviewer to judge, and how does it come to the server?
import { type QueryClient, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { ProblemError, presentOf, problemFrom, unreachable } from '../../api/problems';
import { kept } from '../../shared/download';
import { currentLanguage } from '../../shared/i18n';
import { withoutOlder, withSheet } from './law';
import type { Content, Queue, Sheet, WorkbookRow, WorkbookTaken } from './types';

const QUEUE: QueryKey = ['my-sheets'];

/** The queue with a clock: how far the server's is ahead of this machine's. */
export interface TimedQueue {
  queue: Queue;
  offsetMs: number;
}

/** Everything that is to be judged now. */
export function useQueue() {
  return useQuery({
    queryKey: QUEUE,
    staleTime: 0,
    // A list that was asked for before a sheet was kept does not bring back what stood then.
    structuralSharing: (known, found) => ({ ...(found as TimedQueue), queue: withoutOlder((known as TimedQueue | undefined)?.queue, (found as TimedQueue).queue) }),
    queryFn: async ({ signal }): Promise<TimedQueue> => {
      const queue = (await take(api.GET('/api/v1/my-sheets', { signal }))).data;
      return { queue, offsetMs: Date.parse(queue.now) - Date.now() };
    },
  });
}

/** Takes a sheet that the server answered with into what the pages show. */
export function keepSheet(queryClient: QueryClient, sheet: Sheet): void {
  queryClient.setQueryData<TimedQueue>(QUEUE, (known) => (known === undefined ? undefined : { ...known, queue: withSheet(known.queue, sheet) }));
}

/** Asks anew what is to be judged: something ended. */
export const refreshQueue = (queryClient: QueryClient): Promise<void> => queryClient.invalidateQueries({ queryKey: QUEUE });

/** Keeps a sheet whole, over the version that was seen. */
export async function saveSheet(id: string, seen: number, content: Content): Promise<Sheet> {
  const params = { path: { id }, header: ifMatch(seen) };
  const body = { points: { ...content.points }, choices: { ...content.choices }, comments: { ...content.comments }, skipped: content.skipped };
  return (await take(api.PUT('/api/v1/my-reviews/{id}/sheet', { params, body }))).data;
}

/** Submits a sheet. */
export async function submitSheet(id: string, seen: number): Promise<Sheet> {
  return (await take(api.POST('/api/v1/my-reviews/{id}/sheet/submit', { params: { path: { id }, header: ifMatch(seen) } }))).data;
}

/** What stands now where another window was faster. */
export const presentSheet = (error: unknown): Sheet | undefined => presentOf(error)?.data as Sheet | undefined;

/** Opens a submitted sheet again. */
export function useReopen(sheet: Sheet) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/my-reviews/{id}/sheet/reopen', { params: { path: { id: sheet.id }, header: ifMatch(sheet.version) } }))).data,
    onSuccess: (found) => keepSheet(queryClient, found),
    onError: (error) => {
      const now = presentSheet(error);
      if (now === undefined) void refreshQueue(queryClient);
      else keepSheet(queryClient, now);
    },
  });
}

/** Saves the workbook of a phase to the person's disk. */
export function useDownload() {
  return useMutation({
    mutationFn: (phase: string) => kept(api.GET('/api/v1/my-sheets/workbook', { params: { query: { phase } }, parseAs: 'blob' }), 'sheets.xlsx'),
  });
}

/** Sends bytes as they are; the typed client would write them as text. */
async function sendBytes<T>(path: string, body: Blob, key?: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
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

/** What a workbook that came back would change; nothing is kept. */
export function useCheckWorkbook() {
  return useMutation({ mutationFn: (file: File) => sendBytes<{ rows: WorkbookRow[] }>('/my-sheets/workbook/check', file) });
}

/** Keeps what a workbook says. */
export function useTakeWorkbook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ file, key }: { file: File; key: string }) => sendBytes<WorkbookTaken>('/my-sheets/workbook', file, key),
    onSuccess: () => refreshQueue(queryClient),
  });
}
