// Story: nominations are divided into panels: looked at before anything is written, applied with a reason, moved by another division, and taken back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, toTop, WIDTHS } from './browser.mjs';

const story = {};
const OFFICE = { role: 'award_office' };
const RUN_MS = 180_000;

before(async () => {
  await onPage(OFFICE, async (page) => {
    story.year = await roundWithNominations(page);
    story.path = `/rounds/${story.year}/matching`;
  });
});
after(closeBrowser);

const sizes = (page) => page.getByRole('form', { name: '评审组', exact: true });
const history = (page) => page.getByRole('list', { name: '分组记录', exact: true });
const divisions = async (page) => (await read(page, `/rounds/${story.year}/panel-divisions`)).data;
const panelOf = async (page, id) => (await read(page, `/nominations/${id}`)).data.panel;

/** What a figure over the proposal says. */
const tile = (page, name) => page.locator('dl > div', { has: page.getByText(name, { exact: true }) }).locator('dd');

/** Asks for panels of these sizes, and gives them as the server proposes them. */
async function propose(page, least, most) {
  const form = sizes(page);
  await form.getByLabel('每组至少').fill(String(least));
  await form.getByLabel('每组至多').fill(String(most));
  await form.getByLabel('每组专家数').fill('3');
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/panel-divisions/preview'));
  await form.getByRole('button', { name: '查看分组方案' }).click();
  const answer = await asked;
  assert.equal(answer.status(), 200);
  const { data } = await answer.json();
  await page.getByRole('heading', { level: 3, name: '分组方案' }).waitFor();
  return data;
}

/** Applies the proposal that stands on the page. */
async function apply(page, reason) {
  const form = page.getByRole('form', { name: '按此方案分组' });
  await form.getByLabel('理由').fill(reason);
  await form.getByRole('button', { name: '按此方案分组' }).click();
  await page.getByText('已分组。').waitFor();
}

/** Takes the newest division back: the only one that offers it. */
async function takeBack(page, reason) {
  await history(page).getByRole('button', { name: '撤回分组' }).click();
  const form = history(page).getByRole('form', { name: '撤回分组' });
  await form.getByLabel('理由').fill(reason);
  await form.getByRole('button', { name: '撤回分组' }).click();
  await form.waitFor({ state: 'detached' });
}

test('panels are proposed by size, with their members, and nothing is written', async () => {
  await onPage(OFFICE, async (page) => {
    const before = await divisions(page);
    await open(page, story.path);
    await sizes(page).getByLabel('每组至少').fill('31');
    await sizes(page).getByRole('button', { name: '查看分组方案' }).click();
    await page.getByText('不能大于“每组至多”').waitFor();
    assert.equal(await page.getByRole('heading', { level: 3, name: '分组方案' }).count(), 0);

    const found = await propose(page, 4, 12);
    assert.ok(found.panels.length > 1 && found.largest <= 12);
    assert.equal(await tile(page, '组数').innerText(), String(found.panels.length));
    assert.equal(await tile(page, '每组项数').innerText(), `${found.smallest}–${found.largest}`);
    const rows = page.getByRole('table', { name: '分组方案' }).locator('tbody > tr');
    const counts = await rows.evaluateAll((all) => all.map((row) => [...row.cells].slice(1).map((cell) => Number(cell.textContent))));
    assert.deepEqual(counts, found.panels.map((panel) => [panel.nominations.length, panel.experts.length, panel.nominations.filter((one) => !one.is_covered).length]));

    const at = found.panels.findIndex((panel) => panel.experts.length > 0);
    assert.ok(at >= 0, 'a panel with an expert');
    const row = rows.nth(at);
    await row.getByRole('button', { name: /^查看名单/ }).click();
    for (const one of found.panels[at].nominations) await row.getByText(one.nomination_id, { exact: true }).waitFor();
    for (const one of found.panels[at].experts) await row.getByText(one.name, { exact: true }).first().waitFor();
    await accessible(page, 'panels');
    await picture(page, 'panels-proposal-desktop-zh');

    // Another size is another proposal: what was seen is not what would be applied.
    await sizes(page).getByLabel('每组至多').fill('20');
    await page.getByRole('heading', { level: 3, name: '分组方案' }).waitFor({ state: 'detached' });
    assert.deepEqual(await divisions(page), before);
  });
});

