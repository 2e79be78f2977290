// Story: the office drafts a phase, reads what came of one that is closed, deals with what is pointed out, has reviewers named for a reason, rates a sheet; what takes a nomination out waits for a second person.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, WIDTHS } from './browser.mjs';

const story = {};

/** The first phase in a state, of whatever round. */
async function phaseIn(page, state) {
  for (const { year } of (await read(page, '/rounds')).data) {
    const { data } = await read(page, `/rounds/${year}/review-phases`);
    const phase = data.find((one) => one.state === state);
    if (phase) return { year, phase };
  }
  return undefined;
}

/** A nomination that could still fall out of review. */
async function underWay(page) {
  for (const state of ['objection_clear', 'objection_resolved', 'accepted', 'acceptance_publicity']) {
    const { data } = await read(page, `/rounds/${story.year}/nominations?state=${state}&limit=1`);
    if (data.length > 0) return data[0];
  }
  return assert.fail('a nomination that was accepted');
}

before(async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    story.year = await roundWithNominations(page);
    story.closed = await phaseIn(page, 'closed');
    story.open = await phaseIn(page, 'open');
  });
});
after(closeBrowser);

test('a phase is drafted, and its draft is changed', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/rounds/${story.year}/reviews`);
    await page.getByRole('button', { name: '建立阶段' }).click();
    await page.getByRole('button', { name: '保存草案' }).click();
    await page.getByText('请填写这一项。').first().waitFor();
    await page.getByLabel('奖种').selectOption('INT');
    await page.getByLabel('开始时间').fill('2099-03-01T08:00');
    await page.getByLabel('截止时间').fill('2099-03-20T17:00');
    await page.getByRole('button', { name: '保存草案' }).click();
    const card = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: '国际科学技术合作奖' }) });
    await card.getByText('草案', { exact: true }).waitFor();
    await card.getByText('不校准').waitFor();
    await card.getByRole('button', { name: '修改草案' }).click();
    await card.getByRole('checkbox').check();
    await card.getByRole('button', { name: '保存草案' }).click();
    await card.getByText('扣除宽严差异', { exact: true }).waitFor();
    await accessible(page, 'the phases');
    await picture(page, 'review-phases');
  });
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, `/rounds/${story.year}/reviews`);
    assert.equal(await page.getByRole('button', { name: '开启阶段' }).count(), 0, 'a supervisor opens nothing');
    assert.equal(await page.getByRole('button', { name: '建立阶段' }).count(), 0);
  });
});

test('before a phase is closed no page shows a point of it', async () => {
  assert.ok(story.open, 'the demonstration has an open phase');
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/rounds/${story.open.year}/reviews/${story.open.phase.id}`);
    await page.getByRole('heading', { name: '需要加评的提名' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: '排名', exact: true }).count(), 0);
    const answer = await page.request.get(new URL(`/api/v1/review-phases/${story.open.phase.id}/aggregate`, page.url()).href);
    assert.equal(answer.status(), 409);
    await accessible(page, 'an open phase');
  });
});

test('a closed phase has its ranking, its evidence, and hints that a person deals with', async () => {
  assert.ok(story.closed, 'the demonstration has a closed phase');
  const path = `/rounds/${story.closed.year}/reviews/${story.closed.phase.id}`;
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, path);
    const table = page.getByRole('table', { name: '排名' });
    await table.waitFor();
    const { data } = await read(page, `/review-phases/${story.closed.phase.id}/aggregate`);
    assert.equal(await table.locator('tbody tr').count(), Math.min(50, data.rows.length));
    assert.ok(data.rows.every((row) => row.rank === null || (row.rank_low <= row.rank && row.rank <= row.rank_high)));
    await page.getByText('一致性数据与裁决无关，仅供诊断。').waitFor();
    await page.getByRole('button', { name: '核验信息' }).click();
    await page.getByText(data.run.inputs_digest).waitFor();
    story.nomination = data.rows[0].nomination.id;
    const first = data.hints.find((hint) => !hint.handled_at);
    if (first) {
      await page.getByRole('button', { name: /^记录核查情况/ }).first().click();
      await page.getByRole('textbox', { name: '核查情况' }).fill('已与专家核实，意见有据');
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByText('已与专家核实，意见有据').first().waitFor();
    }
    await accessible(page, 'a closed phase');
    await picture(page, 'review-ranking');
  });
  await onPage({ role: 'supervisor', language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, path);
    await page.getByRole('heading', { name: 'Ranking' }).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    assert.equal(await page.getByRole('button', { name: 'Compute anew' }).count(), 0);
    await accessible(page, 'a closed phase on a phone');
  });
});

