// What does supervision know and do? Taskbooks, meetings, assessments, disclosures, the library.
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, take } from '../../api/client';
import { ifMatch, newKey } from '../../api/intent';
import { presentOf } from '../../api/problems';
import type {
  Assessment,
  MeetingText,
  NewActionItem,
  NewAssessment,
  NewCouncilResolution,
  NewDisclosure,
  NewFinding,
  NewLibraryEntry,
  NewTaskbookReport,
  StageItemChange,
  TaskbookDetail,
  TaskbookDraft,
  TaskbookMoveRequest,
} from '../../api/types';

const TASKBOOKS: QueryKey = ['taskbooks'];
const MEETINGS: QueryKey = ['supervision-meetings'];
const ASSESSMENTS: QueryKey = ['assessments'];
const DISCLOSURES: QueryKey = ['disclosures'];
const LIBRARY: QueryKey = ['library'];

/** The taskbooks that the account may see. */
export function useTaskbooks() {
  return useQuery({
    queryKey: TASKBOOKS,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/taskbooks', { signal }))).data,
  });
}

/** One taskbook, whole. */
export function useTaskbook(id: string) {
  return useQuery({
    queryKey: ['taskbook', id],
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/taskbooks/{id}', { params: { path: { id } }, signal }))).data,
  });
}

/** Keeps what a change of a taskbook answered. */
function useKeptTaskbook(id: string) {
  const queryClient = useQueryClient();
  return (taskbook: TaskbookDetail) => {
    queryClient.setQueryData(['taskbook', id], taskbook);
    void queryClient.invalidateQueries({ queryKey: TASKBOOKS });
  };
}

/** Signs for the account's party, under the text that is on the screen. */
export function useSign(id: string) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async (body: { content_digest: string; signer_name: string }) =>
      (await take(api.POST('/api/v1/taskbooks/{id}/signatures', { params: { path: { id } }, body }))).data,
    onSuccess,
  });
}

/** Records what the council resolved. */
export function useResolve(id: string) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async (body: NewCouncilResolution) =>
      (await take(api.POST('/api/v1/taskbooks/{id}/resolutions', { params: { path: { id }, header: { 'Idempotency-Key': newKey() } }, body }))).data,
    onSuccess,
  });
}

/** Reports an indicator or a task. */
export function useReport(id: string) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async (body: NewTaskbookReport) =>
      (await take(api.POST('/api/v1/taskbooks/{id}/reports', { params: { path: { id }, header: { 'Idempotency-Key': newKey() } }, body }))).data,
    onSuccess,
  });
}

/** Ticks an item, or opens it again, over the version seen. Refused, it shows what stands now. */
export function useTick({ id, version }: TaskbookDetail) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async ({ code, change }: { code: string; change: StageItemChange }) =>
      (await take(api.PUT('/api/v1/taskbooks/{id}/items/{code}', { params: { path: { id, code }, header: ifMatch(version) }, body: change }))).data,
    onSuccess,
    onError: (error) => {
      const now = presentOf(error);
      if (now !== undefined) onSuccess(now.data as TaskbookDetail);
    },
  });
}

/** Opens the next stage. */
export function useAdvance(id: string) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async (version: number) =>
      (await take(api.POST('/api/v1/taskbooks/{id}/stage', { params: { path: { id }, header: ifMatch(version) } }))).data,
    onSuccess,
  });
}

/** Begins, suspends, resumes, closes or ends the work. */
export function useMove(id: string) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async ({ version, body }: { version: number; body: TaskbookMoveRequest }) =>
      (await take(api.POST('/api/v1/taskbooks/{id}/moves', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    onSuccess,
  });
}

/** Makes a taskbook; the key is one intention's. */
export function useCreateTaskbook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: TaskbookDraft }) =>
      (await take(api.POST('/api/v1/taskbooks', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: TASKBOOKS }),
  });
}

/** Changes what a taskbook says. */
export function useChangeTaskbook(id: string) {
  const onSuccess = useKeptTaskbook(id);
  return useMutation({
    mutationFn: async ({ version, body }: { version: number; body: TaskbookDraft }) =>
      (await take(api.PUT('/api/v1/taskbooks/{id}', { params: { path: { id }, header: ifMatch(version) }, body }))).data,
    onSuccess,
  });
}

