// Story: a plan is looked at, changed from the keyboard with its consequences seen first, compared, released, and repaired after a decline.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { draftPlan, invitedReviewer, send } from './assignments.mjs';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, WIDTHS } from './browser.mjs';

const story = {};

before(async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    story.year = await roundWithNominations(page);
    story.plan = await draftPlan(page, story.year, '工作台方案');
    story.base = `/rounds/${story.year}/assignments`;
  });
});
after(closeBrowser);

const column = (page, name) => page.getByRole('region', { name, exact: true });
const plan = async (page) => (await read(page, `/assignment-plans/${story.plan.id}`)).data;

/** Opens the first nomination of the plan and waits for its candidates. */
async function chooseFirst(page) {
  await open(page, `${story.base}/${story.plan.id}`);
  await column(page, '提名项目').locator('[data-row]').first().click();
  await column(page, '候选专家').locator('[data-row]').first().waitFor();
}

test('a new plan is made of a match on the page', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, story.base);
    await page.getByRole('button', { name: '新建方案' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '建立' }).click();
    await dialog.getByText('请填写名称。').waitFor();
    await dialog.getByLabel('方案名称').fill('故事备选方案');
    await dialog.getByRole('button', { name: '建立' }).click();
    await page.getByRole('heading', { level: 1, name: '故事备选方案' }).waitFor();
    story.other = page.url().split('/').at(-1);
    await page.getByText('草案').first().waitFor();
  });
});

test('the columns are linked, and changes are meant by the keyboard and made as one', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await chooseFirst(page);
    const candidates = column(page, '候选专家');
    await candidates.locator('[data-standing="assigned"] [data-row]').first().click();
    await column(page, '这位专家的任务').locator('[data-row]').first().waitFor();
    await candidates.getByText(/去掉最相近的一篇，余/).waitFor();
    await page.keyboard.press('u');
    await page.getByText('1 项更改尚未提交').waitFor();
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.closest('[data-column="candidates"]') !== null);
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: '尚未提交的更改' });
    await dialog.getByRole('table', { name: '指标对照' }).waitFor();
    await dialog.getByText(/新增 \d+ 对，减少 \d+ 对/).waitFor();
    const before = await plan(page);
    assert.equal(before.changes.length, 0, 'looking changes nothing');
    await dialog.getByRole('button', { name: '提交 1 项更改' }).click();
    await dialog.getByText(/^请写明理由/).waitFor();
    await dialog.getByLabel('理由').fill('该专家近期出国');
    await picture(page, 'workbench-consequences');
    await dialog.getByRole('button', { name: '提交 1 项更改' }).click();
    await dialog.waitFor({ state: 'detached' });
    const made = await plan(page);
    assert.ok(made.changes.length > 0);
    assert.equal(made.changes[0].reason, '该专家近期出国');
    await page.getByRole('button', { name: '撤回上一步' }).click();
    await page.waitForFunction(() => [...document.querySelectorAll('button')].every((button) => button.textContent !== '撤回上一步'));
    assert.equal((await plan(page)).totals.assigned, before.totals.assigned, 'one step back is where it was');
  });
});

test('one expert is swapped in for another', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await chooseFirst(page);
    const free = column(page, '候选专家').locator('[data-standing="free"]').filter({ hasNotText: '须回避' }).first();
    await free.locator('[data-row]').click();
    await free.getByRole('button', { name: /^换上/ }).waitFor();
    await page.keyboard.press('s');
    const swap = page.getByRole('dialog', { name: '换上这位专家' });
    await swap.getByRole('radio').first().check();
    await swap.getByRole('button', { name: '换上' }).click();
    await page.getByText('1 项更改尚未提交').waitFor();
    await page.getByRole('button', { name: /查看影响/ }).click();
    const dialog = page.getByRole('dialog', { name: '尚未提交的更改' });
    await dialog.getByRole('radio', { name: '只改这几处' }).check();
    await dialog.getByText('新增 1 对，减少 1 对').waitFor();
    await dialog.getByLabel('理由').fill('更熟悉该方向');
    await dialog.getByRole('button', { name: '提交 1 项更改' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.ok((await plan(page)).changes.some((change) => change.kind === 'swap'));
  });
});

