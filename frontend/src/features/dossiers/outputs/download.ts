// How does a file come from the server to the person's disk? With what is wrong told on the page, not in the file.
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../../api/client';

/** The documents of one dossier. */
export const DOCUMENTS = ['form.pdf', 'bundle.pdf', 'publicity.pdf', 'workbook.xlsx'] as const;
export type DocumentName = (typeof DOCUMENTS)[number];

/** The columns of a list, in their order on the server. */
export const COLUMNS = ['number', 'title', 'category', 'form', 'grade', 'society_id', 'society', 'state', 'version', 'updated_at'] as const;
/** The columns of the list on screen. */
export const SHOWN: readonly string[] = ['number', 'title', 'form', 'grade', 'state', 'updated_at'];

export type ListFormat = 'xlsx' | 'csv';

/** The name that the server gives the file, from `filename*=UTF-8''…`. */
export function nameIn(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** Hands a file to the browser under its name. */
function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Saves the file of an answer and says under which name. */
async function kept(request: Promise<Answer>, otherwise: string): Promise<string> {
  const answer = await request.catch((cause: unknown) => take<never>(Promise.reject(cause)));
  const file = await take<unknown>(Promise.resolve(answer));
  const name = nameIn(answer.response.headers.get('content-disposition')) ?? otherwise;
  save(file as Blob, name);
  return name;
}

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
