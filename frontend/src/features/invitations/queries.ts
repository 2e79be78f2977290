// What is the signed-in reviewer asked, and how does he answer?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf } from '../../api/problems';
import type { Commitment, MyReview } from './types';

const MINE: QueryKey = ['my-reviews'];
const COMMITMENT: QueryKey = ['review-commitment'];
const reviewKey = (id: string): QueryKey => ['my-review', id];

/** Everything that is asked of the reviewer. */
export function useMyReviews() {
  return useQuery({
    queryKey: MINE,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-reviews', { signal }))).data,
  });
}

/** One of them. */
export function useMyReview(id: string) {
  return useQuery({
    queryKey: reviewKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-reviews/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** The commitment in force, and the words of the answers. */
export function useCommitment() {
  return useQuery({
    queryKey: COMMITMENT,
    staleTime: 60_000,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/review-commitment', { signal }))).data,
  });
}

/** Signs the commitment that was read: its version and its digest go along. */
export function useSign() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, digest }: Pick<Commitment, 'version' | 'digest'>) => (await take(api.POST('/api/v1/review-commitment', { body: { version, digest } }))).data,
    onSuccess: (signed) => {
      queryClient.setQueryData(COMMITMENT, signed);
      for (const queryKey of [MINE, ['my-review']]) void queryClient.invalidateQueries({ queryKey });
    },
    onError: () => void queryClient.invalidateQueries({ queryKey: COMMITMENT }),
  });
}

/** What a reviewer may answer. */
export type Deed =
  | { kind: 'interest'; declared: boolean; interest?: string; words?: string }
  | { kind: 'accept' }
  | { kind: 'decline'; reason: string; words?: string }
  | { kind: 'recuse'; interest: string; words: string };

/** The words, unless there are none. */
const said = (words: string | undefined) => (words === undefined || words.trim() === '' ? {} : { words: words.trim() });

async function send(seen: MyReview, deed: Deed): Promise<MyReview> {
  const params = { path: { id: seen.id }, header: ifMatch(seen.version) };
  switch (deed.kind) {
    case 'interest':
      return (await take(api.POST('/api/v1/my-reviews/{id}/interest', { params, body: { declared: deed.declared, ...(deed.interest === undefined ? {} : { kind: deed.interest }), ...said(deed.words) } }))).data;
    case 'accept':
      return (await take(api.POST('/api/v1/my-reviews/{id}/accept', { params }))).data;
    case 'decline':
      return (await take(api.POST('/api/v1/my-reviews/{id}/decline', { params, body: { reason: deed.reason, ...said(deed.words) } }))).data;
    case 'recuse':
      return (await take(api.POST('/api/v1/my-reviews/{id}/recuse', { params, body: { kind: deed.interest, ...said(deed.words) } }))).data;
  }
}

/** Answers, over the version that was seen. */
export function useDeed(review: MyReview) {
  const queryClient = useQueryClient();
  const keep = (now: MyReview) => {
    queryClient.setQueryData(reviewKey(review.id), now);
    void queryClient.invalidateQueries({ queryKey: MINE });
  };
  return useMutation({
    mutationFn: (deed: Deed) => send(review, deed),
    onSuccess: keep,
    onError: (error) => {
      const now = presentOf(error)?.data as MyReview | null | undefined;
      if (now?.id === review.id) keep(now);
      else void queryClient.invalidateQueries({ queryKey: reviewKey(review.id) });
    },
  });
}

/** The dossier of an accepted review. */
export function useDossier(id: string) {
  return useQuery({
    queryKey: ['my-review-dossier', id],
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-reviews/{id}/dossier', { params: { path: { id } }, signal }))).data,
  });
}
