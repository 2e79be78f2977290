// Story: the candidates of a nomination are put in order, why one was not taken is answered exactly, and what is pinned and banned holds when the plan is solved again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { send } from './assignments.mjs';
import { accessible, closeBrowser, onPage, open, picture, read, roundWithNominations, toTop, WIDTHS } from './browser.mjs';

const story = {};
const OFFICE = { role: 'award_office' };
/** As many candidates as the page shows at once, and as many as are asked for here. */
const SHOWN = 40;
const ALL = 200;
/** Pairs of which the exact answer is asked for before one is found that an affinity could have changed. */
const MOST_ASKED = 8;

before(async () => {
  await onPage(OFFICE, async (page) => {
    const year = await roundWithNominations(page);
    // Prices explain a plan that is best as a whole: other stories match by other objectives.
    const { data: runs } = await read(page, `/rounds/${year}/match-runs`);
    const run = runs.find((one) => one.state === 'done' && one.parameters.objective === 'sum');
    assert.ok(run, 'a match that is best as a whole');
    story.plan = await send(page, 'POST', `/rounds/${year}/assignment-plans`, { data: { name: '候选专家方案', run: run.id }, key: true });
    story.path = `/rounds/${year}/assignments/${story.plan.id}`;
  });
});
after(closeBrowser);

const column = (page, name) => page.getByRole('region', { name, exact: true });
const candidatesColumn = (page) => column(page, '候选专家');
const plan = async (page) => (await read(page, `/assignment-plans/${story.plan.id}`)).data;
const candidatesOf = async (page, nomination, sort = 'score') => (await read(page, `/assignment-plans/${story.plan.id}/nominations/${nomination}/candidates?sort=${sort}&limit=${ALL}`)).data;

/** The row of an expert among the candidates. */
const rowOf = (page, expert) => candidatesColumn(page).locator('li', { has: page.locator(`[data-row="${expert.id}"]`) });

const isThere = (one) => one.standing === 'assigned' || one.standing === 'pinned';
const isFree = (one) => one.standing === 'free' && one.conflict === 'none' && one.score !== null && one.load < one.max_load;

/** The first nomination of the plan that fits, with its candidates, the nearest first. */
async function nominationWith(page, fits) {
  const { data } = await read(page, `/assignment-plans/${story.plan.id}/nominations?limit=50`);
  for (const row of data) {
    const candidates = await candidatesOf(page, row.nomination.id);
    if (fits(candidates, row)) return { nomination: row.nomination, demand: row.demand, candidates };
  }
  return assert.fail('no nomination of the plan fits');
}

/** Opens the workbench with a nomination chosen. */
async function choose(page, nomination) {
  await open(page, `${story.path}?nomination=${nomination.id}`);
  await candidatesColumn(page).locator('[data-row]').first().waitFor();
}

/** Waits until the candidates stand in this order. */
const stand = (page, candidates) =>
  page.waitForFunction(
    (wanted) => JSON.stringify([...document.querySelectorAll('[data-column="candidates"] [data-row]')].map((row) => row.dataset.row)) === wanted,
    JSON.stringify(candidates.slice(0, SHOWN).map((one) => one.expert.id)),
  );

/** Puts a change of a candidate into the basket. */
async function mean(page, expert, name) {
  await rowOf(page, expert).locator('[data-row]').click();
  await rowOf(page, expert).getByRole('button', { name: new RegExp(`^${name}`) }).click();
}

/** Makes what is in the basket, with the whole plan solved again around it. */
async function solve(page, count, reason) {
  await page.getByText(`${count} 项更改尚未提交`).waitFor();
  await page.getByRole('button', { name: /查看影响/ }).click();
  const dialog = page.getByRole('dialog', { name: '尚未提交的更改' });
  await dialog.getByRole('radio', { name: '整个方案重新求最优' }).check();
  await dialog.getByText(/新增 \d+ 对，减少 \d+ 对/).waitFor();
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: `提交 ${count} 项更改` }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Waits until a candidate stands so on the page. */
const standsAs = (page, expert, standing) => candidatesColumn(page).locator(`li[data-standing="${standing}"] [data-row="${expert.id}"]`).waitFor();

const GRADES = ['none', 'note', 'flag', 'bar'];

