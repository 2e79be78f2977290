// What went wrong, in a form that a page can show? Turns every failed answer into one error type.
import type { Problem } from './types';

/** What stands now where somebody else changed it first. */
export interface Present {
  version: number;
  data: unknown;
}

/** Codes that this side gives to failures for which the server never answered with a problem document. */
export type LocalCode = 'unreachable' | 'unreadable';

/** A refused or failed request: code, status, the request's id and, for 429, the seconds to wait. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly fields: readonly { pointer: string; message: string }[];
  readonly present: Present | undefined;

  constructor(facts: {
    code: string;
    status: number;
    title?: string | undefined;
    detail?: string | undefined;
    requestId?: string | undefined;
    retryAfterSeconds?: number | undefined;
    fields?: readonly { pointer: string; message: string }[];
    present?: Present | null | undefined;
  }) {
    super(facts.title ?? facts.code);
    this.name = 'ProblemError';
    this.code = facts.code;
    this.status = facts.status;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.fields = facts.fields ?? [];
    this.present = facts.present ?? undefined;
  }
}

/** Reads Retry-After as seconds; a date or nonsense gives undefined. */
export function retryAfterSeconds(header: string | null): number | undefined {
  if (header === null || !/^\d+$/.test(header.trim())) return undefined;
  return Number(header);
}

/** Makes the error of a failed answer from its body (a problem document, or anything) and headers. */
export function problemFrom(response: Response, body: unknown): ProblemError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem> & { present?: Present | null };
  return new ProblemError({
    code: problem.code ?? 'unreadable',
    status: response.status,
    title: problem.title,
    detail: problem.detail,
    requestId: response.headers.get('x-request-id') ?? problem.instance ?? undefined,
    retryAfterSeconds: retryAfterSeconds(response.headers.get('retry-after')),
    fields: problem.errors ?? [],
    present: problem.present,
  });
}

/** Makes the error of a request that got no answer at all. */
export function unreachable(): ProblemError {
  return new ProblemError({ code: 'unreachable', status: 0 });
}

/** Whether trying again by itself may help: no answer, or a fault of the server. */
export function mayPass(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status >= 500);
}

/** What stands now, when the change was refused because somebody else changed the thing first. */
export function presentOf(error: unknown): Present | undefined {
  return error instanceof ProblemError && error.code === 'stale' ? error.present : undefined;
}

/** The sentence at the field that a JSON pointer names, if the answer has one. */
export function fieldFault(error: unknown, pointer: string): string | undefined {
  return error instanceof ProblemError ? error.fields.find((field) => field.pointer === pointer)?.message : undefined;
}
