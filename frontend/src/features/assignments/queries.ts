// Which plans are there, what would a change do, and what became of the assignments?
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf, ProblemError, problemFrom, unreachable } from '../../api/problems';
import { flagsOf, withoutEmpty } from '../../shared/address';
import { currentLanguage } from '../../shared/i18n';
import type { Edit, ImportResult, OfficeAssignment, Plan, Solve } from './types';

const plansKey = (year: number): QueryKey => ['assignment-plans', year];
const planKey = (id: string): QueryKey => ['assignment-plan', id];
const columnsKey = (id: string): QueryKey => ['assignment-columns', id];
const REVIEWS: QueryKey = ['review-assignments'];

/** Looking needs no reason, but the body has a place for one. */
const PREVIEW = 'preview';
const NOMINATIONS_SHOWN = 50;
const CANDIDATES_SHOWN = 40;
const REVIEWS_SHOWN = 50;

/** The plans of a round, the newest first. */
export function usePlans(year: number) {
  return useQuery({
    queryKey: plansKey(year),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/assignment-plans', { params: { path: { year } }, signal }))).data,
  });
}

/** Makes a plan from a match run, or from another plan. */
export function useNewPlan(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, ...body }: { key: string; name: string; run?: string; from?: string; within_panels?: boolean }) =>
      (await take(api.POST('/api/v1/rounds/{year}/assignment-plans', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: plansKey(year) }),
  });
}

/** One plan. */
export function usePlan(id: string) {
  return useQuery({
    queryKey: planKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/assignment-plans/{id}', { params: { path: { id } }, signal }))).data,
  });
}

export const COLUMN_FILTERS = ['q', 'problem', 'category', 'sort', 'cursor', 'nomination', 'expert', 'cq', 'csort', 'ccursor', 'load'] as const;
export type ColumnFilters = Record<(typeof COLUMN_FILTERS)[number], string>;

/** The first column: the nominations of a plan. */
export function useCoverage(id: string, { q, problem, category, sort, cursor }: ColumnFilters) {
  return useQuery({
    queryKey: [...columnsKey(id), 'nominations', { q, problem, category, sort, cursor }],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      take(
        api.GET('/api/v1/assignment-plans/{id}/nominations', {
          params: { path: { id }, query: { ...withoutEmpty({ q, category, sort, cursor }), ...flagsOf({ problem }), limit: NOMINATIONS_SHOWN } },
          signal,
        }),
      ),
  });
}

function readCandidates(id: string, { nomination, cq, csort, ccursor }: ColumnFilters, limit: number, signal: AbortSignal) {
  return take(
    api.GET('/api/v1/assignment-plans/{id}/nominations/{nomination}/candidates', {
      params: { path: { id, nomination }, query: { ...withoutEmpty({ q: cq, sort: csort, cursor: ccursor }), limit } },
      signal,
    }),
  );
}

/** The second column: the candidates of a nomination. */
export function useCandidates(id: string, filters: ColumnFilters, limit = CANDIDATES_SHOWN) {
  const { nomination, cq, csort, ccursor } = filters;
  return useQuery<Awaited<ReturnType<typeof readCandidates>>>({
    queryKey: [...columnsKey(id), 'candidates', nomination, { cq, csort, ccursor, limit }],
    enabled: nomination !== '',
    staleTime: 0,
    placeholderData: (previous, query) => (query?.queryKey[3] === nomination ? previous : undefined),
    queryFn: ({ signal }) => readCandidates(id, filters, limit, signal),
  });
}

