// What is a person told, how is it mailed, and what waits in the outbox?
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import type { CalendarFeed, MailSettings, NoticeTemplate, Outbox, OutboxMessageText, OwnNotices, TemplatePreview, UnreachableRecipient } from '../../api/types';
import { useLanguage } from '../../shared/i18n';

const MINUTE = 60_000;
const WAITING_MS = 2_000;

/** How many notices are unread: asked again each minute. */
export function useUnread() {
  return useQuery({
    queryKey: ['notices', 'unread'],
    queryFn: async ({ signal }): Promise<number> => (await take(api.GET('/api/v1/notices/unread', { signal }))).data.unread,
    refetchInterval: MINUTE,
  });
}

/** The notices, which the server words in the language of the page. */
export function useNotices() {
  const language = useLanguage();
  return useQuery({
    queryKey: ['notices', 'list', language],
    queryFn: async ({ signal }): Promise<OwnNotices> => (await take(api.GET('/api/v1/notices', { signal }))).data,
    refetchInterval: MINUTE,
  });
}

/** Marks a notice as read; without a key, all of them. */
export function useReadNotice() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: string | undefined): Promise<number> =>
      (await take(id === undefined ? api.POST('/api/v1/notices/read') : api.POST('/api/v1/notices/{id}/read', { params: { path: { id } } }))).data.unread,
    onSuccess: (unread) => {
      queryClient.setQueryData(['notices', 'unread'], unread);
      void queryClient.invalidateQueries({ queryKey: ['notices', 'list'] });
    },
  });
}

/** Where and how the reader is written to. */
export function useMailSettings() {
  return useQuery({
    queryKey: ['mail-settings'],
    queryFn: async ({ signal }): Promise<MailSettings> => (await take(api.GET('/api/v1/me/mail', { signal }))).data,
  });
}

/** Sets where and how the reader is written to. */
export function useSetMail() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ version, ...body }: { version: number; address?: string; language: string | null }): Promise<MailSettings> =>
      (await take(api.PUT('/api/v1/me/mail', { params: { header: ifMatch(version) }, body }))).data,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['mail-settings'] }),
  });
}

/** Makes a new address for the calendar feed. */
export function useRenewCalendar() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<CalendarFeed> => (await take(api.POST('/api/v1/me/calendar'))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['mail-settings'] }),
  });
}

/** Closes the calendar feed. */
export function useCloseCalendar() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<MailSettings> => (await take(api.DELETE('/api/v1/me/calendar'))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['mail-settings'] }),
  });
}

/** The outbox: the messages of one state, or of all where it is empty. */
export function useOutbox(state: string) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['outbox', 'list', state, language],
    queryFn: async ({ signal }): Promise<Outbox> => (await take(api.GET('/api/v1/outbox', { params: { query: state === '' ? {} : { state } }, signal }))).data,
    refetchInterval: MINUTE,
  });
}

/** Whom messages do not reach. */
export function useUnreachable() {
  const language = useLanguage();
  return useQuery({
    queryKey: ['outbox', 'unreachable', language],
    queryFn: async ({ signal }): Promise<UnreachableRecipient[]> => (await take(api.GET('/api/v1/outbox/unreachable', { signal }))).data,
    refetchInterval: MINUTE,
  });
}

/** One message with its text. */
export function useMessage(id: string) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['outbox', 'message', id, language],
    queryFn: async ({ signal }): Promise<OutboxMessageText> => (await take(api.GET('/api/v1/outbox/{id}', { params: { path: { id } }, signal }))).data,
    enabled: id !== '',
    // What waits is sent within seconds.
    refetchInterval: ({ state }) => (state.data?.state === 'waiting' ? WAITING_MS : false),
  });
}

/** What the office does with a message of the version seen. */
export type Deed = { id: string; version: number } & ({ deed: 'release' | 'resend' } | { deed: 'hold'; reason: string });

/** Lets a message go, holds it, or tries it again. */
export function useDeed() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (asked: Deed): Promise<OutboxMessageText> => {
      const params = { path: { id: asked.id }, header: ifMatch(asked.version) };
      if (asked.deed === 'hold') return (await take(api.POST('/api/v1/outbox/{id}/hold', { params, body: { reason: asked.reason } }))).data;
      if (asked.deed === 'release') return (await take(api.POST('/api/v1/outbox/{id}/release', { params }))).data;
      return (await take(api.POST('/api/v1/outbox/{id}/resend', { params }))).data;
    },
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['outbox'] }),
  });
}

/** Notes that a message came back. */
export function useBounce() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (id: string): Promise<OutboxMessageText> => (await take(api.POST('/api/v1/outbox/{id}/bounce', { params: { path: { id } }, body: {} }))).data,
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['outbox'] }),
  });
}

/** The templates, and which were looked at. */
export function useTemplates() {
  return useQuery({
    queryKey: ['outbox', 'templates'],
    queryFn: async ({ signal }): Promise<NoticeTemplate[]> => (await take(api.GET('/api/v1/notice-templates', { signal }))).data,
  });
}

/** Shows a template on up to three real recipients. */
export function usePreview() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (kind: string): Promise<TemplatePreview[]> => (await take(api.POST('/api/v1/notice-templates/{kind}/preview', { params: { path: { kind } } }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['outbox'] }),
  });
}