test('a file with a fault changes nothing and says where; mended, it shows what follows and is taken', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const { data: nominations } = await read(page, `/assignment-plans/${story.plan.id}/nominations?limit=1`);
    const { nomination } = nominations[0];
    const { data: candidates } = await read(page, `/assignment-plans/${story.plan.id}/nominations/${nomination.id}/candidates?limit=40`);
    const free = candidates.find((each) => each.standing === 'free' && each.conflict === 'none' && each.load < each.max_load);
    assert.ok(free, 'a free candidate');
    const was = await plan(page);
    await open(page, `${story.base}/${story.plan.id}`);
    await page.getByRole('button', { name: '导入指派' }).click();
    const dialog = page.getByRole('dialog', { name: '导入指派' });
    const pick = (text) => dialog.locator('input[type=file]').setInputFiles({ name: '指派.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await pick(`nomination_id,expert_id\n${nomination.nomination_id},NOBODY-1\n`);
    await dialog.getByRole('button', { name: '查看影响' }).click();
    await dialog.getByText('有 1 处不对，什么也没有写入').waitFor();
    assert.equal(await dialog.getByRole('button', { name: '写入' }).count(), 0);
    assert.equal((await plan(page)).version, was.version);
    await dialog.getByRole('button', { name: '换一个文件' }).click();
    await pick(`nomination_id,expert_id\n${nomination.nomination_id},${free.expert.expert_id}\n`);
    await dialog.getByRole('button', { name: '查看影响' }).click();
    await dialog.getByText('共 1 行').waitFor();
    await dialog.getByRole('table', { name: '指标对照' }).waitFor();
    await dialog.getByRole('button', { name: '写入' }).click();
    await dialog.getByText('已写入 1 行').waitFor();
  });
});

test('two plans are compared', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `${story.base}/compare?a=${story.other}&b=${story.plan.id}`);
    await page.getByRole('heading', { name: '专家不同的提名' }).waitFor();
    const table = page.getByRole('table', { name: '专家不同的提名' });
    await table.locator('tbody tr').first().waitFor();
    await picture(page, 'workbench-compare');
  });
});

test('reports are downloaded under their names', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `${story.base}/${story.plan.id}`);
    for (const [name, ending] of [
      ['报告（PDF）', '.pdf'],
      ['明细表（XLSX）', '.xlsx'],
    ]) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      assert.ok((await download).suggestedFilename().endsWith(ending));
    }
  });
});

test('the supervisor reads the workbench and changes nothing', async () => {
  await onPage({ role: 'supervisor' }, async (page) => {
    await chooseFirst(page);
    await column(page, '候选专家').locator('[data-row]').first().click();
    await page.keyboard.press('u');
    assert.equal(await page.getByText(/项更改尚未提交/).count(), 0);
    for (const name of ['下达方案', '导入指派', '取消指派']) assert.equal(await page.getByRole('button', { name }).count(), 0, name);
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`the pages hold in both languages, ${name}`, async () => {
    const nominations = await onPage({ role: 'award_office' }, async (page) => (await read(page, `/assignment-plans/${story.plan.id}/nominations?limit=1`)).data);
    const paths = ['', `/${story.plan.id}`, `/${story.plan.id}?nomination=${nominations[0].nomination.id}`, `/compare?a=${story.other}&b=${story.plan.id}`, '/reviews', '/tasks'];
    for (const language of ['zh-CN', 'en']) {
      await onPage({ role: 'award_office', language, size }, async (page) => {
        for (const path of paths) {
          await open(page, `${story.base}${path}`);
          await settled(page);
          await accessible(page, `assignments${path} ${name} ${language}`);
          if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), [], path);
          await picture(page, `assignments-${paths.indexOf(path)}-${name}-${language}`);
        }
      });
    }
  });
}

test('on a phone the columns stand one at a time, with a way back', async () => {
  await onPage({ role: 'award_office', size: WIDTHS.phone }, async (page) => {
    await open(page, `${story.base}/${story.plan.id}`);
    await column(page, '提名项目').locator('[data-row]').first().click();
    await column(page, '候选专家').locator('[data-row]').first().click();
    assert.equal(await page.locator('[data-column]').count(), 1);
    await page.getByRole('button', { name: /^查看这位专家的任务/ }).click();
    await column(page, '这位专家的任务').waitFor();
    await page.getByRole('button', { name: '返回候选专家' }).click();
    await page.getByRole('button', { name: '返回提名列表' }).click();
    await column(page, '提名项目').waitFor();
  });
});

test('a decline is repaired in two clicks', async () => {
  const asked = await onPage({ role: 'award_office' }, (page) => invitedReviewer(page, story.year));
  await onPage({ role: 'reviewer' }, async (page) => {
    const { data } = await read(page, '/my-reviews');
    const open = data.reviews.find((review) => review.state === 'invited');
    assert.ok(open, 'an invitation');
    await send(page, 'POST', `/my-reviews/${open.id}/decline`, { version: open.version, data: { reason: 'no_time' } });
  });
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `${story.base}/tasks`);
    const task = page.getByRole('list', { name: '等待处理' }).locator(':scope > li').filter({ hasText: asked.expert.name }).first();
    await task.getByText('专家谢绝，等待换人').waitFor();
    await task.getByRole('button', { name: /换人/ }).click();
    await task.getByRole('button', { name: /^邀请/ }).first().click();
    await page.getByText('已邀请接替').waitFor();
  });
});