test('sheets have numbers for names; a supervisor has them named by saying why', async () => {
  assert.ok(story.nomination, 'a nomination with sheets');
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/nominations/${story.nomination}/scores`);
    await page.getByRole('columnheader', { name: '专家 1', exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: '查看评审专家姓名' }).count(), 0, 'not for every officer');
    await accessible(page, 'the sheets of a nomination');
  });
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, `/nominations/${story.nomination}/scores`);
    await page.getByRole('button', { name: '查看评审专家姓名' }).click();
    await page.getByRole('button', { name: '记录理由并查看' }).click();
    await page.getByText('请写明理由').first().waitFor();
    await page.getByLabel('理由').fill('受理举报，核查评审行为');
    await page.getByRole('button', { name: '记录理由并查看' }).click();
    await page.getByText('查看已记入审计').waitFor();
    assert.equal(await page.getByRole('columnheader', { name: '专家 1', exact: true }).count(), 0);
  });
});

test('a sheet is rated in the record of its reviewer', async () => {
  assert.ok(story.closed, 'the demonstration has a closed phase');
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `/rounds/${story.closed.year}/reviews/records`);
    const table = page.getByRole('table', { name: '评审专家' });
    await table.waitFor();
    const { data } = await read(page, `/rounds/${story.closed.year}/reviewer-records?limit=200`);
    let who;
    for (const { expert, standing } of data) {
      if (standing.submitted === 0) continue;
      const { reviews } = (await read(page, `/experts/${expert.id}/review-record`)).data;
      if (reviews.some((one) => one.may_rate)) who ??= expert.id;
    }
    assert.ok(who, 'somebody who submitted a sheet of a phase that is closed');
    await open(page, `/rounds/${story.closed.year}/reviews/records?expert=${who}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '评价评审质量' }).first().click();
    await dialog.getByRole('radio', { name: '4 认真' }).check();
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.getByText('评价 4').first().waitFor();
    await accessible(page, 'the record of a reviewer');
    await dialog.getByRole('button', { name: '关闭' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });
});

test('what takes a nomination out is asked by one and answered by another', async () => {
  const number = await onPage({ role: 'award_admin' }, async (page) => {
    const any = await underWay(page);
    await open(page, '/falls');
    await page.getByRole('button', { name: '提出', exact: true }).click();
    await page.getByLabel('轮次', { exact: true }).selectOption(String(story.year));
    await page.getByRole('searchbox', { name: '查找提名' }).fill(any.nomination_id);
    await page.getByRole('radio', { name: any.nomination_id }).check();
    await page.getByRole('radio', { name: '不提交评审（第六十六条）' }).check();
    await page.getByLabel('理由').fill('受理后发现存在不得提名的情形');
    await page.getByLabel('依据').fill('实施细则第五十六条、第六十六条');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('已提出，请另一位人员办理。').waitFor();
    const card = page.getByRole('listitem').filter({ hasText: any.nomination_id }).first();
    assert.equal(await card.getByRole('button', { name: /同意并办理/ }).count(), 0, 'not by the same person');
    await accessible(page, 'falls');
    await picture(page, 'falls');
    return any.nomination_id;
  });
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, '/falls');
    const card = page.getByRole('listitem').filter({ hasText: number }).first();
    await card.getByRole('button', { name: /^同意并办理/ }).waitFor();
    // The demonstration keeps its nomination: the second person says no.
    await card.getByRole('button', { name: /^不同意/ }).click();
    await card.getByLabel('理由').fill('材料不足以认定');
    await card.getByRole('button', { name: '不同意', exact: true }).click();
    await card.getByText('未同意', { exact: true }).waitFor();
    await settled(page);
  });
});
