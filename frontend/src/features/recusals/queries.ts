// What ties experts to nominations, what was decided about it, and how is it decided?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf } from '../../api/problems';
import { flagsOf, withoutEmpty } from '../../shared/address';
import type { Declaration, DeclarationBody, Finding, OwnDeclaration, RecusalAlert, Ruling } from './types';

export const FINDING_FILTERS = ['severity', 'kind', 'nomination', 'expert', 'is_decided', 'is_assigned', 'cursor'] as const;
export type FindingFilters = Record<(typeof FINDING_FILTERS)[number], string>;
export const DECLARATION_FILTERS = ['source', 'state', 'kind', 'nomination', 'cursor'] as const;
export type DeclarationFilters = Record<(typeof DECLARATION_FILTERS)[number], string>;
export const ALERT_FILTERS = ['state', 'phase', 'cursor'] as const;
export type AlertFilters = Record<(typeof ALERT_FILTERS)[number], string>;

const PAGE_SIZE = 50;

const findingKey = (id: string): QueryKey => ['recusal-finding', id];
const declarationKey = (id: string): QueryKey => ['declaration', id];
const OWN: QueryKey = ['my-declarations'];

/** A page of the findings of the latest finished run. */
export function useFindings(year: number, filters: FindingFilters) {
  return useQuery({
    queryKey: ['recusal-findings', year, filters],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { is_decided, is_assigned, ...words } = filters;
      return take(api.GET('/api/v1/rounds/{year}/conflicts', { params: { path: { year }, query: { ...withoutEmpty(words), ...flagsOf({ is_decided, is_assigned }), limit: PAGE_SIZE } }, signal }));
    },
  });
}

/** The first flags that nobody decided yet, so that one leads to the next. */
export function useUndecided(year: number) {
  return useQuery({
    queryKey: ['recusal-findings', year, 'undecided'],
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/rounds/{year}/conflicts', { params: { path: { year }, query: { severity: 'flag', is_decided: false, limit: 2 } }, signal }))).data,
  });
}

/** One finding with its path and all that was decided. */
export function useFinding(id: string) {
  return useQuery({
    queryKey: findingKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/conflicts/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** What may be done with a finding. */
export type Deed =
  | { kind: 'decide'; outcome: Ruling; reason: string }
  | { kind: 'lift'; reason: string }
  | { kind: 'answer'; is_agreed: boolean; reason: string }
  | { kind: 'reverse'; reason: string };

async function send(seen: Finding, deed: Deed): Promise<Finding> {
  const params = { path: { id: seen.id }, header: ifMatch(seen.version) };
  switch (deed.kind) {
    case 'decide':
      return (await take(api.POST('/api/v1/conflicts/{id}/decision', { params, body: { outcome: deed.outcome, reason: deed.reason } }))).data;
    case 'lift':
      return (await take(api.POST('/api/v1/conflicts/{id}/lifting', { params, body: { reason: deed.reason } }))).data;
    case 'answer':
      return (await take(api.POST('/api/v1/conflicts/{id}/lifting/answer', { params, body: { is_agreed: deed.is_agreed, reason: deed.reason } }))).data;
    case 'reverse':
      return (await take(api.POST('/api/v1/conflicts/{id}/reversal', { params, body: { reason: deed.reason } }))).data;
  }
}

/** Does something with a finding, over the version that was seen; where somebody was first, what stands now takes its place. */
export function useDeed(finding: Finding) {
  const queryClient = useQueryClient();
  const keep = (now: Finding) => {
    queryClient.setQueryData(findingKey(finding.id), now);
    void queryClient.invalidateQueries({ queryKey: ['recusal-findings'] });
  };
  return useMutation({
    mutationFn: (deed: Deed) => send(finding, deed),
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as Finding | null | undefined;
      if (now?.id === finding.id && Array.isArray(now.decisions)) keep(now);
      else void queryClient.invalidateQueries({ queryKey: findingKey(finding.id) });
    },
  });
}

/** A page of what was declared in a round. */
export function useDeclarations(year: number, filters: DeclarationFilters) {
  return useQuery({
    queryKey: ['declarations', year, filters],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/rounds/{year}/declarations', { params: { path: { year }, query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
  });
}

/** One declaration. */
export function useDeclaration(id: string) {
  return useQuery({
    queryKey: declarationKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/declarations/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** Declares for an expert; the key is one intention's. */
export function useDeclare(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: DeclarationBody & { expert_id: string; key: string }) =>
      (await take(api.POST('/api/v1/rounds/{year}/declarations', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['declarations'] }),
  });
}

/** What the office may do with a declaration. */
export type DeclarationDeed = { kind: 'answer'; is_accepted: boolean; reason: string; expert_id?: string } | { kind: 'withdraw'; reason: string };

async function settle(seen: Declaration, deed: DeclarationDeed): Promise<Declaration> {
  const params = { path: { id: seen.id }, header: ifMatch(seen.version) };
  if (deed.kind === 'withdraw') return (await take(api.POST('/api/v1/declarations/{id}/withdrawal', { params, body: { reason: deed.reason } }))).data;
  const { kind, ...body } = deed;
  return (await take(api.POST('/api/v1/declarations/{id}/answer', { params, body }))).data;
}

/** Answers or withdraws a declaration, over the version that was seen. */
export function useDeclarationDeed(one: Declaration) {
  const queryClient = useQueryClient();
  const keep = (now: Declaration) => {
    queryClient.setQueryData(declarationKey(one.id), now);
    void queryClient.invalidateQueries({ queryKey: ['declarations'] });
    void queryClient.invalidateQueries({ queryKey: ['exclusion-statistics'] });
  };
  return useMutation({
    mutationFn: (deed: DeclarationDeed) => settle(one, deed),
    onSuccess: keep,
    onError: () => void queryClient.invalidateQueries({ queryKey: declarationKey(one.id) }),
  });
}

/** What the signed-in person declared. */
export function useOwnDeclarations() {
  return useQuery({
    queryKey: OWN,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-declarations', { signal }))).data,
  });
}

/** Declares something of one's own; the key is one intention's. */
export function useDeclareOwn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: DeclarationBody & { round: number; key: string }) =>
      (await take(api.POST('/api/v1/my-declarations', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: OWN }),
  });
}

