// Story: the award office sees what nominations share, of the whole round and of one, both texts side by side; a society does not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';

after(closeBrowser);

const OFFICE = { role: 'award_office' };
const ROUND = '/rounds/2027';
const RUN_MS = 60_000;

/** What a page calls its parts, by its language. */
const WORDS = {
  'zh-CN': { section: '本届查重', pairs: '相同或相近的提名', evidence: '查重与签章', title: '查重' },
  en: { section: 'Reuse in the round', pairs: 'Nominations that share something', evidence: 'Reuse and seals', title: 'Reuse' },
};

/** The strongest pairs of the newest comparison that was carried out; the demonstration has some. */
async function pairsOf(page) {
  const { data: runs } = await read(page, `${ROUND}/reuse-runs`);
  const done = runs.find((run) => run.state === 'done');
  assert.ok(done, 'the round was compared');
  const { data: pairs } = await read(page, `/reuse-runs/${done.id}/pairs?limit=20`);
  assert.ok(pairs.length > 0, 'nominations of the demonstration share something');
  return pairs;
}

for (const [name, size] of Object.entries(WIDTHS)) {
  for (const language of ['zh-CN', 'en']) {
    const words = WORDS[language];
    test(`the round's comparison leads to what a pair shares at ${name} in ${language}`, async () => {
      await onPage({ ...OFFICE, size, language }, async (page) => {
        const pairs = await pairsOf(page);
        await open(page, `${ROUND}/examinations`);
        await page.getByRole('heading', { level: 2, name: words.section }).waitFor();
        const list = name === 'phone' ? page.getByRole('list', { name: words.pairs }) : page.getByRole('table', { name: words.pairs });
        await list.waitFor();
        const count = name === 'phone' ? await list.getByRole('listitem').count() : (await list.getByRole('row').count()) - 1;
        assert.equal(count, pairs.length);
        for (const { nomination, other } of pairs.slice(0, 3)) {
          for (const one of [nomination, other]) await list.getByText(one.number, { exact: false }).first().waitFor();
        }
        if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), []);
        await accessible(page, `reuse in the round ${name}`);
        await picture(page, `reuse-round-${name}-${language}`);
        await list.getByRole('link').first().click();
        await page.waitForURL(`**/nominations/${pairs[0].nomination.id}/reuse`);
        await page.getByRole('heading', { level: 1, name: words.title }).waitFor();
      });
    });
    test(`what a nomination shares is shown at ${name} in ${language}`, async () => {
      await onPage({ ...OFFICE, size, language }, async (page) => {
        const [{ nomination }] = await pairsOf(page);
        const { id } = nomination;
        const { data: report } = await read(page, `/nominations/${id}/reuse`);
        assert.ok(report.matches.length > 0, 'what the comparison found is found again');
        await open(page, `${ROUND}/nominations/${id}`);
        await page.getByRole('link', { name: words.evidence }).click();
        await page.getByRole('heading', { level: 1, name: words.title }).waitFor();
        await page.getByRole('link', { name: report.matches[0].other.title }).first().waitFor();
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

test('the office compares the round again, and another sees it without the button', async () => {
  await onPage(OFFICE, async (page) => {
    const before = (await read(page, `${ROUND}/reuse-runs`)).data;
    await open(page, `${ROUND}/examinations`);
    const button = page.getByRole('button', { name: '重新比对' });
    const asked = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().endsWith('/reuse-runs'));
    await button.click();
    assert.equal((await asked).status(), 202);
    await button.and(page.locator('[aria-busy="false"]')).waitFor({ timeout: RUN_MS });
    const now = (await read(page, `${ROUND}/reuse-runs`)).data;
    assert.deepEqual([now.length, now[0].state], [before.length + 1, 'done']);
    assert.ok(now[0].found > 0);
    await page.getByRole('table', { name: '相同或相近的提名' }).waitFor();
  });
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, `${ROUND}/examinations`);
    await page.getByRole('table', { name: '相同或相近的提名' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '重新比对' }).count(), 0);
  });
});

test('a society sees nothing of it', async () => {
  let id;
  await onPage(OFFICE, async (page) => {
    [{ nomination: { id } }] = await pairsOf(page);
  });
  await onPage({ role: 'society_clerk' }, async (page) => {
    for (const path of [`/nominations/${id}/reuse`, `${ROUND}/reuse-runs`]) {
      const answer = await page.request.get(`${BASE}/api/v1${path}`);
      assert.equal(answer.status(), 403, path);
    }
    const { data: own } = await read(page, `${ROUND}/nominations?limit=1`);
    await open(page, `${ROUND}/nominations/${own[0].id}`);
    await page.getByRole('heading', { level: 1, name: own[0].title }).waitFor();
    assert.equal(await page.getByRole('link', { name: '查重与签章' }).count(), 0);
  });
});
