// How does a page talk to the server? One typed client; language, CSRF header and sign-in handled here.
import createClient from 'openapi-fetch';
import { currentLanguage } from '../shared/i18n';
import { ProblemError, problemFrom, unreachable } from './problems';
import type { paths } from './schema.gen';
import { waitForSignIn } from './sign_in_gate';

/** The session itself answers 401 in the ordinary course: no dialog for it. */
const SESSION_PATH = '/api/v1/session';

async function codeOf(response: Response): Promise<string | undefined> {
  try {
    const body = (await response.clone().json()) as { code?: string };
    return body.code;
  } catch {
    return undefined;
  }
}

/** Sends a request; when the session has ended, waits for a new sign-in and sends it once more. */
async function send(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', currentLanguage());
  if (request.method !== 'GET') request.headers.set('X-Laurel-Request', '1');
  const again = request.clone();
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw unreachable();
  }
  const isSession = new URL(request.url).pathname === SESSION_PATH;
  if (response.status !== 401 || isSession || (await codeOf(response)) !== 'signed_out') return response;
  return (await waitForSignIn()) === 'returned' ? fetch(again) : response;
}

/** The typed client of /api/v1. */
export const api = createClient<paths>({
  baseUrl: '',
  credentials: 'same-origin',
  fetch: send,
});

/** Gives the body of a good answer, throws a ProblemError for any other. */
export async function take<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  let settled: { data?: T; error?: unknown; response: Response };
  try {
    settled = await answer;
  } catch (error) {
    if (error instanceof ProblemError || (error instanceof DOMException && error.name === 'AbortError')) {
      throw error;
    }
    // The server answered with a body that is no JSON, as a proxy in between may do.
    throw new ProblemError({ code: 'unreadable', status: 0 });
  }
  if (!settled.response.ok) throw problemFrom(settled.response, settled.error);
  return settled.data as T;
}
