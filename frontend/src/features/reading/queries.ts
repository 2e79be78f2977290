// What does a reviewer open, mark and ask beside his sheet?
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { Schemas } from '../../api/types';

export type ReviewDocument = Schemas['ReviewDocument'];
export type ReviewMark = Schemas['ReviewMark'];
export type NewReviewMark = Schemas['NewReviewMark'];
export type OwnReviewQuestion = Schemas['OwnReviewQuestion'];

const documentsKey = (id: string): QueryKey => ['review-documents', id];
const marksKey = (id: string): QueryKey => ['review-marks', id];
const questionsKey = (id: string): QueryKey => ['own-review-questions', id];

/** Where a document is shown, open at a page. */
export function documentAddress(id: string, key: string, page?: number): string {
  const address = `/api/v1/my-reviews/${encodeURIComponent(id)}/documents/${encodeURIComponent(key)}`;
  return page === undefined ? address : `${address}#page=${page}`;
}

/** The documents of a review. */
export function useDocuments(id: string) {
  return useQuery({
    queryKey: documentsKey(id),
    staleTime: 300_000,
    gcTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-reviews/{id}/documents', { params: { path: { id } }, signal }))).data,
  });
}

/** The reader's own marks in them. */
export function useMarks(id: string) {
  return useQuery({
    queryKey: marksKey(id),
    gcTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-reviews/{id}/marks', { params: { path: { id } }, signal }))).data,
  });
}

/** A mark to be made under a key of its own, changed, or taken out. */
export type MarkDeed = { what: 'add'; body: NewReviewMark; key: string } | { what: 'change'; mark: ReviewMark; body: NewReviewMark } | { what: 'remove'; mark: ReviewMark };

async function sendMark(id: string, deed: MarkDeed): Promise<void> {
  switch (deed.what) {
    case 'add':
      await take(api.POST('/api/v1/my-reviews/{id}/marks', { params: { path: { id }, header: { 'Idempotency-Key': deed.key } }, body: deed.body }));
      return;
    case 'change':
      await take(api.PUT('/api/v1/my-reviews/{id}/marks/{mark}', { params: { path: { id, mark: deed.mark.id }, header: ifMatch(deed.mark.version) }, body: deed.body }));
      return;
    case 'remove':
      await take(api.DELETE('/api/v1/my-reviews/{id}/marks/{mark}', { params: { path: { id, mark: deed.mark.id }, header: ifMatch(deed.mark.version) } }));
  }
}

/** Does something with a mark; what stands then comes from the server. */
export function useMarkDeed(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deed: MarkDeed) => sendMark(id, deed),
    onSettled: () => queries.invalidateQueries({ queryKey: marksKey(id) }),
  });
}

/** What was asked about the nomination, as far as the reader may know. */
export function useOwnQuestions(id: string) {
  return useQuery({
    queryKey: questionsKey(id),
    staleTime: 0,
    gcTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-reviews/{id}/questions', { params: { path: { id } }, signal }))).data,
  });
}

/** Asks, under a key that stays the same until it was asked. */
export function useAsk(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ text, key }: { text: string; key: string }) =>
      (await take(api.POST('/api/v1/my-reviews/{id}/questions', { params: { path: { id }, header: { 'Idempotency-Key': key } }, body: { text } }))).data,
    onSuccess: (data) => queries.setQueryData(questionsKey(id), data),
  });
}
