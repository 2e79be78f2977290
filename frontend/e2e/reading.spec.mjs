// Story: a reviewer reads beside his sheet, marks a page and asks; the office puts the question in other words; two officers make a copy without names.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, WIDTHS } from './browser.mjs';

const story = {};
const ASKED = '请问第二张表的样本是怎样选取的？';

before(async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    story.year = await roundWithNominations(page);
  });
  await onPage({ role: 'reviewer' }, async (page) => {
    const { data } = await read(page, '/my-sheets');
    const [row] = data.rows;
    assert.ok(row, 'something to judge');
    story.review = row.id;
    const { data: review } = await read(page, `/my-reviews/${row.id}`);
    story.judged = review.round;
  });
});
after(closeBrowser);

/** The marks of the review. */
const marks = async (page) => (await read(page, `/my-reviews/${story.review}/marks`)).data;

test('a page is marked, the mark leads back to it, and nobody else is shown it', async () => {
  await onPage({ role: 'reviewer' }, async (page) => {
    await open(page, `/my-sheets/${story.review}`);
    const frame = page.locator(`iframe[src*="/my-reviews/${story.review}/documents/main"]`);
    await frame.waitFor();
    await page.getByRole('button', { name: '我的批注' }).click();
    await page.getByText('只有您本人能看到').waitFor();
    const form = page.getByRole('form', { name: '新批注' });
    await form.getByLabel('页码').fill('0');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('请填页码').waitFor();
    await form.getByLabel('页码').fill('2');
    await form.getByRole('radio', { name: '蓝' }).check();
    await form.getByLabel('批注内容').fill('此处数据需要核对');
    await form.getByRole('button', { name: '保存' }).click();
    const line = page.getByRole('list', { name: '我的批注' }).getByRole('listitem').filter({ hasText: '此处数据需要核对' });
    await line.waitFor();
    await line.getByRole('button', { name: /第 2 页/ }).click();
    await page.locator('iframe[src$="#page=2"]').waitFor();
    await picture(page, 'reading-marks');
    await accessible(page, 'reading');
    await line.getByRole('button', { name: '修改' }).click();
    await page.getByRole('form', { name: '修改批注' }).getByLabel('批注内容').fill('已核对');
    await page.getByRole('form', { name: '修改批注' }).getByRole('button', { name: '保存' }).click();
    const changed = page.getByRole('list', { name: '我的批注' }).getByRole('listitem').filter({ hasText: '已核对' });
    await changed.getByRole('button', { name: '删除' }).click();
    await changed.waitFor({ state: 'detached' });
    assert.equal((await marks(page)).some((mark) => mark.text === '已核对'), false);
  });
  await onPage({ role: 'award_office' }, async (page) => {
    const answer = await page.request.get(`${BASE}/api/v1/my-reviews/${story.review}/marks`);
    assert.equal(answer.status(), 403);
  });
});

test('a question goes to the office, which puts it in other words or leaves it', async () => {
  await onPage({ role: 'reviewer' }, async (page) => {
    await open(page, `/my-sheets/${story.review}`);
    await page.getByRole('button', { name: '质询' }).click();
    const form = page.getByRole('form', { name: '提出质询' });
    await form.getByLabel('想问的问题').fill(ASKED);
    await form.getByRole('button', { name: '提出质询' }).click();
    await page.getByRole('list', { name: '质询' }).getByText(ASKED).waitFor();
    await page.getByText('待办公室处理').first().waitFor();
  });
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/rounds/${story.judged}/reviews/questions`);
    const one = page.getByRole('listitem').filter({ hasText: ASKED }).first();
    await one.waitFor();
    await accessible(page, 'questions');
    await picture(page, 'reading-questions');
    const words = one.getByRole('textbox', { name: '转给学会的文字' });
    if ((await words.count()) > 0) {
      await words.fill('请说明样本的选取办法。');
      await one.getByRole('button', { name: '转给学会' }).click();
      await page.getByText('等待提名者答复').first().waitFor();
      return;
    }
    await one.getByRole('button', { name: '不予转发' }).click();
    await one.getByLabel('理由').fill('材料中已有说明');
    await one.getByRole('button', { name: '不予转发' }).last().click();
    await page.getByText('未转发', { exact: true }).first().waitFor();
  });
});

test('a society sees what it is asked, and how long it has', async () => {
  await onPage({ role: 'society_clerk', size: WIDTHS.phone }, async (page) => {
    await open(page, '/society-questions');
    await page.getByRole('heading', { level: 1, name: '评审质询' }).waitFor();
    await accessible(page, 'society questions');
  });
});

test('one officer makes a copy without names, another checks and releases it', async () => {
  let title = '';
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/rounds/${story.year}/reviews/redactions`);
    const table = page.getByRole('table', { name: '隐名材料' });
    const row = table.locator('tbody tr').filter({ hasText: '未编制' }).first();
    title = (await row.getByRole('link').innerText()).trim();
    await row.getByRole('link').click();
    const editor = page.locator('#copy');
    await editor.waitFor();
    await editor.getByText('尚未编制').waitFor();
    const word = title.slice(0, 2);
    await editor.getByLabel('要隐去的文字').fill(word);
    await editor.getByRole('button', { name: '隐去', exact: true }).click();
    await editor.getByRole('button', { name: word, exact: true }).first().waitFor();
    assert.ok((await editor.getByText('███').count()) > 0, 'before and after');
    await editor.getByRole('button', { name: '保存', exact: true }).click();
    await editor.getByText('草案').waitFor();
    assert.equal(await editor.getByRole('button', { name: '复核通过' }).count(), 0, 'not who made it');
    await accessible(page, 'redaction');
    await picture(page, 'reading-redaction');
    story.copy = page.url();
  });
  await onPage({ role: 'office_second' }, async (page) => {
    await page.goto(story.copy);
    await settled(page);
    const editor = page.locator('#copy');
    await editor.getByRole('button', { name: '复核通过' }).click();
    await editor.getByText('已复核').waitFor();
    await editor.getByRole('button', { name: '启用', exact: true }).click();
    await editor.getByText('已启用').waitFor();
  });
});

test('in English nothing but the records is Chinese', async () => {
  await onPage({ role: 'award_office', language: 'en' }, async (page) => {
    for (const path of [`/rounds/${story.judged}/reviews/questions`, story.copy.replace(/^https?:\/\/[^/]+/, '')]) {
      await open(page, path);
      assert.deepEqual(await chineseOutsideRecords(page), [], path);
    }
  });
});
