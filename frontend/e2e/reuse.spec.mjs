// Story: the award office sees what a nomination shares with others, both texts side by side; a society does not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';

after(closeBrowser);

const OFFICE = { role: 'award_office' };

/** A nomination of the round of which something was found, or the first. */
async function nomination(page) {
  const { data: runs } = await read(page, '/rounds/2027/reuse-runs');
  const { data: pairs } = await read(page, `/reuse-runs/${runs[0].id}/pairs`);
  if (pairs.length > 0) return pairs[0].nomination.id;
  const { data: rows } = await read(page, '/rounds/2027/nominations?limit=1');
  return rows[0].id;
}

for (const [name, size] of Object.entries(WIDTHS)) {
  for (const language of ['zh-CN', 'en']) {
    test(`what a nomination shares is shown at ${name} in ${language}`, async () => {
      await onPage({ ...OFFICE, size, language }, async (page) => {
        const id = await nomination(page);
        const { data: report } = await read(page, `/nominations/${id}/reuse`);
        await open(page, `/nominations/${id}/reuse`);
        assert.equal(await page.locator('h1').count(), 1);
        for (const match of report.matches.slice(0, 3)) {
          assert.ok(await page.getByText(match.other.title, { exact: false }).first().isVisible(), match.other.title);
        }
        const first = report.matches.find((match) => match.own_text.length > 0 && match.findings.some((finding) => finding.kind === 'text'));
        if (first) {
          const shared = first.own_text.find((part) => part.is_shared).text;
          assert.ok((await page.locator('mark').allTextContents()).some((text) => text.trim() === shared.trim()), 'the shared passage is marked');
        }
        if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), []);
        await accessible(page, `reuse ${name}`);
        await picture(page, `reuse-${name}-${language}`);
      });
    });
  }
}

test('a society sees nothing of it', async () => {
  let id;
  await onPage(OFFICE, async (page) => {
    id = await nomination(page);
  });
  await onPage({ role: 'society_clerk' }, async (page) => {
    const answer = await page.request.get(`${BASE}/api/v1/nominations/${id}/reuse`);
    assert.equal(answer.status(), 403);
  });
});
