import { readFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import { expect, it } from 'vitest';

it('schema.gen.ts is generated from docs/openapi.json as it stands (else: npm run api)', { timeout: 30_000 }, async () => {
  const generated = COMMENT_HEADER + astToString(await openapiTS(new URL('../../../docs/openapi.json', import.meta.url)));
  const committed = readFileSync(new URL('./schema.gen.ts', import.meta.url), 'utf8');
  expect(committed.trim() === generated.trim()).toBe(true);
});