/** The meetings, newest first. */
export function useMeetings() {
  return useQuery({
    queryKey: MEETINGS,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/supervision-meetings', { signal }))).data,
  });
}

/** Writes a meeting down. */
export function useHold() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: MeetingText }) =>
      (await take(api.POST('/api/v1/supervision-meetings', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: MEETINGS }),
  });
}

/** Adds an action item to a meeting. */
export function useAsk(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (body: NewActionItem) =>
      (await take(api.POST('/api/v1/supervision-meetings/{id}/action-items', { params: { path: { id }, header: { 'Idempotency-Key': newKey() } }, body }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: MEETINGS }),
  });
}

/** Marks an action item as done. */
export function useFinish() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, version, note }: { id: string; version: number; note: string }) =>
      (await take(api.POST('/api/v1/action-items/{id}/done', { params: { path: { id }, header: ifMatch(version) }, body: { note } }))).data,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: MEETINGS });
      void queryClient.invalidateQueries({ queryKey: ['taskbook'] });
    },
  });
}

/** The assessments, newest first. */
export function useAssessments() {
  return useQuery({
    queryKey: ASSESSMENTS,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/assessments', { signal }))).data,
  });
}

function useKeptAssessment() {
  const queryClient = useQueryClient();
  return (one: Assessment) => {
    queryClient.setQueryData<Assessment[]>(ASSESSMENTS, (known) => known?.map((each) => (each.id === one.id ? one : each)));
    void queryClient.invalidateQueries({ queryKey: ASSESSMENTS });
  };
}

/** Draws the societies of a year. */
export function useOrder() {
  const onSuccess = useKeptAssessment();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewAssessment }) =>
      (await take(api.POST('/api/v1/assessments', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess,
  });
}

/** Records a finding. */
export function useFind(id: string) {
  const onSuccess = useKeptAssessment();
  return useMutation({
    mutationFn: async (body: NewFinding) =>
      (await take(api.POST('/api/v1/assessments/{id}/findings', { params: { path: { id }, header: { 'Idempotency-Key': newKey() } }, body }))).data,
    onSuccess,
  });
}

/** Replies to a finding. */
export function useReply() {
  const onSuccess = useKeptAssessment();
  return useMutation({
    mutationFn: async ({ id, text }: { id: string; text: string }) =>
      (await take(api.POST('/api/v1/assessment-findings/{id}/reply', { params: { path: { id } }, body: { text } }))).data,
    onSuccess,
  });
}

/** Writes the assessor's report. */
export function useAssessorsReport(id: string) {
  const onSuccess = useKeptAssessment();
  return useMutation({
    mutationFn: async ({ version, report }: { version: number; report: string }) =>
      (await take(api.PUT('/api/v1/assessments/{id}/report', { params: { path: { id }, header: ifMatch(version) }, body: { report } }))).data,
    onSuccess,
  });
}

/** The disclosures, newest first. */
export function useDisclosures() {
  return useQuery({
    queryKey: DISCLOSURES,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/disclosures', { signal }))).data,
  });
}

/** Discloses something. */
export function useDisclose() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewDisclosure }) =>
      (await take(api.POST('/api/v1/disclosures', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: DISCLOSURES }),
  });
}

/** Withdraws a disclosure. */
export function useWithdrawDisclosure() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, reason }: { id: string; reason: string }) =>
      (await take(api.POST('/api/v1/disclosures/{id}/withdrawal', { params: { path: { id } }, body: { reason } }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: DISCLOSURES }),
  });
}

/** The library, newest first. */
export function useLibrary() {
  return useQuery({
    queryKey: LIBRARY,
    queryFn: async ({ signal }) => (await take(api.GET('/api/v1/library', { signal }))).data,
  });
}

/** Puts something into the library. */
export function usePutIntoLibrary() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, body }: { key: string; body: NewLibraryEntry }) =>
      (await take(api.POST('/api/v1/library', { params: { header: { 'Idempotency-Key': key } }, body }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: LIBRARY }),
  });
}

/** Withdraws an entry of the library. */
export function useWithdrawEntry() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, reason }: { id: string; reason: string }) =>
      (await take(api.POST('/api/v1/library/{id}/withdrawal', { params: { path: { id } }, body: { reason } }))).data,
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: LIBRARY }),
  });
}
