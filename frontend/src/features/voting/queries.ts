// Which ballots are there, how do they stand, and what is done with them?
import { type Query, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { mayPass, presentOf, ProblemError } from '../../api/problems';
import type { Ballot, NewBallot, NewBallotSlip } from './types';

const POLL_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;

const ballotKey = (id: string): QueryKey => ['ballot', id];
const listKey = (meeting: string): QueryKey => ['ballots', meeting];

/** Asks again after a while, but not when the session has ended: that would open the sign-in dialog again and again. */
function pollWhile<T>(isWanted: (data: T) => boolean) {
  return ({ state }: Query<T, Error, T, QueryKey>): number | false => {
    if (state.error instanceof ProblemError && state.error.status === 401) return false;
    return state.data !== undefined && isWanted(state.data) ? POLL_MS : false;
  };
}

/** The ballots of a meeting, oldest first. */
export function useBallots(meeting: string) {
  return useQuery({
    queryKey: listKey(meeting),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/meetings/{id}/ballots', { params: { path: { id: meeting } }, signal }))).data,
  });
}

/** What the ballots of a meeting may list. */
export function useCandidates(meeting: string) {
  return useQuery({
    queryKey: [...listKey(meeting), 'lines'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/meetings/{id}/ballot-lines', { params: { path: { id: meeting } }, signal }))).data,
  });
}

/** What the council has awarded, and what is left. */
export function useCaps(meeting: string) {
  return useQuery({
    queryKey: [...listKey(meeting), 'caps'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/meetings/{id}/caps', { params: { path: { id: meeting } }, signal }))).data,
  });
}

/** One ballot; until it is counted it is asked for again and again. */
export function useBallot(id: string) {
  return useQuery<Ballot>({
    queryKey: ballotKey(id),
    staleTime: 0,
    refetchInterval: pollWhile<Ballot>((ballot) => ballot.state === 'draft' || ballot.state === 'open'),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/ballots/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** Takes what stands now in the place of what was shown. */
function useKeep() {
  const queryClient = useQueryClient();
  return (now: Ballot) => {
    queryClient.setQueryData(ballotKey(now.id), now);
    void queryClient.invalidateQueries({ queryKey: listKey(now.meeting_id) });
  };
}

/** Drafts a ballot; the key is one intention's. */
export function useDraft(meeting: string) {
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewBallot }) =>
      (await take(api.POST('/api/v1/meetings/{id}/ballots', { params: { path: { id: meeting }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: useKeep(),
  });
}

/** What is done with a ballot over the version that was seen. */
export type Deed = { kind: 'open' } | { kind: 'close' } | { kind: 'void'; reason: string };

async function send(seen: Ballot, deed: Deed): Promise<Ballot> {
  const params = { path: { id: seen.id }, header: ifMatch(seen.version) };
  switch (deed.kind) {
    case 'open':
      return (await take(api.POST('/api/v1/ballots/{id}/open', { params, body: {} }))).data;
    case 'close':
      return (await take(api.POST('/api/v1/ballots/{id}/close', { params, body: {} }))).data;
    case 'void':
      return (await take(api.POST('/api/v1/ballots/{id}/void', { params, body: { reason: deed.reason } }))).data;
  }
}

/** Opens, closes or sets a ballot aside; where somebody was first, what stands now takes its place. */
export function useDeed(ballot: Ballot) {
  const queryClient = useQueryClient();
  const keep = useKeep();
  return useMutation({
    mutationFn: (deed: Deed) => send(ballot, deed),
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as Ballot | null | undefined;
      if (now?.id === ballot.id && Array.isArray(now.lines)) keep(now);
      else void queryClient.invalidateQueries({ queryKey: ballotKey(ballot.id) });
    },
  });
}

/** Discards a draft. */
export function useDiscard(ballot: Ballot) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => take(api.DELETE('/api/v1/ballots/{id}', { params: { path: { id: ballot.id }, header: ifMatch(ballot.version) } })),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: ballotKey(ballot.id) });
      void queryClient.invalidateQueries({ queryKey: listKey(ballot.meeting_id) });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: ballotKey(ballot.id) }),
  });
}

/** Drafts the next turn for what is tied; the key is one intention's. */
export function useTie(ballot: Ballot) {
  const queryClient = useQueryClient();
  const keep = useKeep();
  return useMutation({
    mutationFn: async (key: string) => (await take(api.POST('/api/v1/ballots/{id}/tie', { params: { path: { id: ballot.id }, header: { 'Idempotency-Key': key } }, body: {} }))).data,
    onSuccess: (next) => {
      keep(next);
      void queryClient.invalidateQueries({ queryKey: ballotKey(ballot.id) });
    },
  });
}

/** Counts a closed ballot once more. */
export function useRecount(ballot: Ballot) {
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/ballots/{id}/recount', { params: { path: { id: ballot.id } }, body: {} }))).data,
  });
}

/** Who voted how; it is recorded that it was read, and why. */
export function usePapers(ballot: Ballot) {
  return useMutation({
    mutationFn: async (reason: string) =>
      (await take(api.GET('/api/v1/ballots/{id}/papers', { params: { path: { id: ballot.id }, query: reason === '' ? {} : { reason } } }))).data,
  });
}

/** Casts a paper. It is sent until it arrives: the word of the request makes one paper of however many attempts. */
export function useCast(ballot: Ballot) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, marks }: { key: string; marks: readonly number[] }) =>
      (await take(api.POST('/api/v1/ballots/{id}/papers', { params: { path: { id: ballot.id }, header: { 'Idempotency-Key': key } }, body: { marks: [...marks] } }))).data,
    networkMode: 'always',
    retry: (_failures, error) => mayPass(error),
    retryDelay: (attempt) => Math.min(1_000 * 2 ** attempt, LONGEST_PAUSE_MS),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ballotKey(ballot.id) }),
  });
}

/** Enters what is read on a slip; the key is one intention's. */
export function useEntry(ballot: Ballot) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewBallotSlip }) =>
      (await take(api.POST('/api/v1/ballots/{id}/entries', { params: { path: { id: ballot.id }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ballotKey(ballot.id) }),
  });
}

/** Hands slips of a secret ballot out; the key is one intention's. */
export function useHandOut(ballot: Ballot) {
  const keep = useKeep();
  return useMutation({
    mutationFn: async ({ key, seats }: { key: string; seats: readonly string[] }) =>
      (await take(api.POST('/api/v1/ballots/{id}/slips', { params: { path: { id: ballot.id }, header: { 'Idempotency-Key': key } }, body: { seats: [...seats] } }))).data,
    onSuccess: keep,
  });
}