/** What each order is by: smaller comes first. */
const ORDERS = [
  ['load', '任务少的在前', (one) => one.load],
  ['conflict', '利害关系', (one) => GRADES.indexOf(one.conflict)],
  ['score', '相关度', (one) => -(one.score ?? -1)],
];

test('candidates are put in order by load, conflict and affinity; who is barred is never assigned', async () => {
  await onPage(OFFICE, async (page) => {
    const found = await nominationWith(page, (candidates) => ORDERS.every(([, , measure]) => new Set(candidates.map(measure)).size > 1) && candidates.some((one) => one.conflict === 'bar' && one.standing === 'free'));
    const { nomination } = found;
    await choose(page, nomination);
    const order = candidatesColumn(page).getByLabel('排序');
    for (const [sort, label, measure] of ORDERS) {
      const candidates = await candidatesOf(page, nomination.id, sort);
      const measures = candidates.map(measure);
      assert.deepEqual(measures, [...measures].sort((one, other) => one - other), sort);
      await order.selectOption({ label });
      await page.waitForURL((url) => url.searchParams.get('csort') === sort);
      await stand(page, candidates);
    }
    await picture(page, 'candidates-sorted-desktop-zh');

    const barred = found.candidates.find((one) => one.conflict === 'bar' && one.standing === 'free').expert;
    await candidatesColumn(page).getByRole('searchbox', { name: '搜索' }).fill(barred.expert_id);
    await page.waitForURL((url) => url.searchParams.get('cq') === barred.expert_id);
    const row = rowOf(page, barred);
    await row.getByText('须回避', { exact: true }).waitFor();
    await row.locator('[data-row]').click();
    await row.getByRole('button', { name: /^排除/ }).waitFor();
    assert.equal(await row.getByRole('button', { name: /^(指派|固定|换上)/ }).count(), 0);
    await row.getByRole('link', { name: '查看利害关系' }).click();
    await page.getByRole('heading', { level: 1, name: '回避' }).waitFor();
  });
});

/** A candidate whom the run did not take, and the exact affinity from which it would have. */
async function outbid(page) {
  const { data } = await read(page, `/assignment-plans/${story.plan.id}/nominations?limit=50`);
  let asked = 0;
  for (const { nomination } of data) {
    const near = (await candidatesOf(page, nomination.id)).slice(0, SHOWN);
    const candidate = near.find((one) => one.standing === 'free' && one.conflict === 'none' && /相关度须高于 \d/.test(one.why_not?.zh ?? ''));
    if (candidate === undefined) continue;
    assert.ok(asked < MOST_ASKED, 'a pair that an affinity could have changed');
    asked += 1;
    const { data: entry } = await read(page, `/match-runs/${story.plan.run}/nominations/${nomination.id}/experts/${candidate.expert.id}/entry`);
    if (entry.code === 'exact' && entry.enters_at <= 1) return { nomination, candidate, entry };
  }
  return assert.fail('a candidate who was outbid');
}

test('why not this expert: the affinity, the price, and from where on it would have been exactly', async () => {
  const { nomination, candidate, entry } = await onPage(OFFICE, outbid);
  const price = Number(/相关度须高于 (\d\.\d+)/.exec(candidate.why_not.zh)[1]);
  assert.ok(Math.abs(entry.score - candidate.score) < 1e-6);
  assert.ok(entry.score <= entry.enters_at, 'who is above the figure is taken');
  assert.ok(price <= entry.enters_at, 'the price never promises too much');
  assert.ok(entry.zh.includes(entry.enters_at.toFixed(6)), entry.zh);
  for (const [name, size] of Object.entries(WIDTHS)) {
    await onPage({ ...OFFICE, size }, async (page) => {
      await choose(page, nomination);
      const row = rowOf(page, candidate.expert);
      await row.locator('[data-row]').click();
      await row.getByText(candidate.score.toFixed(2), { exact: true }).first().waitFor();
      await row.getByText('匹配未选的原因').waitFor();
      await row.getByText(candidate.why_not.zh, { exact: true }).waitFor();
      await row.getByRole('button', { name: /^求精确值/ }).click();
      await row.getByRole('status').getByText(entry.zh, { exact: true }).waitFor();
      // Scrolled, the bar covers a part of a link of the menu, which is no fault of the link.
      await toTop(page);
      await accessible(page, `why not, ${name}`);
      await picture(page, `candidates-why-not-${name}-zh`);
    });
  }
});

