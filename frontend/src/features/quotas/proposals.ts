// Which quotas are proposed, decided, published, appealed and counted? Reading them, and each deed of a person.
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { QuotaAppeal, QuotaDecisionDetail, QuotaProposal, QuotaProposalDetail, SocietyQuota } from './contract';
import { useTouched } from './touched';

/** All proposals, newest round first. */
export function useProposals() {
  return useQuery({
    queryKey: ['quota-proposals'],
    queryFn: async ({ signal }): Promise<QuotaProposal[]> => (await take(api.GET('/api/v1/quota-proposals', { signal }))).data,
  });
}

/** The proposal that people speak of now: the first of the newest round that is not yet final, else the newest. */
export function presentProposal(proposals: readonly QuotaProposal[]): QuotaProposal | undefined {
  return proposals.find((proposal) => proposal.standing !== 'final') ?? proposals[0];
}

/** That proposal; `data` is null where there is none. */
export function usePresentProposal() {
  const query = useProposals();
  return { isPending: query.isPending && !query.isError, data: query.data && presentProposal(query.data) };
}

/** One proposal with its decisions. */
export function useProposal(id: string | undefined) {
  return useQuery({
    queryKey: ['quota-proposals', id],
    queryFn: async ({ signal }): Promise<QuotaProposalDetail> => (await take(api.GET('/api/v1/quota-proposals/{id}', { params: { path: { id: id ?? '' } }, signal }))).data,
    enabled: id !== undefined && id !== '',
  });
}

/** One decision with everything that explains it. */
export function useDecision(id: string, code: string) {
  return useQuery({
    queryKey: ['quota-proposals', id, code],
    queryFn: async ({ signal }): Promise<QuotaDecisionDetail> => (await take(api.GET('/api/v1/quota-proposals/{id}/societies/{code}', { params: { path: { id, code } }, signal }))).data,
    enabled: code !== '',
  });
}

/** Makes a proposal from a stored policy. */
export function useMakeProposal() {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; policy_id: string; year: number; total: number; note: string }): Promise<QuotaProposalDetail> =>
      (await take(api.POST('/api/v1/quota-proposals', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: touched,
  });
}

/** Decides other places for a society, with a reason, on the version that was seen. */
export function useOverride(id: string) {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ code, version, places, reason }: { code: string; version: number; places: number; reason: string }) =>
      (await take(api.PUT('/api/v1/quota-proposals/{id}/decisions/{code}', { params: { path: { id, code }, header: ifMatch(version) }, body: { places, reason } }))).data,
    onSuccess: touched,
  });
}

/** A deed on the whole proposal. */
export type Deed = 'confirm' | 'return' | 'publish';

/** Confirms, sends back or publishes a proposal of the version that was seen. */
export function useDeed(id: string) {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ deed, version, reason }: { deed: Deed; version: number; reason: string }) => {
      const params = { path: { id }, header: ifMatch(version) };
      if (deed === 'confirm') return take(api.POST('/api/v1/quota-proposals/{id}/confirm', { params }));
      if (deed === 'publish') return take(api.POST('/api/v1/quota-proposals/{id}/publish', { params }));
      return take(api.POST('/api/v1/quota-proposals/{id}/return', { params, body: { reason } }));
    },
    onSuccess: touched,
  });
}

/** The appeals that the account may see. */
export function useAppeals() {
  return useQuery({
    queryKey: ['quota-appeals'],
    queryFn: async ({ signal }): Promise<QuotaAppeal[]> => (await take(api.GET('/api/v1/quota-appeals', { signal }))).data,
  });
}

/** Files an appeal of a society. */
export function useAppeal(id: string) {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; society_id: string; ground: string; wanted: number }): Promise<QuotaAppeal> =>
      (await take(api.POST('/api/v1/quota-proposals/{id}/appeals', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: touched,
  });
}

/** Decides an appeal. */
export function useDecideAppeal(id: string) {
  const touched = useTouched();
  return useMutation({
    mutationFn: async ({ version, ...body }: { version: number; is_upheld: boolean; places?: number; answer: string }): Promise<QuotaAppeal> =>
      (await take(api.POST('/api/v1/quota-appeals/{id}/decide', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    onSuccess: touched,
  });
}

/** What a society sees of its quota. */
export function useSocietyQuota(code: string) {
  return useQuery({
    queryKey: ['society-quota', code],
    queryFn: async ({ signal }): Promise<SocietyQuota> => (await take(api.GET('/api/v1/societies/{code}/quota', { params: { path: { code } }, signal }))).data,
    enabled: code !== '',
  });
}
