// Story: somebody without an account and without scripts reads what is public, on paper too, and every page is light.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, closeBrowser, onPage, WIDTHS } from './browser.mjs';

after(closeBrowser);

const MOST_BYTES = 30 * 1024;
/** Where a reader begins; the rest is found by its links. */
const FIRST = ['/public', '/public/publicities', '/public/how-to-object', '/public/objections/follow', '/public/societies', '/public/quotas', '/public/verify'];
const MOST_PAGES = 60;

/** Every public page that a link leads to, by address. */
async function pagesOf(page) {
  const found = new Map();
  const waiting = [...FIRST];
  while (waiting.length > 0 && found.size < MOST_PAGES) {
    const path = waiting.shift();
    if (found.has(path)) continue;
    const answer = await page.request.get(`${BASE}${path}`);
    assert.equal(answer.status(), 200, path);
    if (!answer.headers()['content-type'].startsWith('text/html')) continue;
    const text = await answer.text();
    found.set(path, text);
    for (const [, href] of text.matchAll(/href="(\/public[^"#]*)"/g)) waiting.push(href.replaceAll('&amp;', '&'));
  }
  return found;
}

test('every public page is at most 30 KB and brings no script', async () => {
  await onPage({}, async (page) => {
    const pages = await pagesOf(page);
    assert.ok(pages.size > 8, `only ${pages.size} pages`);
    for (const [path, text] of pages) {
      const bytes = new TextEncoder().encode(text).length;
      assert.ok(bytes <= MOST_BYTES, `${path}: ${bytes} bytes`);
      assert.ok(!/<script/i.test(text), path);
    }
  });
});

for (const size of [WIDTHS.desktop, WIDTHS.phone]) {
  test(`without scripts a publicity is found, read and objected to, at ${size.width} px`, async () => {
    await onPage({ size, isScriptless: true }, async (page) => {
      await page.goto(`${BASE}/public`);
      await page.locator('a[href^="/public/publicities/"]').first().click();
      await page.waitForURL(/\/public\/publicities\/[^/]+$/);
      await page.locator('main a[href*="/public/publicities/"]').filter({ hasNot: page.locator('[href$=".csv"], [href$=".json"]') }).first().waitFor();
      const width = await page.locator('html').boundingBox();
      assert.ok(width.width <= size.width, 'nothing hangs over the edge');
      await page.goto(`${BASE}/public/verify`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    });
  });
}

test('a publicity prints: what leads elsewhere is left out, and what is public is there', async () => {
  await onPage({}, async (page) => {
    await page.goto(`${BASE}/public`);
    await page.locator('a[href^="/public/publicities/"]').first().click();
    await page.waitForURL(/\/public\/publicities\/[^/]+$/);
    await accessible(page, 'a publicity on the screen');
    const title = await page.getByRole('heading', { level: 1 }).innerText();
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.getByRole('heading', { level: 1, name: title }).isVisible());
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.ok(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(colour), colour);
    const pdf = await page.pdf({ format: 'A4' });
    assert.ok(pdf.length > 5_000, `${pdf.length} bytes`);
  });
});
