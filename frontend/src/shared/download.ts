// How does a file come from the server to the person's disk? With what is wrong told on the page, not in the file.
import { take } from '../api/client';
import { save } from './save';

/** The name that the server gives the file, from `filename*=UTF-8''…`. */
export function nameIn(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** Saves the file of an answer and says under which name. */
export async function kept(request: Promise<Answer>, otherwise: string): Promise<string> {
  const answer = await request.catch((cause: unknown) => take<never>(Promise.reject(cause)));
  const file = await take<unknown>(Promise.resolve(answer));
  const name = nameIn(answer.response.headers.get('content-disposition')) ?? otherwise;
  save(file as Blob, name);
  return name;
}
