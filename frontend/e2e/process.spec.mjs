// Story: a society chooses what it nominates, two people review a dossier, it is made public, and the council resolves.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';
import { pdf } from './documents.mjs';

after(closeBrowser);

const SOCIETY = 'D-B-12';
const CLERK = { role: 'society_clerk' };
const HEAD = { role: 'society_head' };
const UNIT = '示范研究所';

const send = (page, method, path, data, key = randomUUID()) =>
  page.request[method](`${BASE}/api/v1${path}`, { headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': key }, data });

/** Takes a step on what stands now. */
async function step(page, id, deed, data) {
  const { version } = (await read(page, `/dossiers/${id}`)).data;
  const answer = await page.request.post(`${BASE}/api/v1/dossiers/${id}/${deed}`, { headers: { 'X-Laurel-Request': '1', Origin: BASE, 'If-Match': `"${version}"` }, data });
  assert.equal(answer.status(), 200, deed);
}

/** Begins a dossier with a title and one completing unit. */
async function begun(page, title) {
  const answer = await send(page, 'post', '/rounds/2027/dossiers', { society_id: SOCIETY, form_id: 'nat-1' });
  assert.equal(answer.status(), 201);
  const { id } = (await answer.json()).data;
  const edits = [
    { address: 'project.title', value: title, seen: 0 },
    { address: 'completers.items', value: ['p1'], seen: 0 },
    { address: 'completers.items/p1/completing_unit', value: UNIT, seen: 0 },
  ];
  assert.equal((await send(page, 'patch', `/dossiers/${id}`, { edits })).status(), 200);
  return id;
}

/** The demonstration's dossier in a state, as the board shows it. */
async function inState(page, state) {
  const { data } = await read(page, '/rounds/2027/dossiers');
  const found = data.find((one) => one.state === state);
  assert.ok(found, `a dossier in ${state}`);
  return found.id;
}

test('a clerk asks, the head returns with reasons, the clerk asks again and the head passes; the publicity is written down', async () => {
  let id;
  await onPage(CLERK, async (page) => {
    id = await begun(page, '双人审核的项目');
    await open(page, `/dossiers/${id}`);
    await page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name: '遴选与公示' }).click();
    await page.getByRole('heading', { level: 1, name: '遴选与公示' }).waitFor();
    await page.getByText(/^提名截止：北京时间/).waitFor();
    await page.getByText(/^服务器时间/).waitFor();
    await page.getByRole('button', { name: '提请审核' }).click();
    await page.getByLabel('给审核人的说明（可不填）').fill('请审核');
    await page.locator('form').getByRole('button', { name: '提请审核' }).click();
    await page.getByText(/这次审核由您提请/).waitFor();
    assert.equal(await page.getByRole('button', { name: '审核通过' }).count(), 0, 'not by who asked');
    await picture(page, 'process-review-clerk-desktop-zh');
    await open(page, `/dossiers/${id}`);
    await page.getByText('只读：提名材料已不在起草中，或者您无权修改。').waitFor();
  });
  await onPage({ ...HEAD, size: WIDTHS.phone }, async (page) => {
    await open(page, `/dossiers/${id}/process`);
    await page.getByRole('button', { name: '审核通过' }).waitFor();
    await accessible(page, 'process under review, phone');
    await picture(page, 'process-review-head-phone-zh');
    await page.getByRole('button', { name: '退回修改' }).click();
    await page.locator('form').getByRole('button', { name: '退回修改' }).click();
    await page.getByText('请填写这一项。').waitFor();
    await page.getByLabel('退回理由').fill('请补充英文名称');
    await page.locator('form').getByRole('button', { name: '退回修改' }).click();
    await page.getByText(/由填报员提请审核/).first().waitFor();
  });
  await onPage(CLERK, (page) => step(page, id, 'review', {}));
  await onPage(HEAD, async (page) => {
    await open(page, `/dossiers/${id}/process`);
    await page.getByRole('button', { name: '审核通过' }).waitFor();
    // Called off and asked for anew while the head reads: he passes nothing that he has not seen.
    await onPage(CLERK, async (clerk) => {
      await step(clerk, id, 'take-back', { reason: '再改一处' });
      await step(clerk, id, 'review', {});
    });
    await page.getByRole('button', { name: '审核通过' }).click();
    await page.getByText(/材料在您查看之后又有变化/).waitFor();
    await accessible(page, 'process, changed meanwhile');
    await picture(page, 'process-stale-desktop-zh');
    await page.getByRole('button', { name: '查看现在的情况' }).click();
    await page.getByText(/材料在您查看之后又有变化/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '全部经过（5 步）' }).waitFor();
    await page.getByRole('button', { name: '审核通过' }).click();
    await page.getByText(/由学会登记提名前公示/).waitFor();
  });
  await onPage(CLERK, async (page) => {
    await open(page, `/dossiers/${id}/process`);
    const form = page.getByRole('form', { name: '登记公示' });
    await form.getByLabel('公示地点').fill('学会网站\n研究所公告栏');
    await form.getByLabel('证明附件').setInputFiles({ name: '公示截图.pdf', mimeType: 'application/pdf', buffer: pdf('Notice of the publicity') });
    await form.getByRole('link', { name: '附件 1：公示截图.pdf' }).waitFor();
    assert.equal(await form.getByLabel('公示地点').inputValue(), '学会网站\n研究所公告栏', 'an upload takes nothing away');
    const ends = form.getByLabel('结束日期');
    const earliest = await ends.inputValue();
    const tooEarly = new Date(Date.parse(earliest) - 86_400_000).toISOString().slice(0, 10);
    await ends.fill(tooEarly);
    await form.getByRole('button', { name: '登记公示' }).click();
    await form.getByText(new RegExp(`公示不少于 7 个自然日，最早可于 ${earliest} 结束`)).waitFor();
    await ends.fill(earliest);
    await form.getByRole('button', { name: '登记公示' }).click();
    await form.getByText(new RegExp(`以下完成单位既未公示也未报告：${UNIT}`)).waitFor();
    await picture(page, 'process-publicity-form-desktop-zh');
    await form.getByLabel(UNIT).check();
    await form.getByRole('button', { name: '登记公示' }).click();
    await page.getByText(new RegExp(`公示至 ${earliest} 24 时结束`)).first().waitFor();
    assert.deepEqual((await read(page, `/dossiers/${id}/process`)).data.publicity.proofs, ['1']);
    await page.getByRole('link', { name: '附件 1：公示截图.pdf' }).waitFor();
    await picture(page, 'process-public-desktop-zh');
    await accessible(page, 'process in publicity');
  });
});

