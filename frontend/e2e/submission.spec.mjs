// Story: a society sees its work at a glance, mends what the rule check finds, and submits; who may not is told who may.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, accountOf, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, signIn, WIDTHS } from './browser.mjs';
import { begun } from './written.mjs';

after(closeBrowser);

const HOME = '/rounds/2027/home';
const CLERK = { role: 'society_clerk' };
const HEAD = { role: 'society_head' };
const DAY_MS = 86_400_000;

/** Columns of the board with what they are called. */
const COLUMNS = { draft: '草稿', internal_review: '内部审核', internal_publicity: '内部公示', council_approved: '理事会通过', submitted: '已提交' };

const HEADERS = () => ({ 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() });

/** Shows a page the server's own answers with some of their values changed, for states that take days to reach. */
async function changed(page, path, change) {
  await page.route(`**/api/v1${path}`, async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    const response = await route.fetch();
    const { data } = await response.json();
    return route.fulfill({ response, json: { data: { ...data, ...change } } });
  });
}

/** A dossier as it stands when everything but submission is done. */
async function readyToSubmit(page, id) {
  await changed(page, `/dossiers/${id}`, { state: 'council_approved', may_edit: false });
  await changed(page, `/dossiers/${id}/check`, { is_submittable: true, findings: [] });
  await changed(page, `/dossiers/${id}/submissions`, { may_submit: true });
}

for (const role of ['society_clerk', 'society_head']) {
  test(`${role} comes to the society's work first`, async () => {
    await onPage({}, async (page) => {
      await page.goto(BASE);
      await signIn(page, accountOf(role));
      await page.waitForURL(/\/rounds\/\d+\/home$/);
      await page.getByRole('heading', { level: 1, name: /年度提名工作$/ }).waitFor();
      await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '首页' }).and(page.locator('[aria-current=page]')).waitFor();
    });
  });
}

test('the home shows each dossier in its state, and a blocker leads to its field', async () => {
  await onPage(CLERK, async (page) => {
    const own = await begun(page);
    const before = (await read(page, HOME)).data;
    await open(page, HOME);
    const { data } = await read(page, HOME);
    // All but those that another story moved while the page was read.
    const steady = (one) => before.dossiers.some((other) => other.id === one.id && other.state === one.state);
    for (const [state, name] of Object.entries(COLUMNS)) {
      const here = data.dossiers.filter((one) => one.state === state && steady(one));
      const column = page.getByRole('region', { name, exact: true });
      for (const one of here) await column.getByText(one.number, { exact: true }).waitFor();
    }
    for (const one of data.places) await page.getByText(one.name, { exact: true }).first().waitFor();

    const blocked = data.dossiers.find((one) => one.id === own && one.blockers.some((blocker) => blocker.address));
    const blocker = blocked.blockers.find((one) => one.address);
    const card = page.getByRole('listitem').filter({ has: page.getByText(blocked.number, { exact: true }) }).last();
    await card.getByText(`${blocked.failing} 项待改正`).waitFor();
    await card.getByText('下一步：').waitFor();
    await card.getByRole('link', { name: blocker.what.zh, exact: true }).first().click();
    await page.waitForURL((url) => url.pathname === `/dossiers/${blocked.id}`);
    await page.waitForFunction((address) => document.activeElement?.id === address, blocker.address);
  });
});

test('the clock is the server’s, whatever the browser’s says', async () => {
  await onPage(CLERK, async (page) => {
    await page.clock.install({ time: Date.now() + DAY_MS });
    await open(page, HOME);
    const shown = await page.locator('dt', { hasText: '现在（服务器时间）' }).locator('xpath=following-sibling::dd').innerText();
    const { data } = await read(page, HOME);
    const seconds = Math.abs(Date.parse(`${shown.replace(' ', 'T')}+08:00`) - Date.parse(data.now)) / 1_000;
    assert.ok(seconds < 30, `${seconds} s apart`);
  });
});

