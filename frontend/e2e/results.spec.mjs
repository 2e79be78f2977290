// Story: results are drafted by one and released by another, everybody reads the awards and takes the data away, and a society reads its own.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

after(closeBrowser);

const OFFICE = { role: 'award_office' };
const SUPERVISOR = { role: 'supervisor' };
const SOCIETY = { role: 'society_head' };
const ANYBODY = {};
/** The round of the demonstration whose awards are published. */
const DECIDED = 2025;
/** The round in which nothing is voted on yet. */
const RUNNING = 2027;

/** The releases of a round, as the signed-in reader sees them. */
async function releases(page, year) {
  const { data } = await read(page, `/rounds/${year}/result-releases`);
  return data;
}

test('the awards of a decided round are everybody’s to read, to take away and to check', async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await onPage({ ...ANYBODY, size }, async (page) => {
      await page.goto(`${BASE}/public/results?lang=zh`);
      await page.waitForURL(new RegExp(`/public/results/${DECIDED}`));
      await page.getByRole('heading', { level: 1, name: `授奖结果 ${DECIDED}` }).waitFor();
      await accessible(page, `public results, ${width}`);
      await picture(page, `public-results-${width}-zh`);
      await page.locator('tbody a').first().click();
      await page.getByRole('link', { name: `← 授奖结果 ${DECIDED}` }).waitFor();
      await accessible(page, `public result, ${width}`);
      await picture(page, `public-result-${width}-zh`);
      await page.goto(`${BASE}/public/results/${DECIDED}?lang=en`);
      await page.getByRole('link', { name: 'Bundle to check' }).waitFor();
      await picture(page, `public-results-${width}-en`);
    });
  }
  await onPage({ ...ANYBODY, isScriptless: true }, async (page) => {
    await page.goto(`${BASE}/public/results/${DECIDED}?lang=zh`);
    const listed = await page.locator('tbody tr').count();
    assert.ok(listed > 0, 'the list needs no script');
    const data = await (await page.request.get(`${BASE}/public/results/${DECIDED}.json`)).json();
    assert.ok(data.awards.length >= listed);
    const rows = await (await page.request.get(`${BASE}/public/results/${DECIDED}.csv`)).text();
    assert.equal(rows.trim().split(/\r?\n/).length, data.awards.length + 1);
    const bundle = await (await page.request.get(`${BASE}/public/results/${DECIDED}/bundle.json`)).text();
    const [body, seal, rest] = bundle.split('\n');
    assert.equal(rest, '');
    assert.equal(JSON.parse(body).format, 'laurel-results/1');
    assert.deepEqual(Object.keys(JSON.parse(seal)), ['digest', 'signature', 'public_key']);
    for (const award of data.awards) for (const one of award.people) assert.ok(one.rank >= 1);
    // Of nobody who was not awarded is there a number.
    const numbers = new Set(data.awards.map((one) => one.number));
    for (const one of JSON.parse(body).published) assert.ok(numbers.has(one.number));
  });
});

test('a year without released awards looks like a year that never was', async () => {
  await onPage(ANYBODY, async (page) => {
    const of = async (path) => {
      const answer = await page.request.get(`${BASE}/public/results/${path}?lang=zh`);
      return [answer.status(), (await answer.text()).replace(/nonce="[^"]*"/, '').replaceAll(path, '')];
    };
    for (const ending of ['', '.csv', '.json', '/bundle.json', '/1']) {
      assert.deepEqual(await of(`${RUNNING}${ending}`), await of(`1951${ending}`), ending);
    }
  });
});

test('nothing is drafted of what was not voted on, and it is said why', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/rounds/${RUNNING}/results`);
    const before = (await releases(page, RUNNING)).length;
    await page.getByRole('button', { name: '起草发布' }).click();
    const form = page.getByRole('form', { name: '起草发布' });
    await form.getByRole('button', { name: '生成草案' }).click();
    await form.getByText('请至少选择一项。').waitFor();
    await form.getByText('请填写这一项。').waitFor();
    await form.getByLabel('国家自然科学奖').check();
    await form.getByLabel('授奖', { exact: true }).check();
    await form.getByLabel('标题').fill('授奖结果（试）');
    await accessible(page, 'results, draft form');
    await form.getByRole('button', { name: '生成草案' }).click();
    await form.getByRole('alert').getByText(/没有可以决定的提名/).waitFor();
    await picture(page, 'results-draft-refused-desktop-zh');
    assert.equal((await releases(page, RUNNING)).length, before);
  });
});

test('the office and the supervisor read what was released, in both languages and at both widths', async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await onPage({ ...OFFICE, size, language: 'en' }, async (page) => {
      await open(page, `/rounds/${DECIDED}/results`);
      assert.deepEqual(await chineseOutsideRecords(page), []);
      await accessible(page, `results, ${width}`);
      await picture(page, `results-${width}-en`);
      const award = (await releases(page, DECIDED)).find((one) => one.stage === 'award');
      assert.ok(award, 'the awards of the demonstration');
      await open(page, `/rounds/${DECIDED}/results/${award.id}`);
      await page.getByRole('link', { name: 'Bundle to check' }).waitFor();
      assert.deepEqual(await chineseOutsideRecords(page), []);
      await accessible(page, `release, ${width}`);
      await picture(page, `release-${width}-en`);
      assert.equal(await page.getByRole('button', { name: 'Release', exact: true }).count(), 0, 'it is released already');
    });
  }
  await onPage(SUPERVISOR, async (page) => {
    const [newest] = await releases(page, DECIDED);
    await open(page, `/rounds/${DECIDED}/results/${newest.id}`);
    await page.getByRole('heading', { level: 2, name: '逐项结果' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '起草发布' }).count(), 0);
    await picture(page, 'release-supervisor-desktop-zh');
  });
});

test('a society reads what was released of its own, and no draft, score or vote', async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await onPage({ ...SOCIETY, size }, async (page) => {
      await open(page, '/society-results');
      await settled(page);
      await accessible(page, `society results, ${width}`);
      await picture(page, `society-results-${width}-zh`);
      const { data } = await read(page, '/society-results');
      for (const decision of data.flatMap((one) => one.decisions)) {
        assert.equal(decision.is_final, true);
        assert.equal(decision.votes ?? null, null);
        const letter = await page.request.get(`${BASE}/api/v1/result-decisions/${decision.id}/letter.pdf`);
        assert.equal(letter.status(), decision.files.includes('letter') ? 200 : 404);
      }
      const answer = await page.request.get(`${BASE}/api/v1/rounds/${DECIDED}/result-releases`);
      assert.equal(answer.status(), 403);
    });
  }
});