test('a pin and a ban hold when the whole plan is solved again, and are lifted', async () => {
  await onPage(OFFICE, async (page) => {
    const { nomination, demand, candidates } = await nominationWith(page, (all, row) => row.assigned === row.demand && all.slice(0, SHOWN).filter((one) => one.standing === 'assigned').length > 1 && all.slice(0, SHOWN).some(isFree));
    const near = candidates.slice(0, SHOWN);
    // The nearest of those who are there: without the ban the solution would bring him back.
    const banned = near.find((one) => one.standing === 'assigned').expert;
    const pinned = near.find(isFree).expert;
    await choose(page, nomination);
    await mean(page, banned, '排除');
    await rowOf(page, banned).getByText('将排除').waitFor();
    await mean(page, pinned, '固定');
    await rowOf(page, pinned).getByText('将固定').waitFor();
    await solve(page, 2, '前者出国，后者熟悉该方向');
    await standsAs(page, banned, 'banned');
    await standsAs(page, pinned, 'pinned');
    const fixed = await candidatesOf(page, nomination.id);
    const there = fixed.filter(isThere);
    assert.equal(there.length, demand, 'the place is filled by somebody else');
    assert.equal(there.find((one) => one.expert.id === pinned.id)?.standing, 'pinned');
    await picture(page, 'candidates-fixed-desktop-zh');

    // The next solution: one more leaves, and neither the ban nor the pin gives way.
    const gone = fixed.slice(0, SHOWN).find((one) => one.standing === 'assigned')?.expert;
    assert.ok(gone, 'another who is there');
    await mean(page, gone, '取消指派');
    await solve(page, 1, '该专家临时有其他任务');
    await standsAs(page, gone, 'free');
    await standsAs(page, banned, 'banned');
    await standsAs(page, pinned, 'pinned');
    assert.equal((await candidatesOf(page, nomination.id)).filter(isThere).length, demand);

    const load = column(page, '这位专家的任务');
    await rowOf(page, banned).locator('[data-row]').click();
    await load.getByRole('link', { name: banned.name, exact: true }).waitFor();
    await load.locator(`[data-row="${nomination.id}"]`).waitFor({ state: 'detached' });
    await rowOf(page, pinned).locator('[data-row]').click();
    await load.getByRole('link', { name: pinned.name, exact: true }).waitFor();
    await load.locator('li', { has: page.locator(`[data-row="${nomination.id}"]`) }).getByText('固定', { exact: true }).waitFor();

    await onPage({ ...OFFICE, size: WIDTHS.phone }, async (phone) => {
      await choose(phone, nomination);
      await candidatesColumn(phone).getByLabel('排序').selectOption({ label: '任务少的在前' });
      await stand(phone, await candidatesOf(phone, nomination.id, 'load'));
      await candidatesColumn(phone).getByLabel('排序').selectOption({ label: '相关度' });
      await standsAs(phone, banned, 'banned');
      await rowOf(phone, pinned).locator('[data-row]').click();
      await rowOf(phone, pinned).getByRole('button', { name: /^取消固定/ }).waitFor();
      await accessible(phone, 'candidates, phone');
      await picture(phone, 'candidates-fixed-phone-zh');
    });

    const before = (await plan(page)).totals;
    await mean(page, banned, '取消排除');
    await mean(page, pinned, '取消固定');
    await solve(page, 2, '情况已变，恢复原状');
    await candidatesColumn(page).locator('li[data-standing="banned"]').waitFor({ state: 'detached' });
    const { totals, changes } = await plan(page);
    assert.ok(totals.assigned >= before.assigned && totals.total >= before.total - 1e-6, 'what is fixed costs; what is free does not');
    assert.deepEqual([...new Set(changes.map((change) => change.kind))].sort(), ['ban', 'pin', 'solve', 'unassign', 'unban', 'unpin']);
    assert.ok((await candidatesOf(page, nomination.id)).every((one) => one.standing === 'assigned' || one.standing === 'free'));
  });
});
