// Which pages of a dossier are looked at for seals and signatures?
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { ProblemError } from '../../../api/problems';
import type { SealPage } from '../../../api/types';

/** The pages of a submitted dossier where a seal or a signature is due. */
export function useSeals(dossierId: string) {
  return useQuery({
    queryKey: ['seals', dossierId],
    queryFn: async ({ signal }): Promise<SealPage[]> => {
      try {
        return (await take(api.GET('/api/v1/dossiers/{id}/seals', { params: { path: { id: dossierId } }, signal }))).data.pages;
      } catch (error) {
        // A nomination that came by import has no dossier, and so no pages.
        if (error instanceof ProblemError && error.status === 404) return [];
        throw error;
      }
    },
    enabled: dossierId !== '',
  });
}

/** The address of a page's picture, or of the PDF in which it lies. */
export function addressOf(dossierId: string, page: SealPage): string | undefined {
  const base = `/api/v1/dossiers/${dossierId}/seals/${page.number}`;
  if (page.has_picture) return `${base}.png`;
  if (page.attachment === null || page.attachment === undefined) return undefined;
  return `${base}.pdf#toolbar=0&navpanes=0&page=${page.page ?? 1}`;
}
