// What does a nomination share with others?
import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import type { ReuseReport } from '../../../api/types';

/** What the nomination `id` shares with others of its round and of earlier ones. */
export function useReuse(id: string) {
  return useQuery({
    queryKey: ['reuse', id],
    queryFn: async ({ signal }): Promise<ReuseReport> => (await take(api.GET('/api/v1/nominations/{id}/reuse', { params: { path: { id } }, signal }))).data,
    enabled: id !== '',
  });
}
