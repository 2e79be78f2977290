// Story: a society calls for candidates, its own experts score each by a personal link on a telephone, and the ranking says what came of it.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

after(closeBrowser);

const CLERK = { role: 'society_clerk' };
const SOCIETY = 'D-B-12';
const EXPERTS = ['示范甲', '示范乙', '示范丙'];
/** What each expert gives the two candidates: points of the four criteria. */
const POINTS = {
  示范甲: [[30, 22, 20, 12], [25, 20, 18, 10]],
  示范乙: [[28, 20, 22, 13], [32, 21, 20, 12]],
};

test('the selection shows its ranking and how it was decided', async () => {
  await onPage(CLERK, async (page) => {
    await open(page, '/rounds/2027/dossiers');
    await page.getByRole('link', { name: '学会遴选' }).click();
    await settled(page);
    await page.getByText('拟提名', { exact: true }).first().waitFor();
    await page.getByText('去掉一个最高分和一个最低分').waitFor();
    await accessible(page, 'selection');
    await picture(page, 'selection-desktop-zh');
  });
  await onPage({ ...CLERK, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, '/rounds/2027/selection');
    await page.getByRole('heading', { name: 'Ranking' }).waitFor();
    await accessible(page, 'selection, phone');
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'selection-phone-en');
  });
});

/** A round of which the society has no selection yet. */
async function otherRound(page) {
  const { data } = await read(page, '/rounds');
  const found = data.map((one) => one.year).find((year) => year !== 2027);
  assert.ok(found, 'a second round');
  return found;
}

/** A call with two candidates and three experts. */
async function called(page, year) {
  const candidates = ['界面空位的演化规律', '高温合金的疲劳机理'].map((title, at) => ({ key: `c${at + 1}`, title }));
  const experts = EXPERTS.map((name, at) => ({ key: `e${at + 1}`, name, unit: '示范大学' }));
  const data = { society_id: SOCIETY, text: '请各分支机构推荐候选项目，拟提名一项。', opens_at: '2026-10-01T00:00:00Z', closes_at: '2026-12-01T00:00:00Z', expected: 1, candidates, experts };
  const { version } = (await read(page, `/rounds/${year}/selection`)).data;
  const answer = await page.request.put(`${BASE}/api/v1/rounds/${year}/selection`, { headers: { 'X-Laurel-Request': '1', Origin: BASE, 'If-Match': `"${version}"` }, data });
  assert.equal(answer.status(), 200, await answer.text());
}

/** A page of an expert, who has no account. */
async function asExpert(address, options, story) {
  await onPage({ size: WIDTHS.phone, ...options }, async (page) => {
    await page.goto(address);
    await story(page);
  });
}

const candidate = (page, key) => page.locator(`#candidate-${key}`);

async function score(page, key, points) {
  const boxes = await candidate(page, key).locator('.points input').all();
  for (const [at, box] of boxes.entries()) await box.fill(String(points[at]));
  await candidate(page, key).getByRole('button', { name: '保存本项评分' }).click();
}

async function handIn(page, name) {
  await page.getByLabel('签名：输入您的姓名').fill(name);
  await page.getByRole('button', { name: '签名并提交评分' }).click();
}

test('experts score by their links, one keeps out, and the society sees the ranking', async () => {
  await onPage(CLERK, async (page) => {
    const year = await otherRound(page);
    await called(page, year);
    await open(page, `/rounds/${year}/selection`);
    await page.getByRole('button', { name: '为 3 位未评完的专家生成链接' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[readonly]').first().waitFor();
    const links = await dialog.locator('input[readonly]').evaluateAll((boxes) => boxes.map((box) => box.value));
    assert.equal(links.length, 3);
    await picture(page, 'selection-links-made-desktop-zh');
    await dialog.getByRole('button', { name: '已交给本人，关闭' }).click();
    for (const [at, name] of EXPERTS.slice(0, 2).entries()) {
      await asExpert(links[at], {}, async (own) => {
        await score(own, 'c1', [99, 1, 1, 1]);
        await own.getByText('“创新性”请填 0 至 35 的整数').first().waitFor();
        await score(own, 'c1', POINTS[name][0]);
        await candidate(own, 'c1').getByText('合计').waitFor();
        if (at === 0) {
          await accessible(own, 'expert, phone');
          await picture(own, 'selection-expert-phone-zh');
        }
        await handIn(own, name);
        await own.getByText('还有 1 个候选项目没有评分，也没有回避').first().waitFor();
        await score(own, 'c2', POINTS[name][1]);
        await handIn(own, name);
        await own.getByText('提交评分。谢谢！').waitFor();
        if (at === 0) await picture(own, 'selection-expert-done-phone-zh');
      });
    }
    await asExpert(links[2], { size: WIDTHS.desktop }, async (own) => {
      await candidate(own, 'c1').getByText('我要回避该项目').click();
      await candidate(own, 'c1').getByLabel('理由').fill('与完成人同一单位');
      await candidate(own, 'c1').getByRole('button', { name: '回避' }).click();
      await candidate(own, 'c1').getByText('已回避：').waitFor();
      await picture(own, 'selection-expert-desktop-zh');
      await own.getByRole('link', { name: 'English' }).click();
      await own.getByRole('heading', { name: /Candidates: 1 left/ }).waitFor();
      await accessible(own, 'expert, English');
      await picture(own, 'selection-expert-desktop-en');
    });
    await page.reload();
    await settled(page);
    const ranking = page.getByRole('table', { name: '排序' });
    await ranking.getByText('83.50').waitFor();
    await page.getByText('专家本人评分').first().waitFor();
    await accessible(page, 'selection under way');
    await picture(page, 'selection-open-desktop-zh');
  });
  await onPage({ ...CLERK, language: 'en', size: WIDTHS.phone }, async (page) => {
    const year = await otherRound(page);
    await open(page, `/rounds/${year}/selection`);
    await page.getByRole('heading', { name: 'Personal links of the experts' }).waitFor();
    await accessible(page, 'selection under way, phone');
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'selection-open-phone-en');
    await page.getByRole('button', { name: /^Take back/ }).first().click();
    await page.getByText('Taken back').waitFor();
  });
});
