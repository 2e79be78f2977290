// How is a change sent so that a repeat is harmless and nobody's work is overwritten? A key for one intention, a version seen.

/** A key for one intention: kept over failures, so that a repeat cannot do the thing twice. */
export function newKey(): string {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
}

/** The header that says which version was seen. */
export const ifMatch = (version: number): { 'If-Match': string } => ({ 'If-Match': `"${version}"` });
