// Which bodies and meetings has a round, and what does the office do with them?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf } from '../../api/problems';
import { changeOf } from './agenda';
import { meetingKey, trackerKey } from './tracker';
import type { AgendaEntry, AgendaMove, MeetingTracker, NewReviewBody, NewReviewMeeting, NewReviewSeat, ReviewBody, ReviewMeeting, ReviewMeetingChange, ReviewSeat } from './types';

const bodiesKey = (year: number): QueryKey => ['review-bodies', year];
const meetingsKey = (year: number): QueryKey => ['review-meetings', year];

/** The bodies of a round with their seats. */
export function useBodies(year: number) {
  return useQuery({
    queryKey: bodiesKey(year),
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/review-bodies', { params: { path: { year } }, signal }))).data,
  });
}

/** Makes a body; the key is one intention's. */
export function useMakeBody(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewReviewBody }) =>
      (await take(api.POST('/api/v1/rounds/{year}/review-bodies', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSettled: () => queryClient.invalidateQueries({ queryKey: bodiesKey(year) }),
  });
}

/** Seats the panels of the division that stands; the key is one intention's. */
export function useSeatDivision(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (key: string) =>
      (await take(api.POST('/api/v1/rounds/{year}/review-bodies/from-division', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body: {} }))).data,
    onSettled: () => queryClient.invalidateQueries({ queryKey: bodiesKey(year) }),
  });
}

/** Gives a seat; the key is one intention's. */
export function useGiveSeat(year: number, body: ReviewBody) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, seat }: { key: string; seat: NewReviewSeat }) =>
      (await take(api.POST('/api/v1/review-bodies/{id}/seats', { params: { path: { id: body.id }, header: { 'Idempotency-Key': key } }, body: seat }))).data,
    onSettled: () => queryClient.invalidateQueries({ queryKey: bodiesKey(year) }),
  });
}

/** What a seat is, with a part of it changed. */
export function seatOf(seat: ReviewSeat, part: Partial<NewReviewSeat>): NewReviewSeat {
  return {
    name: seat.name,
    unit: seat.unit,
    duty: seat.duty as NonNullable<NewReviewSeat['duty']>,
    username: seat.username ?? null,
    expert: seat.expert?.id ?? null,
    ...part,
  };
}

/** Changes or ends a seat, over the version that was seen. */
export function useSeat(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (deed: { seat: ReviewSeat; to: NewReviewSeat } | { seat: ReviewSeat; reason: string }) => {
      const params = { path: { id: deed.seat.id }, header: ifMatch(deed.seat.version) };
      if ('reason' in deed) return (await take(api.DELETE('/api/v1/review-seats/{id}', { params, body: { reason: deed.reason } }))).data;
      return (await take(api.PUT('/api/v1/review-seats/{id}', { params, body: deed.to }))).data;
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: bodiesKey(year) }),
  });
}

/** The meetings of a round. */
export function useMeetings(year: number) {
  return useQuery({
    queryKey: meetingsKey(year),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/rounds/{year}/meetings', { params: { path: { year } }, signal }))).data,
  });
}

