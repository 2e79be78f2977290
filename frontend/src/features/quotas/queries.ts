// Which policies are there, what would one do, and what was kept of it?
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { ProblemError } from '../../api/problems';
import type { Lines } from '../../shared/ui';
import type { BackTest, QuotaPolicy, QuotaPolicyDetail, QuotaScenario, QuotaSimulation, Stability } from './contract';

/** The two lines of a policy. */
export function linesOf(policy: QuotaPolicyDetail | undefined): Lines | undefined {
  return policy && { expand: policy.read.expand.points, shrink: policy.read.shrink.points };
}

/** All policies, newest first. */
export function usePolicies() {
  return useQuery({
    queryKey: ['quota-policies'],
    queryFn: async ({ signal }): Promise<QuotaPolicy[]> => (await take(api.GET('/api/v1/quota-policies', { signal }))).data,
  });
}

/** One policy with its text; it never changes. */
export function usePolicy(id: string) {
  return useQuery({
    queryKey: ['quota-policies', id],
    queryFn: async ({ signal }): Promise<QuotaPolicyDetail> => (await take(api.GET('/api/v1/quota-policies/{id}', { params: { path: { id } }, signal }))).data,
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Stores a policy. */
export function useKeepPolicy() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ content, note, key }: { content: string; note: string; key: string }): Promise<QuotaPolicyDetail> =>
      (await take(api.POST('/api/v1/quota-policies', { params: { header: { 'Idempotency-Key': key } }, body: { content, note } }))).data,
    onSuccess: (policy) => {
      queryClient.setQueryData(['quota-policies', policy.id], policy);
      void queryClient.invalidateQueries({ queryKey: ['quota-policies'], exact: true });
    },
  });
}

/** What is to be tried: a text, its total, how many rounds count, another policy to compare with, a society to explain. */
export interface Trial {
  text: string;
  total: number;
  rounds?: number | undefined;
  compare: string;
  explain?: string;
}

/** What a policy would do; the last answer stays on screen while the next is computed. */
export function useSimulation(trial: Trial | undefined) {
  return useQuery({
    queryKey: ['quota-simulation', trial],
    queryFn: async ({ signal }): Promise<QuotaSimulation> =>
      (
        await take(
          api.POST('/api/v1/quota-simulations', {
            body: {
              policy: trial?.text ?? '',
              total: trial?.total ?? 0,
              ...windowOf(trial?.rounds),
              ...(trial?.compare ? { compare_policy_id: trial.compare } : {}),
              ...(trial?.explain ? { explain: trial.explain } : {}),
            },
            signal,
          }),
        )
      ).data,
    enabled: trial !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    // A refusal says what is wrong with the policy: asking again changes nothing.
    retry: (failures, error) => failures < 1 && error instanceof ProblemError && error.status === 0,
  });
}

/** The window as the server wants it: left out where the policy's own holds. */
const windowOf = (rounds: number | undefined): { rounds?: number } => (rounds === undefined ? {} : { rounds });

/** How often the decision would be the same, had chance fallen otherwise; drawn as often as the server allows. */
export function useStability() {
  return useMutation({
    mutationFn: async ({ text, total, rounds }: { text: string; total: number; rounds: number | undefined }): Promise<Stability> =>
      (await take(api.POST('/api/v1/quota-simulations/stability', { body: { policy: text, total, ...windowOf(rounds) } }))).data,
  });
}

/** A policy judged by past rounds. */
export function useBackTest(policy: string) {
  return useQuery({
    queryKey: ['quota-backtest', policy],
    queryFn: async ({ signal }): Promise<BackTest> => (await take(api.POST('/api/v1/quota-backtests', { body: { policy_id: policy }, signal }))).data,
    enabled: policy !== '',
    staleTime: 300_000,
  });
}

/** The trials that were kept, newest first. */
export function useScenarios() {
  return useQuery({
    queryKey: ['quota-scenarios'],
    queryFn: async ({ signal }): Promise<QuotaScenario[]> => (await take(api.GET('/api/v1/quota-scenarios', { signal }))).data,
  });
}

/** Keeps a trial. */
export function useKeepScenario() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; name: string; note: string; policy_id: string; policy?: string; total: number; rounds?: number; compared_with?: string }): Promise<QuotaScenario> =>
      (await take(api.POST('/api/v1/quota-scenarios', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['quota-scenarios'] }),
  });
}

/** Gives a kept trial another name and note, on the version that was read; whoever came too late reads the list again. */
export function useNoteScenario(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, ...body }: { version: number; name: string; note: string }): Promise<QuotaScenario> =>
      (await take(api.PUT('/api/v1/quota-scenarios/{id}', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['quota-scenarios'] }),
  });
}