/** Name and number of a nomination that only the address names. */
export function useNominationNamed(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['nomination', id],
    enabled: isWanted && id !== '',
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/nominations/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** The third column: what an expert has in a plan. */
export function useExpertLoad(id: string, expert: string) {
  return useQuery({
    queryKey: [...columnsKey(id), 'expert', expert],
    enabled: expert !== '',
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/assignment-plans/{id}/experts/{expert}', { params: { path: { id, expert } }, signal }))).data,
  });
}

/** What changes would do; nothing is written. */
export function useConsequences(id: string, version: number, edits: readonly Edit[], solve: Solve) {
  return useQuery({
    queryKey: ['assignment-consequences', id, version, edits, solve],
    enabled: edits.length > 0,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => (await take(api.POST('/api/v1/assignment-plans/{id}/preview', { params: { path: { id } }, body: { changes: [...edits], reason: PREVIEW, solve }, signal }))).data,
  });
}

/** What may be done with a plan. */
export type Deed =
  | { kind: 'change'; edits: readonly Edit[]; reason: string; solve: Solve }
  | { kind: 'takeBack' }
  | { kind: 'apply'; override_reason?: string }
  | { kind: 'undo'; reason: string };

async function send(id: string, version: number, deed: Deed): Promise<Plan> {
  const params = { path: { id }, header: ifMatch(version) };
  switch (deed.kind) {
    case 'change':
      return (await take(api.POST('/api/v1/assignment-plans/{id}/changes', { params, body: { changes: [...deed.edits], reason: deed.reason, solve: deed.solve } }))).data.plan;
    case 'takeBack':
      return (await take(api.POST('/api/v1/assignment-plans/{id}/changes/undo', { params }))).data;
    case 'apply':
      return (await take(api.POST('/api/v1/assignment-plans/{id}/apply', { params, body: deed.override_reason === undefined ? {} : { override_reason: deed.override_reason } }))).data;
    case 'undo':
      return (await take(api.POST('/api/v1/assignment-plans/{id}/undo', { params, body: { reason: deed.reason } }))).data;
  }
}

/** Keeps a plan as the server has it now, and lets everything that hangs on it be read anew. */
function useKeep() {
  const queryClient = useQueryClient();
  return (plan: Plan) => {
    queryClient.setQueryData(planKey(plan.id), plan);
    void queryClient.invalidateQueries({ queryKey: columnsKey(plan.id) });
    void queryClient.invalidateQueries({ queryKey: plansKey(plan.round) });
    void queryClient.invalidateQueries({ queryKey: REVIEWS });
  };
}

/** Works on a plan, over the version that was seen; where somebody was first, what stands now takes its place. */
export function useDeed(plan: Plan) {
  const queryClient = useQueryClient();
  const keep = useKeep();
  return useMutation({
    mutationFn: (deed: Deed) => send(plan.id, plan.version, deed),
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as Plan | null | undefined;
      if (now?.id === plan.id && Array.isArray(now.changes)) keep(now);
      else {
        void queryClient.invalidateQueries({ queryKey: planKey(plan.id) });
        void queryClient.invalidateQueries({ queryKey: columnsKey(plan.id) });
      }
    },
  });
}

/** Invites who is proposed; says whom nothing reaches. */
export function useInvite(plan: Plan) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, due_at }: { key: string; due_at: string }) =>
      (await take(api.POST('/api/v1/assignment-plans/{id}/invitations', { params: { path: { id: plan.id }, header: { 'Idempotency-Key': key } }, body: { due_at } }))).data,
    onSuccess: () => {
      for (const queryKey of [planKey(plan.id), columnsKey(plan.id), REVIEWS]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

export type ImportMode = 'replace' | 'add';

/** Sends bytes as they are; the typed client would write them as text. */
async function sendFile(plan: Plan, file: Blob, mode: ImportMode, isDryRun: boolean): Promise<ImportResult> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/assignment-plans/${plan.id}/import?${new URLSearchParams({ dry_run: String(isDryRun), mode })}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'X-Laurel-Request': '1', 'Accept-Language': currentLanguage(), ...ifMatch(plan.version) },
      body: file,
    });
  } catch {
    throw unreachable();
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemFrom(response, answer);
  if (answer === undefined) throw new ProblemError({ code: 'unreadable', status: 0 });
  return (answer as { data: ImportResult }).data;
}

/** Looks at a file of assignments, or takes it. */
export function useImport(plan: Plan) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ file, mode, isDryRun }: { file: Blob; mode: ImportMode; isDryRun: boolean }) => sendFile(plan, file, mode, isDryRun),
    onSuccess: (result) => {
      if (!result.written) return;
      for (const queryKey of [planKey(plan.id), columnsKey(plan.id), plansKey(plan.round)]) void queryClient.invalidateQueries({ queryKey });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: planKey(plan.id) }),
  });
}

