// What does the server know of the files of a dossier?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';

export const attachmentsKey = (id: string): QueryKey => ['attachments', id];

/** Where a file is shown within a page, and where it is downloaded. */
export const previewAddress = (id: string, number: number): string => `/api/v1/dossiers/${id}/attachments/${number}/preview`;
export const fileAddress = (id: string, number: number): string => `/api/v1/dossiers/${id}/attachments/${number}/file`;

/** The files of a dossier with their verdicts, and how many it may have. */
export function useAttachments(id: string) {
  return useQuery({
    queryKey: attachmentsKey(id),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/attachments', { params: { path: { id } }, signal }))).data,
  });
}

/** Removes a file that no field names. */
export function useRemoveAttachment(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (number: number) => {
      await take(api.DELETE('/api/v1/dossiers/{id}/attachments/{number}', { params: { path: { id, number } } }));
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: attachmentsKey(id) }),
  });
}

/** What became of an upload whose last part was sent. */
export async function uploadOutcome(address: string) {
  const id = address.slice(address.lastIndexOf('/') + 1);
  return (await take(api.GET('/api/v1/uploads/{id}', { params: { path: { id } } }))).data;
}