test('the check lists the rules that fail, each with the way to its field', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name: '检查与提交' }).click();
    await page.waitForURL(/\/submission$/);
    await settled(page);
    const { data } = await read(page, `/dossiers/${id}/check`);
    const failing = data.findings.filter((one) => one.verdict === 'fail' && one.severity === 'refusal');
    assert.ok(failing.length > 0 && !data.is_submittable);
    await page.getByText(`有 ${failing.length} 项不合格，改正后方可提交。`).waitFor();
    await page.getByRole('heading', { name: `须改正（${failing.length}）` }).waitFor();
    for (const rule of new Set(failing.map((one) => one.rule).filter((one) => one !== 'FORM'))) await page.getByText(rule, { exact: true }).first().waitFor();
    await page.getByRole('button', { name: /^▸?\s*已通过（\d+）$/ }).click();
    await picture(page, 'submission-check-desktop-zh');
    await page.getByRole('button', { name: '重新检查' }).click();
    await page.getByText(/检查，第 \d+ 版/).waitFor();

    const first = failing.find((one) => one.address);
    await page.getByText(first.what.zh, { exact: true }).first().locator('xpath=ancestor::li[1]').getByRole('link', { name: /^去改正：/ }).click();
    await page.waitForFunction((address) => document.activeElement?.id === address, first.address);
  });
});

test('a clerk cannot submit, and is told who can', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}/submission`);
    await page.getByText('由学会负责人提交').waitFor();
    assert.equal(await page.getByRole('button', { name: '提交提名' }).count(), 0);
    const { data } = await read(page, `/dossiers/${id}/submissions`);
    assert.equal(data.may_submit, false);
    const answer = await page.request.post(`${BASE}/api/v1/dossiers/${id}/submissions`, { headers: { ...HEADERS(), 'If-Match': '"1"' } });
    assert.equal(answer.status(), 403);
  });
});

test('a head is told what submitting does, and every refusal can be read', async () => {
  await onPage(HEAD, async (page) => {
    const id = await begun(page);
    await readyToSubmit(page, id);
    await open(page, `/dossiers/${id}/submission`);
    await page.getByText('材料锁定，不能再修改').waitFor();
    await page.getByText(/^占用 1 个名额：|^该类不限名额/).waitFor();
    const send = page.getByRole('button', { name: '提交提名' });
    await send.click();
    await page.getByRole('alert').getByText('请先阅读并勾选声明。').waitFor();
    await page.getByRole('checkbox', { name: /不含国家秘密/ }).check();

    const refusals = [
      { status: 412, code: 'stale', told: '没有提交。请重新检查' },
      { status: 409, code: 'conflict', detail: '限额 2 个已用完，不能再提交', told: '限额 2 个已用完' },
      { status: 422, code: 'invalid', detail: '形式审查有 1 项不合格，改正后方可提交', errors: [{ pointer: '/project.title', code: 'rule', message: 'FC-016：名称过长' }], told: '形式审查有 1 项不合格' },
    ];
    const keys = [];
    for (const { told, ...problem } of refusals) {
      await page.route(`**/api/v1/dossiers/${id}/submissions`, (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        keys.push(route.request().headers()['idempotency-key']);
        assert.match(route.request().headers()['if-match'], /^"\d+"$/);
        return route.fulfill({ status: problem.status, contentType: 'application/problem+json', json: { title: problem.code, ...problem } });
      });
      await send.click();
      await page.getByText(told).waitFor();
      await page.getByRole('button', { name: '重新查看' }).waitFor();
    }
    assert.equal(new Set(keys).size, 1, 'a repeat is the same request');
    await page.getByRole('button', { name: '重新查看' }).click();
    await page.getByText(refusals.at(-1).told).waitFor({ state: 'detached' });
    await send.click();
    await page.getByText(refusals.at(-1).told).waitFor();
    await accessible(page, 'refusal');
    await picture(page, 'submission-refused-desktop-zh');
    const link = page.getByRole('link', { name: 'FC-016：名称过长' });
    assert.match(await link.getAttribute('href'), /\?section=project#project\.title$/);
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`the home and the check hold, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ ...HEAD, language, size }, async (page) => {
        const id = await begun(page);
        for (const [key, path] of Object.entries({ 'society-home': HOME, submission: `/dossiers/${id}/submission` })) {
          await open(page, path);
          await page.locator('main h3').first().waitFor();
          await accessible(page, `${key} ${name} ${language}`);
          if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), [], `${key} ${name}`);
          await picture(page, `${key}-${name}-${language === 'en' ? 'en' : 'zh'}`);
        }
        await readyToSubmit(page, id);
        await open(page, `/dossiers/${id}/submission`);
        await page.locator('input[name=is_unclassified]').waitFor();
        await accessible(page, `submit ${name} ${language}`);
        await picture(page, `submit-${name}-${language === 'en' ? 'en' : 'zh'}`);
      });
    }
  });
}

test('another society’s check is not there', async () => {
  await onPage(CLERK, async (page) => {
    await open(page, `/dossiers/${randomUUID()}/submission`);
    await page.getByText('没有这个页面').waitFor();
  });
});