/** Drafts a meeting; the key is one intention's. */
export function useDraftMeeting(year: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewReviewMeeting }) =>
      (await take(api.POST('/api/v1/rounds/{year}/meetings', { params: { path: { year }, header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: (made) => {
      queryClient.setQueryData(meetingKey(made.id), made);
      void queryClient.invalidateQueries({ queryKey: meetingsKey(year) });
    },
  });
}

/** One meeting. */
export function useMeeting(id: string) {
  return useQuery({
    queryKey: meetingKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/meetings/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** What the office does with a meeting. */
export type Deed =
  | { kind: 'change'; to: Partial<ReviewMeetingChange> }
  | { kind: 'call'; reason?: string }
  | { kind: 'open' }
  | { kind: 'close' }
  | { kind: 'cancel'; reason: string }
  | { kind: 'attend'; seat: string; isIn: boolean };

async function send(seen: ReviewMeeting, deed: Deed): Promise<ReviewMeeting> {
  const params = { path: { id: seen.id }, header: ifMatch(seen.version) };
  switch (deed.kind) {
    case 'change':
      return (await take(api.PUT('/api/v1/meetings/{id}', { params, body: changeOf(seen, deed.to) }))).data;
    case 'call':
      return (await take(api.POST('/api/v1/meetings/{id}/call', { params, body: deed.reason === undefined ? {} : { reason: deed.reason } }))).data;
    case 'open':
      return (await take(api.POST('/api/v1/meetings/{id}/open', { params }))).data;
    case 'close':
      return (await take(api.POST('/api/v1/meetings/{id}/close', { params }))).data;
    case 'cancel':
      return (await take(api.POST('/api/v1/meetings/{id}/cancel', { params, body: { reason: deed.reason } }))).data;
    case 'attend':
      return (await take(api.POST('/api/v1/meetings/{id}/attendance', { params, body: { seat: deed.seat, is_in: deed.isIn } }))).data;
  }
}

/** Does something with a meeting over the version that was seen; where somebody was first, what stands now takes its place. */
export function useDeed(meeting: ReviewMeeting) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (deed: Deed) => send(meeting, deed),
    onSuccess: (now) => queryClient.setQueryData(meetingKey(now.id), now),
    onError: (error) => {
      const now = presentOf(error)?.data as ReviewMeeting | null | undefined;
      if (now?.id === meeting.id) queryClient.setQueryData(meetingKey(now.id), now);
      else void queryClient.invalidateQueries({ queryKey: meetingKey(meeting.id) });
    },
  });
}

/** Leads a meeting from item to item. */
export function useLead(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, move }: { version: number; move: AgendaMove }): Promise<MeetingTracker> =>
      (await take(api.POST('/api/v1/meetings/{id}/current', { params: { path: { id }, header: ifMatch(version) }, body: move }))).data,
    onSuccess: (now) => queryClient.setQueryData(trackerKey(id), now),
    onSettled: () => queryClient.invalidateQueries({ queryKey: meetingKey(id) }),
  });
}

/** The order in which the fewest people would move. */
export function useBestOrder(id: string) {
  return useMutation({
    mutationFn: async () => (await take(api.POST('/api/v1/meetings/{id}/order-preview', { params: { path: { id } }, body: {} }))).data,
  });
}

/** What the office does with an item. */
export type ItemDeed =
  | { kind: 'recuse'; seat: string; reason: string }
  | { kind: 'lift'; recusal: { id: string; version: number }; reason: string }
  | { kind: 'defence'; attended: boolean };

async function sendItem(item: AgendaEntry, deed: ItemDeed): Promise<AgendaEntry> {
  const params = { path: { id: item.id }, header: ifMatch(item.version) };
  switch (deed.kind) {
    case 'recuse':
      return (await take(api.POST('/api/v1/agenda-items/{id}/recusals', { params, body: { seat: deed.seat, reason: deed.reason } }))).data;
    case 'lift': {
      const of = { path: { id: deed.recusal.id }, header: ifMatch(deed.recusal.version) };
      return (await take(api.POST('/api/v1/item-recusals/{id}/lift', { params: of, body: { reason: deed.reason } }))).data;
    }
    case 'defence':
      return (await take(api.PUT('/api/v1/agenda-items/{id}/defence', { params, body: { attended: deed.attended } }))).data;
  }
}

/** Does something with an item of a meeting over the version that was seen. */
export function useItemDeed(meeting: string, item: AgendaEntry) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (deed: ItemDeed) => sendItem(item, deed),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['item-recusals', item.id] });
      return queryClient.invalidateQueries({ queryKey: meetingKey(meeting) });
    },
  });
}

/** Who keeps out of an item and why; a supervisor says why he asks. */
export function useRecusalReasons(item: string, asked: string | undefined) {
  return useQuery({
    queryKey: ['item-recusals', item, asked ?? ''],
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/agenda-items/{id}/recusals', { params: { path: { id: item }, query: asked === undefined ? {} : { reason: asked } }, signal }))).data,
  });
}

/** The opinion on an item, with who signed it. */
export function useOpinion(item: string) {
  return useQuery({
    queryKey: ['group-opinion', item],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/agenda-items/{id}/opinion', { params: { path: { id: item } }, signal }))).data,
  });
}
