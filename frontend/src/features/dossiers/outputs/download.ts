// Which documents and lists of dossiers can be downloaded?
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { kept } from '../../../shared/download';

/** The documents of one dossier. */
export const DOCUMENTS = ['form.pdf', 'bundle.pdf', 'publicity.pdf', 'workbook.xlsx'] as const;
export type DocumentName = (typeof DOCUMENTS)[number];

/** The columns of a list, in their order on the server. */
export const COLUMNS = ['number', 'title', 'category', 'form', 'grade', 'society_id', 'society', 'state', 'version', 'updated_at'] as const;
/** The columns of the list on screen. */
export const SHOWN: readonly string[] = ['number', 'title', 'form', 'grade', 'state', 'updated_at'];

export type ListFormat = 'xlsx' | 'csv';

/** Downloads a document of a dossier. */
export function useDocument(id: string) {
  const at = { params: { path: { id } }, parseAs: 'blob' } as const;
  return useMutation({
    mutationFn: (document: DocumentName) => {
      switch (document) {
        case 'form.pdf':
          return kept(api.GET('/api/v1/dossiers/{id}/form.pdf', at), document);
        case 'bundle.pdf':
          return kept(api.GET('/api/v1/dossiers/{id}/bundle.pdf', at), document);
        case 'publicity.pdf':
          return kept(api.GET('/api/v1/dossiers/{id}/publicity.pdf', at), document);
        case 'workbook.xlsx':
          // Without a reason given, as without personal data.
          return kept(api.GET('/api/v1/dossiers/{id}/workbook.xlsx', at), document);
      }
    },
  });
}

/** Downloads the list of a round's dossiers. */
export function useList(year: number) {
  return useMutation({
    mutationFn: ({ format, columns }: { format: ListFormat; columns: readonly string[] }) => {
      const asked = { params: { path: { year }, query: { columns: columns.join(',') } }, parseAs: 'blob' } as const;
      return format === 'xlsx' ? kept(api.GET('/api/v1/rounds/{year}/dossiers.xlsx', asked), 'dossiers.xlsx') : kept(api.GET('/api/v1/rounds/{year}/dossiers.csv', asked), 'dossiers.csv');
    },
  });
}

/** What is made public of a dossier; read anew each time, as the dossier may have been written in. */
export function usePublicity(id: string) {
  return useQuery({
    queryKey: ['dossier-publicity', id],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/publicity', { params: { path: { id } }, signal }))).data,
  });
}
