// How are the browser stories run? Every spec in turn; the last line counts them.
import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { BASE, chromiumPath } from './browser.mjs';

if (BASE === '' || !process.env.LAUREL_E2E_ACCOUNTS) {
  console.error('e2e: set LAUREL_E2E_URL and LAUREL_E2E_ACCOUNTS ({"award_office": {"username": "…", "password": "…"}, …})');
  process.exit(2);
}
if (chromiumPath() === undefined) {
  console.error('e2e: no Chromium found; set LAUREL_CHROMIUM to its path');
  process.exit(2);
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.spec.mjs') && (process.argv[2] === undefined || name.includes(process.argv[2])))
  .sort()
  .map((name) => `${folder}${name}`);

const counts = { passed: 0, failed: 0 };
const stream = run({ files, concurrency: false, timeout: 600_000 });
stream.on('test:pass', (event) => {
  if (event.details.type !== 'suite') counts.passed += 1;
});
stream.on('test:fail', (event) => {
  if (event.details.type !== 'suite') counts.failed += 1;
});
stream.compose(spec).pipe(process.stdout);
stream.on('end', () => {
  process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;
  setImmediate(() => console.log(`e2e: ${counts.passed} passed, ${counts.failed} failed`));
});
