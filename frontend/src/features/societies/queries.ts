// Which societies are there, what is in one, and how does it change?
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, take } from '../../api/client';
import { ifMatch } from '../../api/intent';
import { ProblemError, problemFrom, unreachable } from '../../api/problems';
import type { components } from '../../api/schema.gen';
import { withoutEmpty } from '../../shared/address';
import { currentLanguage } from '../../shared/i18n';

type Schemas = components['schemas'];
export type SocietyRow = Schemas['SocietyRow'];
export type SocietyDetail = Schemas['SocietyDetail'];
export type SocietyCharterStanding = Schemas['SocietyCharterStanding'];
export type SocietyCharterView = Schemas['SocietyCharterView'];
export type SocietyFacts = Schemas['SocietyFacts'];
export type ExpiryView = Schemas['ExpiryView'];
export type DelegationView = Schemas['DelegationView'];
export type QualificationDetail = Schemas['QualificationDetail'];
export type QualificationItem = Schemas['QualificationItemView'];
export type QualificationRow = Schemas['QualificationRow'];

export const FILTERS = ['q', 'group', 'status', 'qualification', 'expiring', 'sort', 'cursor'] as const;
export type SocietyFilters = Record<(typeof FILTERS)[number], string>;

const PAGE_SIZE = 50;