test('what the council approved is shown with its votes, and is taken back only with a reason', async () => {
  await onPage(HEAD, async (page) => {
    const id = await inState(page, 'council_approved');
    await open(page, `/dossiers/${id}/process`);
    await page.getByText(/应到 45 人，实到 38 人；赞成 35/).waitFor();
    await page.getByText('公示无碍提名').waitFor();
    await page.getByRole('button', { name: /^全部经过/ }).click();
    await picture(page, 'process-approved-desktop-zh');
    await page.getByRole('button', { name: '撤回到草稿' }).click();
    await page.locator('form').getByRole('button', { name: '撤回到草稿' }).click();
    await page.getByText('请填写这一项。').waitFor();
  });
});

test('what is locked is read whole: rows open, files are seen, and nothing takes a change', async () => {
  await onPage(HEAD, async (page) => {
    const { data } = await read(page, '/rounds/2027/dossiers');
    // One of the demonstration's complete ones, with several completers.
    const complete = data.find((one) => ['council_approved', 'submitted'].includes(one.state) && /^高温合金氧化/.test(one.title));
    assert.ok(complete, 'a complete dossier beyond its draft');
    await open(page, `/dossiers/${complete.id}?section=completers`);
    await page.getByText('只读：提名材料已不在起草中，或者您无权修改。').waitFor();
    const form = page.getByRole('group', { name: '主要完成人情况表' }).first();
    const second = form.getByRole('button', { name: /第 2 项/ });
    await second.click();
    const { fields } = (await read(page, `/dossiers/${complete.id}`)).data;
    const row = fields['completers.items'].value[1];
    const name = page.locator(`[id="completers.items/${row}/name"]`);
    assert.equal(await name.inputValue(), fields[`completers.items/${row}/name`].value);
    assert.equal(await name.isEditable(), false);
    assert.equal(await form.getByRole('button', { name: /上移|移除|添加一项|导入|清除|更改/ }).count(), 0);
    await accessible(page, 'a locked dossier');
    await picture(page, 'dossier-locked-desktop-zh');
    await form.getByRole('button', { name: /^预览附件/ }).first().click();
    await page.locator('[data-preview]').waitFor();
  });
});

test('a resolution is recorded for a dossier whose publicity is over', async () => {
  await onPage({ ...HEAD, language: 'en' }, async (page) => {
    const id = await inState(page, 'council_approved');
    await open(page, `/dossiers/${id}/process`);
    await page.getByText(/45 members, 38 present/).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'process-approved-desktop-en');
  });
  await onPage({ ...HEAD, size: WIDTHS.phone }, async (page) => {
    const id = await inState(page, 'council_approved');
    await open(page, `/dossiers/${id}/process`);
    await accessible(page, 'process approved, phone');
    await picture(page, 'process-approved-phone-zh');
  });
});
