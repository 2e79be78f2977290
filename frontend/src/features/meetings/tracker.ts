// Where is a meeting now? Followed by the server's events, or asked for where they do not come.
import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, take } from '../../api/client';
import { ProblemError } from '../../api/problems';
import type { MeetingTracker } from './types';

const POLL_MS = 3_000;

export const meetingKey = (id: string): QueryKey => ['review-meeting', id];
export const ownMeetingKey = (id: string): QueryKey => ['my-meeting', id];
export const trackerKey = (id: string): QueryKey => ['meeting-tracker', id];

/** Whether nothing more comes. */
export function isOver(tracker: Pick<MeetingTracker, 'state'>): boolean {
  return tracker.state === 'closed' || tracker.state === 'cancelled';
}

/** The newer of two views: what comes late by another way does not take its place. */
export function newer(known: MeetingTracker | undefined, now: MeetingTracker): MeetingTracker {
  return known !== undefined && known.version > now.version ? known : now;
}

async function read(id: string, signal: AbortSignal): Promise<MeetingTracker> {
  return (await take(api.GET('/api/v1/meetings/{id}/tracker', { params: { path: { id } }, signal }))).data;
}

/** Where a meeting is, as another part of the page follows it. */
export function useTracked(id: string): MeetingTracker | undefined {
  return useQuery({ queryKey: trackerKey(id), staleTime: Number.POSITIVE_INFINITY, queryFn: ({ signal }) => read(id, signal) }).data;
}

/** Follows a meeting, once on a page; what shows more of it is asked for anew after each change. */
export function useTracker(id: string) {
  const queryClient = useQueryClient();
  const [isLive, setLive] = useState(false);
  const query = useQuery({
    queryKey: trackerKey(id),
    staleTime: 0,
    queryFn: ({ signal }) => read(id, signal),
    refetchInterval: ({ state }) => {
      if (isLive || state.data === undefined || isOver(state.data)) return false;
      // Asking on would open the sign-in dialog again and again after it was closed.
      return state.error instanceof ProblemError && state.error.status === 401 ? false : POLL_MS;
    },
  });
  const mustFollow = query.data !== undefined && !isOver(query.data);
  const version = query.data?.version;
  useEffect(() => {
    if (version === undefined) return;
    for (const queryKey of [meetingKey(id), ownMeetingKey(id)]) void queryClient.invalidateQueries({ queryKey });
  }, [id, version, queryClient]);
  useEffect(() => {
    if (!mustFollow || typeof EventSource === 'undefined') return undefined;
    const events = new EventSource(`/api/v1/meetings/${id}/events`);
    events.addEventListener('open', () => setLive(true));
    events.addEventListener('error', () => setLive(false));
    events.addEventListener('tracker', (event: MessageEvent<string>) => {
      const now = JSON.parse(event.data) as MeetingTracker;
      queryClient.setQueryData<MeetingTracker>(trackerKey(id), (known) => newer(known, now));
      if (isOver(now)) events.close();
    });
    return () => {
      events.close();
      setLive(false);
    };
  }, [id, mustFollow, queryClient]);
  return { query, isLive };
}
