// In which meetings do I sit, and what do I say there?
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { presentOf, ProblemError, problemFrom, unreachable } from '../../api/problems';
import { currentLanguage } from '../../shared/i18n';
import { ownMeetingKey } from './tracker';
import type { MyItemFacts, MyMeeting, MyOpinion, SocietyDefence } from './types';

/** How often a word of mine that met another's is sent again: it changes nothing but what is mine. */
const AGAIN = 3;

/** The meetings in which I sit. */
export function useMyMeetings() {
  return useQuery({
    queryKey: ['my-meetings'],
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-meetings', { signal }))).data,
  });
}

/** One of them. */
export function useMyMeeting(id: string) {
  return useQuery({
    queryKey: ownMeetingKey(id),
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/my-meetings/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** What I say in a meeting. */
export type Word =
  | { kind: 'attend'; isIn: boolean }
  | { kind: 'recuse'; item: MyItemFacts; reason: string }
  | { kind: 'write'; item: MyItemFacts; text: string }
  | { kind: 'lock'; item: MyItemFacts }
  | { kind: 'sign'; opinion: MyOpinion; answer: 'agree' | 'dissent'; words: string }
  | { kind: 'agree'; key: string; opinions: readonly MyOpinion[] };

async function attend(id: string, version: number, isIn: boolean, left = AGAIN): Promise<MyMeeting> {
  try {
    return (await take(api.POST('/api/v1/my-meetings/{id}/attendance', { params: { path: { id }, header: ifMatch(version) }, body: { is_in: isIn } }))).data;
  } catch (error) {
    // Others come in at the same moment: nobody's work is overwritten by my own presence.
    const now = presentOf(error);
    if (now === undefined || left === 0) throw error;
    return attend(id, now.version, isIn, left - 1);
  }
}

async function say(meeting: MyMeeting, word: Word): Promise<MyMeeting> {
  switch (word.kind) {
    case 'attend':
      return attend(meeting.id, meeting.version, word.isIn);
    case 'recuse': {
      const params = { path: { id: meeting.id, item: word.item.id }, header: ifMatch(word.item.version) };
      return (await take(api.POST('/api/v1/my-meetings/{id}/items/{item}/recuse', { params, body: { reason: word.reason } }))).data;
    }
    case 'write': {
      const params = { path: { id: word.item.id }, header: ifMatch(word.item.opinion?.version ?? 0) };
      return (await take(api.PUT('/api/v1/agenda-items/{id}/opinion', { params, body: { text: word.text } }))).data;
    }
    case 'lock': {
      const params = { path: { id: word.item.id }, header: ifMatch(word.item.opinion?.version ?? 0) };
      return (await take(api.POST('/api/v1/agenda-items/{id}/opinion/lock', { params }))).data;
    }
    case 'sign': {
      const params = { path: { id: meeting.id, opinion: word.opinion.id }, header: ifMatch(word.opinion.version) };
      const body = { digest: word.opinion.digest ?? '', answer: word.answer, words: word.words };
      return (await take(api.POST('/api/v1/my-meetings/{id}/opinions/{opinion}/sign', { params, body }))).data;
    }
    case 'agree': {
      const opinions = word.opinions.map(({ id, digest }) => ({ id, digest: digest ?? '' }));
      return (await take(api.POST('/api/v1/my-meetings/{id}/opinions/agree', { params: { path: { id: meeting.id }, header: { 'Idempotency-Key': word.key } }, body: { opinions } }))).data;
    }
  }
}

/** Says something in a meeting, over what was seen. */
export function useWord(meeting: MyMeeting) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (word: Word) => say(meeting, word),
    onSuccess: (now) => queryClient.setQueryData(ownMeetingKey(now.id), now),
    onError: () => void queryClient.invalidateQueries({ queryKey: ownMeetingKey(meeting.id) }),
  });
}

/** The dossier of an item, once it is wanted. */
export function useItemDossier(meeting: string, item: string, isWanted: boolean) {
  return useQuery({
    queryKey: ['my-item-dossier', meeting, item],
    staleTime: 0,
    gcTime: 0,
    enabled: isWanted,
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/my-meetings/{id}/items/{item}/dossier', { params: { path: { id: meeting, item } }, signal }))).data,
  });
}

const DEFENCES = ['society-defences'];

/** The defences of the society's nominations. */
export function useDefences() {
  return useQuery({
    queryKey: DEFENCES,
    staleTime: 0,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/society-defences', { signal }))).data,
  });
}

/** Sends a file as it is; the typed client would write it as text. */
async function upload(item: string, key: string, file: File): Promise<SocietyDefence> {
  const query = new URLSearchParams({ name: file.name });
  let response: Response;
  try {
    response = await fetch(`/api/v1/society-defences/${item}/files?${query}`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': key, 'X-Laurel-Request': '1', 'Accept-Language': currentLanguage() },
      body: file,
    });
  } catch {
    throw unreachable();
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemFrom(response, body);
  if (body === undefined) throw new ProblemError({ code: 'unreadable', status: 0 });
  return (body as { data: SocietyDefence }).data;
}

/** Hands a file in for a defence; the key is one intention's. */
export function useGiveFile() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ item, key, file }: { item: string; key: string; file: File }) => upload(item, key, file),
    onSettled: () => queryClient.invalidateQueries({ queryKey: DEFENCES }),
  });
}
