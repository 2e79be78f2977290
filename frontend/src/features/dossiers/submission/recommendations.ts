// What was recommended to CAST in a round, and how does CAST answer?
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { ifMatch } from '../../../api/intent';
import { useTouched } from '../../quotas/touched';

/** What societies recommended in a round. */
export function useRecommendations(year: number) {
  return useQuery({
    queryKey: ['recommendations', year],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/recommendations', { params: { path: { year } }, signal }))).data,
  });
}

/** What CAST answers, of the version that was read: with the key of the attempt where it submits, with the reason of a return and of a change of mind. */
export type RecommendationAnswer = { version: number } & ({ way: 'forward'; key: string } | { way: 'confirm' } | { way: 'return' | 'keep'; reason: string });

function send(id: string, answer: RecommendationAnswer) {
  const seen = ifMatch(answer.version);
  const params = { path: { id }, header: seen };
  switch (answer.way) {
    case 'forward':
      return take(api.POST('/api/v1/dossiers/{id}/recommendation/forward', { params: { path: { id }, header: { ...seen, 'Idempotency-Key': answer.key } } }));
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
  return useMutation({ mutationFn: (answer: RecommendationAnswer) => send(id, answer), onSettled: useTouched() });
}
