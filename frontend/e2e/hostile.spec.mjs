// Story: a dossier whose every field holds hostile text is opened on every page, and none of it runs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';
import { begun } from './written.mjs';

after(closeBrowser);

const CLERK = { role: 'society_clerk' };
const HEAD = { role: 'society_head' };
const HOSTILE = '</td></textarea><script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">此处</a> {{7*7}} "\'&amp;';
const PAGES = ['attachments', 'people', 'process', 'submission', 'publicity'];
const MOST_EDITS = 100;

/** An edit for every field of a form and for a row of every table. */
function everywhere(form) {
  const edits = [];
  const put = (address, kind) => {
    const value = kind === 'rows' ? ['r1'] : ['choices', 'files'].includes(kind) ? [HOSTILE] : HOSTILE;
    edits.push({ address, value, seen: 0 });
  };
  for (const section of form.section) {
    for (const field of section.field) {
      const address = `${section.code}.${field.code}`;
      for (const column of field.column ?? []) put(`${address}/r1/${column.code}`, column.kind);
      put(address, field.kind);
    }
  }
  return edits;
}

/** Fails where something of the text became a part of the page. */
async function holds(page, where) {
  const found = await page.locator('img[src="x"], a[href^="javascript:"]').count();
  assert.equal(found, 0, where);
  assert.equal(await page.evaluate(() => [...document.scripts].some((one) => one.textContent === 'alert(1)')), false, where);
}

test('hostile text in every field shows as text, on every page and for everybody who reads it', async () => {
  let id;
  let sections;
  await onPage(CLERK, async (page) => {
    page.on('dialog', (dialog) => assert.fail(`a dialog opened: ${dialog.message()}`));
    id = await begun(page);
    const { data: form } = await read(page, '/forms/nat-1');
    const edits = everywhere(form);
    assert.ok(edits.length > 20);
    for (let at = 0; at < edits.length; at += MOST_EDITS) {
      const answer = await page.request.patch(`${BASE}/api/v1/dossiers/${id}`, { headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() }, data: { edits: edits.slice(at, at + MOST_EDITS) } });
      assert.equal(answer.status(), 200);
    }
    sections = form.section.map((section) => section.code);
    for (const section of sections) {
      await open(page, `/dossiers/${id}?section=${section}`);
      await holds(page, section);
    }
    await picture(page, 'hostile-section-desktop-zh');
    for (const part of PAGES) {
      await open(page, `/dossiers/${id}/${part}`);
      await holds(page, part);
    }
    for (const path of ['/rounds/2027/home', '/rounds/2027/dossiers']) {
      await open(page, path);
      await holds(page, path);
    }
  });
  await onPage({ ...HEAD, size: WIDTHS.phone, language: 'en' }, async (page) => {
    page.on('dialog', (dialog) => assert.fail(`a dialog opened: ${dialog.message()}`));
    for (const path of [`/dossiers/${id}`, `/dossiers/${id}/submission`, '/rounds/2027/home']) {
      await open(page, path);
      await holds(page, path);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= WIDTHS.phone.width, `${path} is ${width} px wide`);
    }
    await picture(page, 'hostile-home-phone-en');
    // What was typed in Chinese is told as such, wherever it stands.
    for (const path of ['/rounds/2027/home', '/rounds/2027/dossiers', ...PAGES.map((part) => `/dossiers/${id}/${part}`), ...sections.map((section) => `/dossiers/${id}?section=${section}`)]) {
      await open(page, path);
      await holds(page, path);
      assert.deepEqual(await chineseOutsideRecords(page), [], path);
    }
  });
});
