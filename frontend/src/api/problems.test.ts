import { describe, expect, it } from 'vitest';
import { fieldFault, mayPass, presentOf, ProblemError, problemFrom, retryAfterSeconds } from './problems';
import { closeGate, isGateOpen, onGateChange, waitForSignIn } from './sign_in_gate';

describe('problemFrom', () => {
  it('takes code, fields and the waiting time of a problem document', () => {
    const response = new Response(null, { status: 429, headers: { 'retry-after': '30', 'x-request-id': 'r-1' } });
    const error = problemFrom(response, { code: 'too_many_attempts', title: 't', errors: [{ pointer: '/a', code: 'x', message: 'm' }] });
    expect(error).toMatchObject({ code: 'too_many_attempts', status: 429, retryAfterSeconds: 30, requestId: 'r-1' });
    expect(error.fields[0]?.pointer).toBe('/a');
  });
  it('survives a body that is no problem document', () => {
    expect(problemFrom(new Response(null, { status: 502 }), '<html>')).toMatchObject({ code: 'unreadable', status: 502 });
  });
  it('carries what stands now when somebody else was first', () => {
    const error = problemFrom(new Response(null, { status: 412 }), { code: 'stale', present: { version: 8, data: { decided: 3 } } });
    expect(presentOf(error)).toEqual({ version: 8, data: { decided: 3 } });
    expect(presentOf(new ProblemError({ code: 'conflict', status: 409 }))).toBeUndefined();
    expect(presentOf(new Error('other'))).toBeUndefined();
  });
  it('finds the fault of a field', () => {
    const error = new ProblemError({ code: 'invalid', status: 422, fields: [{ pointer: '/reason', message: 'm' }] });
    expect(fieldFault(error, '/reason')).toBe('m');
    expect(fieldFault(error, '/decided')).toBeUndefined();
  });
  it('reads only whole seconds from Retry-After', () => {
    expect(retryAfterSeconds('12')).toBe(12);
    expect(retryAfterSeconds('Wed, 21 Oct 2026 07:28:00 GMT')).toBeUndefined();
    expect(retryAfterSeconds(null)).toBeUndefined();
  });
  it('lets only faults that may pass be tried again', () => {
    expect(mayPass(new ProblemError({ code: 'unreachable', status: 0 }))).toBe(true);
    expect(mayPass(new ProblemError({ code: 'internal', status: 500 }))).toBe(true);
    expect(mayPass(new ProblemError({ code: 'forbidden', status: 403 }))).toBe(false);
  });
});

describe('the sign-in gate', () => {
  it('lets many requests wait for one sign-in', async () => {
    const seen: boolean[] = [];
    const stop = onGateChange((isOpen) => seen.push(isOpen));
    const both = Promise.all([waitForSignIn(), waitForSignIn()]);
    expect(isGateOpen()).toBe(true);
    closeGate('returned');
    expect(await both).toEqual(['returned', 'returned']);
    expect(isGateOpen()).toBe(false);
    expect(seen).toEqual([true, false]);
    stop();
  });
});