/** Asks to withdraw one's own declaration. */
export function useWithdrawOwn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ one, reason }: { one: OwnDeclaration; reason: string }) => take(api.POST('/api/v1/my-declarations/{id}/withdrawal', { params: { path: { id: one.id }, header: ifMatch(one.version) }, body: { reason } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: OWN }),
  });
}

/** How often societies ask for exclusions, and what became of it. */
export function useExclusionStatistics(year: number) {
  return useQuery({
    queryKey: ['exclusion-statistics', year],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/exclusion-statistics', { params: { path: { year } }, signal }))).data,
  });
}

/** Checks a pasted list of names before anybody is invited; nothing of it is kept. */
export function useCheck(year: number) {
  return useMutation({
    mutationFn: async (text: string) => (await take(api.POST('/api/v1/rounds/{year}/conflict-check', { params: { path: { year } }, body: { text } }))).data,
  });
}

/** A page of what the rechecks found. */
export function useAlerts(year: number, filters: AlertFilters) {
  return useQuery({
    queryKey: ['recusal-alerts', year, filters],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(api.GET('/api/v1/rounds/{year}/recusal-alerts', { params: { path: { year }, query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
  });
}

/** Checks everything again by the data of now. */
export function useRecheck(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/rounds/{year}/recusal-recheck', { params: { path: { year } }, body: {} }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['recusal-alerts'] }),
  });
}

/** Says what was done about an alert. */
export function useHandle() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ alert, reason }: { alert: RecusalAlert; reason: string }) => take(api.POST('/api/v1/recusal-alerts/{id}/handling', { params: { path: { id: alert.id }, header: ifMatch(alert.version) }, body: { reason } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['recusal-alerts'] }),
  });
}

/** The scans of a round after its reviews, the newest first. */
export function useScans(year: number) {
  return useQuery({
    queryKey: ['recusal-scans', year],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/recusal-scans', { params: { path: { year } }, signal }))).data,
  });
}

/** Scans who judged what, by everything that is known now. */
export function useScan(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/rounds/{year}/recusal-scans', { params: { path: { year } }, body: {} }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['recusal-scans'] }),
  });
}