/** How two plans differ. */
export function useComparison(a: string, b: string) {
  return useQuery({
    queryKey: ['assignment-comparison', a, b],
    enabled: a !== '' && b !== '' && a !== b,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/assignment-plans/{id}/compare/{other}', { params: { path: { id: a, other: b } }, signal }))).data,
  });
}

export const REVIEW_FILTERS = ['state', 'plan', 'task', 'cursor'] as const;
export type ReviewFilters = Record<(typeof REVIEW_FILTERS)[number], string>;

/** A page of the assignments that were made of applied plans. */
export function useReviewAssignments(year: number, filters: ReviewFilters) {
  return useQuery({
    queryKey: [...REVIEWS, 'of', year, filters],
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { task, ...words } = filters;
      return take(api.GET('/api/v1/rounds/{year}/review-assignments', { params: { path: { year }, query: { ...withoutEmpty(words), ...flagsOf({ task }), limit: REVIEWS_SHOWN } }, signal }));
    },
  });
}

/** What waits for the office: declined, recused, expired, frozen, not yet replaced. */
export function useTasks(year: number, isWanted = true) {
  return useQuery({
    queryKey: [...REVIEWS, 'tasks', year],
    enabled: isWanted,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/assignment-tasks', { params: { path: { year } }, signal }))).data,
  });
}

/** Who could take the place, the best first. */
export function useReplacements(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: [...REVIEWS, 'replacements', id],
    enabled: isWanted,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/review-assignments/{id}/replacements', { params: { path: { id } }, signal }))).data,
  });
}

/** How the place can be filled by moving others; null where no moves do it. */
export function useRepair(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: [...REVIEWS, 'repair', id],
    enabled: isWanted,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/review-assignments/{id}/repair', { params: { path: { id } }, signal }))).data.proposal ?? null,
  });
}

/** From which affinity on a pair would have been assigned, by the certificate of the run; found once it is asked for. */
export function useEntryScore(run: string, nomination: string, expert: string) {
  return useMutation({
    mutationFn: async () => (await take(api.GET('/api/v1/match-runs/{id}/nominations/{nomination}/experts/{expert}/entry', { params: { path: { id: run, nomination, expert } } }))).data,
  });
}

/** What the office does with one assignment. */
export type AssignmentDeed = { kind: 'replace'; expert: string; due_at: string } | { kind: 'repair'; digest: string; due_at: string } | { kind: 'freeze' | 'unfreeze'; reason: string };

/** An assignment as it was seen. */
type Seen = Pick<OfficeAssignment, 'id' | 'version'>;

async function dispose(seen: Seen, deed: AssignmentDeed): Promise<OfficeAssignment> {
  const params = { path: { id: seen.id }, header: ifMatch(seen.version) };
  switch (deed.kind) {
    case 'replace':
      return (await take(api.POST('/api/v1/review-assignments/{id}/replace', { params, body: { expert: deed.expert, due_at: deed.due_at } }))).data;
    case 'repair':
      return (await take(api.POST('/api/v1/review-assignments/{id}/repair', { params, body: { digest: deed.digest, due_at: deed.due_at } }))).data;
    case 'freeze':
      return (await take(api.POST('/api/v1/review-assignments/{id}/freeze', { params, body: { reason: deed.reason } }))).data;
    case 'unfreeze':
      return (await take(api.POST('/api/v1/review-assignments/{id}/unfreeze', { params, body: { reason: deed.reason } }))).data;
  }
}

/** Replaces, freezes or lets go on, over the version that was seen. */
export function useAssignmentDeed() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ assignment, deed }: { assignment: Seen; deed: AssignmentDeed }) => dispose(assignment, deed),
    onSettled: () => {
      for (const queryKey of [REVIEWS, ['assignment-plan'], ['assignment-columns']]) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

/** Ties an account to an expert, so that he can be asked. */
export function useTieAccount() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ expert, username }: { expert: string; username: string }) => take(api.POST('/api/v1/experts/{id}/account', { params: { path: { id: expert } }, body: { username } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: REVIEWS }),
  });
}
