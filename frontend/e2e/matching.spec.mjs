// Story: starting a match, watching it, reading its report; and losing the session on the way without losing work.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ACCOUNTS, accountOf, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, signIn } from './browser.mjs';

after(closeBrowser);

const RUN_MS = 180_000;
const REPORT = { level: 1, name: '匹配报告' };

test('a session that ends mid-form keeps the form and goes on after signing in again', async () => {
  await onPage({ role: 'award_office' }, async (page, context) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/matching`);
    const field = page.getByLabel('每项提名的专家数');
    await field.fill('3');
    await page.getByRole('radio', { name: /照顾最弱|总体最优/ }).first().check();
    await context.clearCookies();
    await page.getByRole('button', { name: '开始匹配' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('您填写的内容都还在本页').waitFor();
    assert.equal(await field.inputValue(), '3');
    await picture(page, 'session-ended');
    const account = accountOf('award_office');
    assert.equal(await dialog.locator('input[name=username]').inputValue(), account.username, 'the name is there already');
    await dialog.locator('input[name=password]').fill(account.password);
    await dialog.locator('button[type=submit]').click();
    await page.waitForURL(/\/matching\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', REPORT).waitFor({ timeout: RUN_MS });
    await page.getByText(/每项提名的专家数 3/).waitFor();
  });
});

test('giving up the dialog loses nothing either', async () => {
  await onPage({ role: 'award_office' }, async (page, context) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/matching`);
    await page.getByLabel('每项提名的专家数').fill('4');
    await context.clearCookies();
    await page.getByRole('button', { name: '开始匹配' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('登录已过期').first().waitFor();
    assert.equal(await page.getByLabel('每项提名的专家数').inputValue(), '4');
  });
});

test('values out of bounds are told at their field and nothing starts', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/matching`);
    const field = page.getByLabel('每项提名的专家数');
    await field.fill('16');
    await page.getByLabel('每位专家至少评审').fill('9');
    await page.getByRole('button', { name: '开始匹配' }).click();
    await page.getByText('请填 1 到 15 之间的数').waitFor();
    await page.getByText('不能大于“每位专家至多评审”').waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.match(page.url(), /\/matching$/);
    await page.getByRole('button', { name: '恢复默认值' }).click();
    assert.equal(await field.inputValue(), '5');
  });
});

test('a match runs with live progress to its report, which can be checked', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/matching`);
    const events = page.waitForResponse((response) => /\/match-runs\/[^/]+\/events$/.test(response.url()), { timeout: RUN_MS });
    await page.getByRole('button', { name: '开始匹配' }).click();
    await page.waitForURL(/\/matching\/[0-9a-f-]{36}$/);
    const stream = await events;
    assert.match(stream.headers()['content-type'], /text\/event-stream/);
    await page.getByRole('heading', REPORT).waitFor({ timeout: RUN_MS });
    for (const name of ['专家负荷分布', '配对的相关度分布', '没有配足的提名', '发现的利害关系', '各阶段用时', '可重算凭据']) {
      await page.getByRole('heading', { name, exact: true }).waitFor();
    }
    await page.locator('figure svg').nth(1).waitFor();
    await page.getByRole('button', { name: /看数据表/ }).first().click();
    const counts = await page.getByRole('table', { name: '专家负荷分布' }).locator('tbody td:last-child').allInnerTexts();
    assert.ok(counts.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0) > 0);
    assert.match(await page.locator('dd', { hasText: /^[0-9a-f]{64}$/ }).first().innerText(), /^[0-9a-f]{64}$/);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载证书' }).click()]);
    assert.match(file.suggestedFilename(), /\.certificate\.json$/);
    await picture(page, 'match-report');
    await page.getByRole('link', { name: '专家匹配' }).first().click();
    await settled(page);
    await page.getByRole('table', { name: '匹配记录列表' }).locator('tbody tr').first().waitFor();
  });
});

test('whoever is kept from a nomination is told why he sees no report, and why he gets no certificate', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const { data: runs } = await read(page, `/rounds/${year}/match-runs`);
    const run = runs.find((one) => one.state === 'done');
    // As the server answers an officer who has declared an interest in a nomination of the round.
    const withheld = { zh: '您已申报利害关系，依规定应当回避', en: 'you declared an interest and are kept from it' };
    await page.route(`**/api/v1/match-runs/${run.id}`, async (route) => {
      const answer = await route.fetch();
      const { data } = await answer.json();
      await route.fulfill({ response: answer, json: { data: { ...data, report: null, withheld } } });
    });
    await page.route('**/certificate.json', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ code: 'conflict', title: 't', status: 409, detail: '证书含有须回避的提名' }) }),
    );
    await open(page, `/rounds/${year}/matching/${run.id}`);
    const told = page.getByRole('alert').filter({ hasText: '匹配报告不向您显示' });
    await told.getByText(withheld.zh).waitFor();
    assert.equal(await page.getByRole('heading', { name: '各阶段用时', exact: true }).count(), 0);
    await page.getByRole('button', { name: '下载证书' }).click();
    await page.getByRole('alert').filter({ hasText: '证书含有须回避的提名' }).waitFor();
  });
});

test('without an event stream the progress is asked for', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    await page.route('**/events', (route) => route.abort());
    await open(page, `/rounds/${year}/matching`);
    await page.getByRole('button', { name: '开始匹配' }).click();
    await page.getByRole('heading', REPORT).waitFor({ timeout: RUN_MS });
  });
});

test('the supervisor reads the matches and starts none', { skip: ACCOUNTS.supervisor === undefined && 'no account given' }, async () => {
  await onPage({ role: 'supervisor' }, async (page) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/matching`);
    await page.getByText('发起匹配由奖励办办理').waitFor();
    assert.equal(await page.getByRole('button', { name: '开始匹配' }).count(), 0);
  });
});

test('somebody else who signs in at the dialog starts from the home page', { skip: ACCOUNTS.supervisor === undefined && 'no account given' }, async () => {
  await onPage({ role: 'award_office' }, async (page, context) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/matching`);
    await context.clearCookies();
    await page.getByRole('button', { name: '开始匹配' }).click();
    await page.getByRole('dialog').waitFor();
    await signIn(page, accountOf('supervisor'));
    await page.waitForURL(/\/rounds\/\d+$/);
    await page.getByRole('dialog').waitFor({ state: 'detached' }).catch(() => undefined);
    await settled(page);
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});
