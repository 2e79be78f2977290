// What does the server know of checks, submissions and a society's work, and how is it asked to submit?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../../api/client';
import { ifMatch } from '../../../api/intent';
import { dossierKey, timed } from '../queries';
import type { DossierSubmissions, WithdrawalAnswer, WithdrawalRequest } from './types';

const checkKey = (id: string): QueryKey => ['dossier-check', id];
const submissionsKey = (id: string): QueryKey => ['dossier-submissions', id];

/** The society's work in a round, with how far its server's clock is ahead of this machine's. */
export function useSocietyHome(year: number) {
  return useQuery({
    queryKey: ['society-home', year],
    queryFn: ({ signal }) => timed(take(api.GET('/api/v1/rounds/{year}/home', { params: { path: { year } }, signal }))),
  });
}

/** What the rule check finds in a dossier as it stands; asked for anew by each visit. */
export function useCheck(id: string) {
  return useQuery({
    queryKey: checkKey(id),
    staleTime: 0,
    // Never renewed under the reader: what is submitted is the version that was looked at.
    refetchOnWindowFocus: false,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/check', { params: { path: { id } }, signal }))).data,
  });
}

/** Submissions and withdrawals of a dossier. */
export function useSubmissions(id: string) {
  return useQuery({
    queryKey: submissionsKey(id),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/dossiers/{id}/submissions', { params: { path: { id } }, signal }))).data,
  });
}

/** Takes what the server answered, and asks again for whatever it may have changed. */
function useAnswered(id: string) {
  const queryClient = useQueryClient();
  return async (answered: DossierSubmissions) => {
    // The state first: a receipt beside a form that would submit again is no sight.
    await queryClient.invalidateQueries({ queryKey: dossierKey(id) });
    queryClient.setQueryData(submissionsKey(id), answered);
    for (const queryKey of [checkKey(id), ['dossiers'], ['society-home'], ['society-quota']]) void queryClient.invalidateQueries({ queryKey });
  };
}

/** Submits the version that was looked at; the key is one intention's. */
export function useSubmit(id: string) {
  return useMutation({
    mutationFn: async ({ version, key }: { version: number; key: string }) =>
      (await take(api.POST('/api/v1/dossiers/{id}/submissions', { params: { path: { id }, header: { ...ifMatch(version), 'Idempotency-Key': key } } }))).data,
    onSuccess: useAnswered(id),
  });
}

/** Recommends the version that was looked at to CAST. */
export function useRecommend(id: string) {
  return useMutation({
    mutationFn: async ({ version }: { version: number }) =>
      (await take(api.POST('/api/v1/dossiers/{id}/recommendation', { params: { path: { id }, header: ifMatch(version) } }))).data,
    onSuccess: useAnswered(id),
  });
}

/** Asks for the withdrawal of what was seen; the key is one intention's. */
export function useAskWithdrawal(id: string) {
  return useMutation({
    mutationFn: async ({ key, version, ...body }: WithdrawalRequest & { key: string; version: number }) =>
      (await take(api.POST('/api/v1/dossiers/{id}/withdrawals', { params: { path: { id }, header: { ...ifMatch(version), 'Idempotency-Key': key } }, body }))).data,
    onSuccess: useAnswered(id),
  });
}

/** Answers a withdrawal, of what was seen. */
export function useAnswerWithdrawal(id: string, withdrawal: string) {
  return useMutation({
    mutationFn: async ({ version, ...body }: WithdrawalAnswer & { version: number }) =>
      (await take(api.POST('/api/v1/dossiers/{id}/withdrawals/{withdrawal}/answer', { params: { path: { id, withdrawal }, header: ifMatch(version) }, body }))).data,
    onSuccess: useAnswered(id),
  });
}

/** Looks again at all that a page of submitting shows. */
export function useLookAgain(id: string): () => void {
  const queryClient = useQueryClient();
  return () => {
    for (const queryKey of [dossierKey(id), checkKey(id), submissionsKey(id)]) void queryClient.invalidateQueries({ queryKey });
  };
}
