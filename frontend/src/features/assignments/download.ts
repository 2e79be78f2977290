// How does the report of a plan, or its certificate, come to the person's disk? In the language of the page.
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/client';
import { kept } from '../../shared/download';

export const FORMATS = ['pdf', 'xlsx', 'certificate'] as const;
export type Format = (typeof FORMATS)[number];

/** Downloads the report of a plan, or its certificate; gives the name of the file. */
export function useReport(id: string) {
  const at = { params: { path: { id } }, parseAs: 'blob' } as const;
  return useMutation({
    mutationFn: (format: Format) => {
      switch (format) {
        case 'pdf':
          return kept(api.GET('/api/v1/assignment-plans/{id}/report.pdf', at), 'report.pdf');
        case 'xlsx':
          return kept(api.GET('/api/v1/assignment-plans/{id}/report.xlsx', at), 'report.xlsx');
        case 'certificate':
          return kept(api.GET('/api/v1/assignment-plans/{id}/certificate.json', at), 'certificate.json');
      }
    },
  });
}