test('a division is applied with a reason, another moves nominations, and each is taken back', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, story.path);
    const first = await propose(page, 6, 20);
    const panel = first.panels.find((one) => one.nominations.some((member) => member.before !== one.name));
    const member = panel.nominations.find((one) => one.before !== panel.name);
    await page.getByRole('form', { name: '按此方案分组' }).getByRole('button', { name: '按此方案分组' }).click();
    await page.getByText(/^请写明理由/).waitFor();
    await apply(page, '按学科和规模分组，便于分会场评审');
    for (const one of panel.nominations) assert.equal(await panelOf(page, one.id), panel.name, one.nomination_id);
    const entry = history(page).locator(':scope > li').first();
    await entry.getByText('按学科和规模分组，便于分会场评审').waitFor();
    await entry.getByRole('button', { name: /^查看名单/ }).first().click();
    await entry.getByRole('table', { name: '分组方案' }).waitFor();
    assert.equal(await entry.getByRole('table', { name: '分组方案' }).locator('tbody > tr').count(), first.panels.length);
    await picture(page, 'panels-applied-desktop-zh');

    // The same sizes move nobody any more; others do.
    assert.equal((await propose(page, 6, 20)).changed, 0);
    assert.equal(await tile(page, '将改变评审组的提名').innerText(), '0');
    const second = await propose(page, 4, 12);
    assert.ok(second.changed > 0);
    const [moved] = second.panels.flatMap((one) => one.nominations.filter((each) => each.before !== one.name).map((each) => ({ ...each, to: one.name })));
    await apply(page, '分会场太大，改为小组');
    assert.equal(await panelOf(page, moved.id), moved.to);
    await open(page, `/rounds/${story.year}/nominations/${moved.id}`);
    await page.locator('dd').getByText(moved.to, { exact: true }).first().waitFor();

    await open(page, story.path);
    await takeBack(page, '小组的专家不够，仍按原方案');
    await history(page).locator(':scope > li').first().getByText(/^已于 .* 撤回/).waitFor();
    assert.equal(await panelOf(page, moved.id), moved.before, 'as after the first');
    await takeBack(page, '评审改为网络评审，不再分组');
    await history(page).locator(':scope > li').nth(1).getByText(/^已于 .* 撤回/).waitFor();
    assert.equal(await panelOf(page, member.id), member.before, 'as before');
    assert.equal(await history(page).getByRole('button', { name: '撤回分组' }).count(), 0);
    // Scrolled, the bar covers a part of a link of the menu, which is no fault of the link.
    await toTop(page);
    await accessible(page, 'panels, taken back');
  });
});

test('the supervisor reads what was applied and divides nothing', async () => {
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, story.path);
    await history(page).getByRole('button', { name: /^查看名单/ }).first().waitFor();
    assert.equal(await sizes(page).count(), 0);
    assert.equal(await page.getByRole('button', { name: '撤回分组' }).count(), 0);
  });
});

test('on a phone the panels are cards, with their members under each', async () => {
  await onPage({ ...OFFICE, size: WIDTHS.phone }, async (page) => {
    await open(page, story.path);
    const found = await propose(page, 4, 12);
    const cards = page.getByRole('list', { name: '分组方案' });
    assert.equal(await cards.locator(':scope > li').count(), found.panels.length);
    await cards.getByRole('button', { name: /^查看名单/ }).first().click();
    await cards.getByText(found.panels[0].nominations[0].nomination_id, { exact: true }).waitFor();
    await accessible(page, 'panels, phone');
    await picture(page, 'panels-proposal-phone-zh');
  });
});

test('the panels are English on an English page', async () => {
  await onPage({ ...OFFICE, language: 'en' }, async (page) => {
    await open(page, story.path);
    await page.getByRole('button', { name: 'See the proposal' }).click();
    const table = page.getByRole('table', { name: 'Proposed panels' });
    await table.getByRole('button', { name: /^See the list/ }).first().click();
    await table.getByRole('heading', { name: 'Experts' }).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
  });
});

/** Starts a match as the form stands, and gives its key when it is done. */
async function matched(page) {
  await page.getByRole('button', { name: '开始匹配' }).click();
  await page.waitForURL(/\/matching\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { level: 1, name: '匹配报告' }).waitFor({ timeout: RUN_MS });
  return page.url().split('/').at(-1);
}

test('a plan is begun within the panels, and so is a match', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, story.path);
    assert.equal(await page.getByRole('radio', { name: '只在评审组内' }).count(), 0, 'there are no panels to keep to');
    await propose(page, 4, 12);
    await apply(page, '按小组评审，专家限定在组内');
    await open(page, story.path);
    await matched(page);

    await open(page, `/rounds/${story.year}/assignments`);
    await page.getByRole('button', { name: '新建方案' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('方案名称').fill('组内方案');
    await dialog.getByRole('radio', { name: '只在评审组内' }).check();
    await picture(page, 'plan-within-panels');
    await dialog.getByRole('button', { name: '建立' }).click();
    await page.getByRole('heading', { level: 1, name: '组内方案' }).waitFor();
    await page.getByText('评审组内', { exact: true }).first().waitFor();
    const { data: plan } = await read(page, `/assignment-plans/${page.url().split('/').at(-1)}`);
    assert.equal(plan.parameters.within_panels, true);
    assert.ok(plan.totals.assigned > 0 && plan.broken.every((one) => one.rule !== 'panel'));
    await page.getByRole('region', { name: '提名项目', exact: true }).locator('[data-row]').first().click();
    const candidates = page.getByRole('region', { name: '候选专家', exact: true });
    await candidates.locator('[data-standing="free"]').filter({ hasText: '组外' }).first().waitFor();
    assert.equal(await candidates.locator('[data-standing="assigned"]').filter({ hasText: '组外' }).count(), 0);
    await accessible(page, 'a plan within the panels');

    // Of a match that keeps to the panels every plan does.
    await open(page, story.path);
    await page.getByRole('radio', { name: '只在评审组内' }).check();
    const run = await matched(page);
    await page.getByText(/只在评审组内（\d+ 组/).waitFor();
    const { data: bound } = await read(page, `/match-runs/${run}`);
    assert.equal(bound.parameters.within_panels, true);

    await open(page, story.path);
    await takeBack(page, '评审改为网络评审，不再分组');
    // Without the panels nothing can begin from that match: the newest is one that knows none.
    await open(page, story.path);
    await matched(page);
  });
});
