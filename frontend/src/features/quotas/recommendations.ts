// What was recommended to CAST in a round, and how does CAST answer?
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch, newKey } from '../../api/intent';

const KEY = 'recommendations';

/** What societies recommended in a round. */
export function useRecommendations(year: number) {
  return useQuery({
    queryKey: [KEY, year],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/recommendations', { params: { path: { year } }, signal }))).data,
  });
}

/** What CAST answers, of the version that was read; a return and a change of mind have their reasons. */
type Answer = { version: number } & ({ way: 'forward' | 'confirm' } | { way: 'return' | 'keep'; reason: string });

function send(id: string, answer: Answer) {
  const seen = ifMatch(answer.version);
  const params = { path: { id }, header: seen };
  switch (answer.way) {
    case 'forward':
      return take(api.POST('/api/v1/dossiers/{id}/recommendation/forward', { params: { path: { id }, header: { ...seen, 'Idempotency-Key': newKey() } } }));
    case 'confirm':
      return take(api.POST('/api/v1/dossiers/{id}/recommendation/return/confirm', { params }));
    case 'return':
      return take(api.POST('/api/v1/dossiers/{id}/recommendation/return', { params, body: { reason: answer.reason } }));
    case 'keep':
      return take(api.POST('/api/v1/dossiers/{id}/recommendation/keep', { params, body: { reason: answer.reason } }));
  }
}

/** Answers a recommendation as it was read. Whether it succeeds or not, all that it may have changed is read again. */
export function useAnswerRecommendation(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (answer: Answer) => send(id, answer),
    onSettled: () => Promise.all([KEY, 'quota-ledger', 'quota-proposals'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  });
}