/** One page of the register. */
export function useSocieties(filters: SocietyFilters) {
  return useQuery({
    queryKey: ['societies', filters],
    queryFn: async ({ signal }) => take(api.GET('/api/v1/societies', { params: { query: { ...withoutEmpty(filters), limit: PAGE_SIZE } }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** As many rows as the server gives at once. */
const MOST_ROWS = 200;

/** Code and name of every society, by code; read page by page. */
export function useSocietyNames(enabled = true) {
  return useQuery({
    queryKey: ['society-names'],
    enabled,
    staleTime: 600_000,
    queryFn: async ({ signal }) => {
      const names: { code: string; name: string }[] = [];
      let cursor: string | undefined;
      do {
        const page = await take(api.GET('/api/v1/societies', { params: { query: { sort: 'society_id', limit: MOST_ROWS, ...(cursor ? { cursor } : {}) } }, signal }));
        names.push(...page.data.map((one) => ({ code: one.society_id, name: one.name })));
        cursor = page.meta.next ?? undefined;
      } while (cursor !== undefined);
      return names;
    },
  });
}

/** One society whole. */
export function useSociety(code: string) {
  return useQuery({
    queryKey: ['society', code],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/societies/{code}', { params: { path: { code } }, signal }))).data,
  });
}

/** What ends within so many days, or has ended. */
export function useExpiries(within: number) {
  return useQuery({
    queryKey: ['expiries', within],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/expiries', { params: { query: { within } }, signal }))).data,
    placeholderData: keepPreviousData,
  });
}

/** Who acts or acted for a society. */
export function useDelegations(code: string) {
  return useQuery({
    queryKey: ['delegations', code],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/societies/{code}/delegations', { params: { path: { code } }, signal }))).data,
  });
}

/** Applications for the right to nominate. */
export function useQualifications(filters: { state?: string; society?: string }) {
  return useQuery({
    queryKey: ['qualifications', filters],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/qualifications', { params: { query: filters }, signal }))).data,
    placeholderData: keepPreviousData,
  });
}

/** One application whole. */
export function useQualification(id: string) {
  return useQuery({
    queryKey: ['qualification', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/qualifications/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** What a change of route would do, in words. */
export function useRouteEffect(code: string, route: string, fromYear: number) {
  return useQuery({
    queryKey: ['route-effect', code, route, fromYear, currentLanguage()],
    queryFn: async ({ signal }) =>
      (await take(api.GET('/api/v1/societies/{code}/route-effect', { params: { path: { code }, query: { route, from_year: fromYear } }, signal }))).data,
    placeholderData: keepPreviousData,
  });
}

/** A change of a society: what was done comes back whole and takes its place on the page. */
export function useSocietyChange(code: string) {
  const queryClient = useQueryClient();
  return useCallback(
    async (sent: Promise<{ data: SocietyDetail }>) => {
      const { data } = await sent;
      queryClient.setQueryData(['society', code], data);
      void queryClient.invalidateQueries({ queryKey: ['societies'] });
      void queryClient.invalidateQueries({ queryKey: ['expiries'] });
    },
    [queryClient, code],
  );
}

/** A change of an application: what was done comes back whole and takes its place on the page. */
export function useQualificationChange(id: string) {
  const queryClient = useQueryClient();
  return useCallback(
    async (sent: Promise<{ data: QualificationDetail }>) => {
      const { data } = await sent;
      queryClient.setQueryData(['qualification', id], data);
      for (const key of ['qualifications', 'societies', 'society', 'expiries']) void queryClient.invalidateQueries({ queryKey: [key] });
    },
    [queryClient, id],
  );
}

/** Sends a change of one part of a society that was seen at a version. */
export const changes = {
  enterCharter: (code: string, key: string, body: Schemas['NewSocietyCharter']) =>
    take(api.POST('/api/v1/societies/{code}/charters', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body })),
  confirmCharter: (code: string, number: number, version: number) =>
    take(api.POST('/api/v1/societies/{code}/charters/{number}/confirm', { params: { path: { code, number }, header: ifMatch(version) } })),
  facts: (code: string, version: number, body: SocietyFacts) =>
    take(api.PUT('/api/v1/societies/{code}', { params: { path: { code }, header: ifMatch(version) }, body })),
  addOfficer: (code: string, key: string, body: Schemas['Officer']) =>
    take(api.POST('/api/v1/societies/{code}/officers', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body })),
  setOfficer: (code: string, id: string, version: number, body: Schemas['Officer']) =>
    take(api.PUT('/api/v1/societies/{code}/officers/{id}', { params: { path: { code, id }, header: ifMatch(version) }, body })),
  addContact: (code: string, key: string, body: Schemas['Contact']) =>
    take(api.POST('/api/v1/societies/{code}/contacts', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body })),
  setContact: (code: string, id: string, version: number, body: Schemas['Contact']) =>
    take(api.PUT('/api/v1/societies/{code}/contacts/{id}', { params: { path: { code, id }, header: ifMatch(version) }, body })),
  removeContact: (code: string, id: string, version: number) =>
    take(api.DELETE('/api/v1/societies/{code}/contacts/{id}', { params: { path: { code, id }, header: ifMatch(version) } })),
  setCheck: (code: string, year: string, version: number, body: Schemas['AnnualCheck']) =>
    take(api.PUT('/api/v1/societies/{code}/checks/{year}', { params: { path: { code, year }, header: ifMatch(version) }, body })),
  addGrade: (code: string, key: string, body: Schemas['NewGrade']) =>
    take(api.POST('/api/v1/societies/{code}/grades', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body })),
  endGrade: (code: string, id: string, version: number, body: Schemas['GradeEnd']) =>
    take(api.PUT('/api/v1/societies/{code}/grades/{id}', { params: { path: { code, id }, header: ifMatch(version) }, body })),
  addEvent: (code: string, key: string, body: Schemas['NewEvent']) =>
    take(api.POST('/api/v1/societies/{code}/events', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body })),
  setRoute: (code: string, version: number, body: Schemas['RouteChoice']) =>
    take(api.PUT('/api/v1/societies/{code}/route', { params: { path: { code }, header: ifMatch(version) }, body })),
  delegate: (code: string, key: string, body: Schemas['DelegationBody']) =>
    take(api.POST('/api/v1/societies/{code}/delegations', { params: { path: { code }, header: { 'Idempotency-Key': key } }, body })),
  revoke: (code: string, id: string) => take(api.DELETE('/api/v1/societies/{code}/delegations/{id}', { params: { path: { code, id } } })),
  apply: (code: string, key: string) =>
    take(api.POST('/api/v1/societies/{code}/qualifications', { params: { path: { code }, header: { 'Idempotency-Key': key } } })),
  say: (id: string, criterion: string, version: number, statement: string) =>
    take(api.PUT('/api/v1/qualifications/{id}/items/{criterion}', { params: { path: { id, criterion }, header: ifMatch(version) }, body: { statement } })),
  judge: (id: string, criterion: string, version: number, body: Schemas['CriterionCheck']) =>
    take(api.PUT('/api/v1/qualifications/{id}/checks/{criterion}', { params: { path: { id, criterion }, header: ifMatch(version) }, body })),
  step: (id: string, version: number, body: Schemas['QualificationStepBody']) =>
    take(api.POST('/api/v1/qualifications/{id}/steps', { params: { path: { id }, header: ifMatch(version) }, body })),
  removeFile: (id: string, file: string, version: number) =>
    take(api.DELETE('/api/v1/qualifications/{id}/files/{file}', { params: { path: { id, file }, header: ifMatch(version) } })),
};

/** Sends a file as it is; the typed client would write it as text. */
export async function uploadFile(id: string, criterion: string, key: string, file: File, validTo: string): Promise<{ data: QualificationDetail }> {
  const query = new URLSearchParams({ name: file.name, ...(validTo === '' ? {} : { valid_to: validTo }) });
  let response: Response;
  try {
    response = await fetch(`/api/v1/qualifications/${id}/items/${criterion}/files?${query}`, {
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
  return body as { data: QualificationDetail };
}
