// What do the pages of objections know and do? The office's queue, one objection with its deeds, a society's own.
import { keepPreviousData, type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { Schemas } from '../../api/types';
import { withoutEmpty } from '../../shared/address';

export type ObjectionRow = Schemas['ObjectionRow'];
export type ObjectionDetail = Schemas['ObjectionDetail'];
export type ObjectionTask = Schemas['ObjectionTask'];
export type ObjectionEvent = Schemas['ObjectionEvent'];
export type ObjectionFile = Schemas['ObjectionFile'];
export type SocietyObjection = Schemas['SocietyObjection'];
export type IdentityRequest = Schemas['ObjectionIdentityRequest'];
export type ObjectorIdentity = Schemas['ObjectorIdentity'];

export const OBJECTION_FILTERS = ['state', 'kind', 'waits_for', 'number', 'cursor'] as const;

const PAGE_SIZE = 50;
const QUEUE: QueryKey = ['objections'];
const OWN: QueryKey = ['society-objections'];

/** The office's queue, what is due first at the head. */
export function useObjections(filters: Record<(typeof OBJECTION_FILTERS)[number], string>) {
  return useQuery({
    queryKey: [...QUEUE, filters],
    queryFn: async ({ signal }) => take(api.GET('/api/v1/objections', { params: { query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** One objection: all but who objected. */
export function useObjection(id: string) {
  return useQuery({
    queryKey: ['objection', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/objections/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** The reasons for which an objection is not taken. */
export function useRefusals() {
  return useQuery({
    queryKey: ['objection-refusals'],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/objection-refusals', { signal }))).data,
  });
}

/** Something done to an objection of the version that is on the screen. */
export type Deed =
  | { what: 'screen'; body: Schemas['ObjectionScreening'] }
  | { what: 'ask'; body: Schemas['NewObjectionTask'] }
  | { what: 'extension'; task: string; body: Schemas['ObjectionExtensionDecision'] }
  | { what: 'record'; body: Schemas['ObjectionText'] }
  | { what: 'propose'; body: Schemas['ObjectionProposal'] }
  | { what: 'decide'; body: Schemas['ObjectionDecision'] }
  | { what: 'resume'; body: Schemas['ObjectionReason'] }
  | { what: 'askIdentity'; body: Schemas['ObjectionReason'] }
  | { what: 'answerIdentity'; request: string; body: Schemas['ObjectionIdentityAnswer'] };

function send(id: string, version: number, deed: Deed): Promise<{ data: ObjectionDetail }> {
  const params = { path: { id }, header: ifMatch(version) };
  switch (deed.what) {
    case 'screen':
      return take(api.POST('/api/v1/objections/{id}/screen', { params, body: deed.body }));
    case 'ask':
      return take(api.POST('/api/v1/objections/{id}/tasks', { params, body: deed.body }));
    case 'extension':
      return take(api.POST('/api/v1/objections/{id}/tasks/{task}/extension', { params: { ...params, path: { id, task: deed.task } }, body: deed.body }));
    case 'record':
      return take(api.POST('/api/v1/objections/{id}/record', { params, body: deed.body }));
    case 'propose':
      return take(api.POST('/api/v1/objections/{id}/outcome', { params, body: deed.body }));
    case 'decide':
      return take(api.POST('/api/v1/objections/{id}/decide', { params, body: deed.body }));
    case 'resume':
      return take(api.POST('/api/v1/objections/{id}/resumption', { params, body: deed.body }));
    case 'askIdentity':
      return take(api.POST('/api/v1/objections/{id}/identity-requests', { params, body: deed.body }));
    case 'answerIdentity':
      return take(api.POST('/api/v1/objections/{id}/identity-requests/{request}/answer', { params: { ...params, path: { id, request: deed.request } }, body: deed.body }));
  }
}

/** Does a deed and keeps what it answered. */
export function useDeed(objection: ObjectionDetail) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (deed: Deed) => (await send(objection.id, objection.version, deed)).data,
    onSuccess: (data) => {
      queries.setQueryData(['objection', objection.id], data);
      void queries.invalidateQueries({ queryKey: QUEUE });
    },
  });
}

/** Shows who objected: once, and kept nowhere. */
export function useOpenIdentity(objection: ObjectionDetail) {
  const queries = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: async (request: string) =>
      (await take(api.POST('/api/v1/objections/{id}/identity-requests/{request}/open', { params: { path: { id: objection.id, request }, header: ifMatch(objection.version) } }))).data,
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['objection', objection.id] }),
  });
}

/** The objections to the society's own nominations. */
export function useSocietyObjections() {
  return useQuery({
    queryKey: OWN,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/society-objections', { signal }))).data,
  });
}

/** One of them. */
export function useSocietyObjection(id: string) {
  return useQuery({
    queryKey: ['society-objection', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/society-objections/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** An answer as the form that the server takes; the names of the files do not go with it. */
function answerForm({ text, files }: { text: string; files: readonly File[] }): FormData {
  const form = new FormData();
  form.append('text', text);
  for (const file of files) form.append('files', file, 'material');
  return form;
}

/** The society answers with material, or asks for more time. */
export function useSay(objection: SocietyObjection, task: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (said: { text: string; files: readonly File[] } | { days: number; reason: string }) => {
      const params = { path: { id: objection.id, task }, header: ifMatch(objection.version) };
      const answer =
        'text' in said
          ? take(api.POST('/api/v1/society-objections/{id}/tasks/{task}/answer', { params, body: { text: said.text }, bodySerializer: () => answerForm(said) }))
          : take(api.POST('/api/v1/society-objections/{id}/tasks/{task}/extension', { params, body: said }));
      return (await answer).data;
    },
    onSuccess: (data) => {
      queries.setQueryData(['society-objection', objection.id], data);
      void queries.invalidateQueries({ queryKey: OWN });
    },
  });
}
