// Story: a panel of fifteen, of whom three keep out of something, votes by name. One loses the connection while he hands his paper in and comes back, one votes on paper; the count is the one by hand, and a recount says the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { send } from './assignments.mjs';
import { accessible, ACCOUNTS, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

const YEAR = 2025;
const OFFICE = { role: 'award_office' };
/** Whoever has a seat, by the names of the sign-ins; the last one votes on paper, the one before it is cut off. */
const MEMBERS = ['chair', 'scribe', 'committee_member', ...Object.keys(ACCOUNTS).filter((key) => /^member\d+$/.test(key)).sort()];
const OFFLINE = MEMBERS.at(-2);
const ON_PAPER = MEMBERS.at(-1);
const SLIP = '015';

const story = { marks: new Map(), recused: new Map() };

before(async () => {
  assert.equal(MEMBERS.length, 15, 'the members of the panel');
  await onPage(OFFICE, async (page) => {
    const { data: meetings } = await read(page, `/rounds/${YEAR}/meetings`);
    const called = meetings.find((each) => each.state === 'called' && each.body.category === 'PRO');
    assert.ok(called, 'a panel that was called');
    story.meeting = called.id;
    const meeting = async () => (await read(page, `/meetings/${called.id}`)).data;
    for (const seat of (await meeting()).seats) {
      await send(page, 'POST', `/meetings/${called.id}/attendance`, { version: (await meeting()).version, data: { seat: seat.id, is_in: true } });
    }
    await send(page, 'POST', `/meetings/${called.id}/open`, { version: (await meeting()).version, data: {} });
  });
});
after(closeBrowser);

const ballotOf = async (page) => (await read(page, `/ballots/${story.ballot}`)).data;
const paperPath = () => `/my-meetings/${story.meeting}/ballots/${story.ballot}`;
const officePath = () => `/meetings/${story.meeting}/ballots/${story.ballot}`;

/** What a member marks: two lines of three, as many as a paper may have, of which he does not keep out. */
function likes(at, ballot) {
  const open = ballot.lines.filter((line) => !line.is_recused).map((line) => line.number);
  return open.filter((line) => (at + line) % 3 !== 0).slice(0, ballot.cap);
}

/** Keeps what a member may mark and of what he keeps out, for the count by hand. */
function remember(key, at, ballot) {
  story.recused.set(key, new Set(ballot.lines.filter((line) => line.is_recused).map((line) => line.number)));
  story.marks.set(key, likes(at, ballot));
  return story.marks.get(key);
}

test('a ballot on the second grade is drafted and opened', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/meetings/${story.meeting}/ballots/new`);
    const form = page.getByRole('form', { name: '新建表决' });
    await form.getByLabel('等级', { exact: true }).selectOption('second');
    await form.getByRole('group', { name: /^列入表决的项目/ }).waitFor();
    await accessible(page, 'a new ballot');
    await picture(page, 'voting-draft-desktop-zh');
    await form.getByRole('button', { name: '建立表决' }).click();
    await page.getByRole('button', { name: '开始表决' }).waitFor();
    story.ballot = page.url().split('/').at(-1);
    const draft = await ballotOf(page);
    assert.equal(draft.cap, Math.floor((draft.lines.length * 60) / 100), 'as the rules say');
    await page.getByRole('button', { name: '开始表决' }).click();
    await page.getByRole('button', { name: '结束并计票' }).waitFor();
    const { progress, voters } = await ballotOf(page);
    assert.deepEqual(progress, { cast: 0, of: 15, expected: 15 });
    assert.ok(voters.filter((one) => one.recused.length > 0).length <= 3);
  });
});

test('members vote; nobody sees a mark, and what one keeps out of has no box', async () => {
  for (const [at, key] of MEMBERS.slice(0, -2).entries()) {
    const isOnPage = at === 2 || at === 3;
    await onPage({ role: key, size: isOnPage ? WIDTHS.phone : WIDTHS.desktop }, async (page) => {
      const ballot = await ballotOf(page);
      const marks = remember(key, at, ballot);
      if (!isOnPage) {
        await send(page, 'POST', `/ballots/${story.ballot}/papers`, { data: { marks }, key: true });
        return;
      }
      await open(page, paperPath());
      const paper = page.getByRole('region', { name: '我的表决票' });
      assert.equal(await paper.getByRole('checkbox').count(), ballot.lines.filter((line) => !line.is_recused).length);
      await mark(page, marks);
      if (marks.length === ballot.cap) assert.ok(await paper.getByRole('checkbox', { checked: false }).first().isDisabled(), 'no more than the cap');
      await accessible(page, 'a paper, phone');
      await picture(page, `voting-paper-phone-${at}`);
      await handIn(page);
      await page.getByText('您已投票').waitFor();
      assert.equal((await ballotOf(page)).tally ?? null, null);
      await accessible(page, 'a receipt, phone');
    });
  }
});

/** Marks these lines on the paper. */
async function mark(page, marks) {
  const boxes = page.getByRole('region', { name: '我的表决票' }).locator('label').filter({ has: page.getByRole('checkbox') });
  for (const line of marks) {
    const box = boxes.filter({ has: page.locator('span', { hasText: new RegExp(`^${line}$`) }) }).getByRole('checkbox');
    if (!(await box.isChecked())) await box.check();
  }
}

/** Hands the paper in and says yes once more. */
async function handIn(page) {
  await page.getByRole('button', { name: '提交表决票' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '确认提交' }).click();
}

test('a member who loses the connection keeps his marks, and his paper arrives once', async () => {
  const at = MEMBERS.indexOf(OFFLINE);
  await onPage({ role: OFFLINE }, async (page, context) => {
    const marks = remember(OFFLINE, at, await ballotOf(page));
    await open(page, paperPath());
    await mark(page, marks);
    await page.reload();
    await settled(page);
    await page.getByText(`已选 ${marks.length} 项`).waitFor();
    await context.setOffline(true);
    await handIn(page);
    await page.getByText('连接中断，正在重新提交').waitFor();
    await picture(page, 'voting-offline-desktop-zh');
    await context.setOffline(false);
    await page.getByText('您已投票').waitFor();
    assert.equal((await ballotOf(page)).own.has_cast, true);
    assert.equal(await page.evaluate((id) => sessionStorage.getItem(`laurel.ballot.${id}`), story.ballot), null, 'nothing of the paper stays on the machine');
  });
});

/** Enters a slip on the page. */
async function enter(page, whose, marks) {
  await open(page, `${officePath()}/entries`);
  const form = page.getByRole('form', { name: '录入一张票' });
  await form.getByLabel('票上编号').fill(SLIP);
  await form.getByLabel('投票人').selectOption(whose);
  const boxes = form.locator('label').filter({ has: page.getByRole('checkbox') });
  for (const line of marks) await boxes.filter({ has: page.locator('span', { hasText: new RegExp(`^${line}$`) }) }).getByRole('checkbox').check();
  await form.getByRole('button', { name: '录入', exact: true }).click();
}

test('a slip of paper is read by two, and by a third where they differ', async () => {
  const at = MEMBERS.indexOf(ON_PAPER);
  const marks = await onPage({ role: ON_PAPER }, async (page) => remember(ON_PAPER, at, await ballotOf(page)));
  const whose = await onPage(OFFICE, async (page) => (await ballotOf(page)).voters.find((one) => one.is_present && !one.has_cast).seat_id);
  await onPage(OFFICE, async (page) => {
    await enter(page, whose, marks);
    await page.getByText(`票 ${SLIP} 已录入，待另一人录入。`).waitFor();
    await accessible(page, 'slips');
    await picture(page, 'voting-slips-desktop-zh');
    await open(page, officePath());
    await page.getByRole('button', { name: '结束并计票' }).click();
    await page.getByText(/尚未由两人录入一致/).waitFor();
  });
  await onPage({ role: 'office_second' }, async (page) => {
    await enter(page, whose, marks.slice(1));
    await page.getByText(`第 ${marks[0]} 项两人录入不同`).waitFor();
  });
  await onPage({ role: 'award_admin' }, async (page) => {
    await enter(page, whose, marks);
    await page.getByText(`票 ${SLIP} 已录入完成。`).waitFor();
  });
});

/** Counts by hand: X25 article 81 for the second grade, the places by votes, equals together or not at all. */
function byHand(ballot) {
  const rows = ballot.lines.map(({ number }) => {
    const votes = MEMBERS.filter((key) => story.marks.get(key).includes(number)).length;
    const of = MEMBERS.filter((key) => !story.recused.get(key).has(number)).length;
    return { line: number, votes, of, able: of * 3 >= 15 * 2 && votes * 2 > of, outcome: 'failed' };
  });
  let places = ballot.places;
  for (const votes of [...new Set(rows.filter((row) => row.able).map((row) => row.votes))].sort((left, right) => right - left)) {
    const equals = rows.filter((row) => row.able && row.votes === votes);
    if (equals.length > places) {
      if (places > 0) for (const row of equals) row.outcome = 'tied';
      break;
    }
    for (const row of equals) row.outcome = 'passed';
    places -= equals.length;
  }
  return rows.map(({ line, votes, of, outcome }) => ({ line, votes, of, outcome }));
}

test('it is closed by the chair, the count is the one by hand, and a recount says the same', async () => {
  await onPage({ role: 'chair' }, async (page) => {
    await open(page, paperPath());
    const lead = page.getByRole('region', { name: '主持表决' });
    await lead.getByText('已投 15 人，到会 15 人，应到 15 人').waitFor();
    await lead.getByRole('button', { name: '结束并计票' }).click();
    await lead.getByRole('table', { name: '计票结果' }).waitFor();
    await accessible(page, 'the chair');
    await picture(page, 'voting-chair-desktop-zh');
  });
  await onPage(OFFICE, async (page) => {
    const ballot = await ballotOf(page);
    const counted = ballot.tally.rows.map(({ line, votes, of, outcome }) => ({ line, votes, of, outcome }));
    assert.deepEqual(counted, byHand(ballot));
    await open(page, officePath());
    const cells = await page
      .getByRole('table', { name: '计票结果' })
      .locator('tbody > tr')
      .evaluateAll((rows) => rows.map((row) => row.cells[2].textContent));
    assert.deepEqual(cells, counted.map((row) => `${row.votes}/${row.of}`));
    await page.getByRole('button', { name: '重新计票' }).click();
    await page.getByText('重新计票结果一致').waitFor();
    await page.getByRole('button', { name: '查看记名票' }).click();
    const named = page.getByRole('table', { name: '记名票' });
    await named.waitFor();
    assert.equal(await named.locator('tbody > tr').count(), 15);
    assert.equal(await named.getByText('纸质票', { exact: true }).count(), 1);
    await accessible(page, 'a counted ballot');
    await picture(page, 'voting-tally-desktop-zh');
  });
});

test('a member sees his own vote and no count; the supervisor says why he reads the papers', async () => {
  await onPage({ role: 'member04' }, async (page) => {
    await open(page, paperPath());
    await page.getByText('您已投票').waitFor();
    assert.equal(await page.getByRole('table', { name: '计票结果' }).count(), 0);
  });
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, officePath());
    await page.getByRole('button', { name: '查看记名票' }).click();
    await page.getByText(/^请写明理由/).waitFor();
    await page.getByRole('form', { name: '记名票' }).getByLabel('理由').fill('现场监督，抽查表决');
    await page.getByRole('button', { name: '查看记名票' }).click();
    await page.getByRole('table', { name: '记名票' }).waitFor();
    assert.equal(await page.getByRole('button', { name: '作废' }).count(), 0);
  });
});

test('the pages are English on an English page, and hold on a phone', async () => {
  for (const [role, path] of [
    ['award_office', `/meetings/${story.meeting}/ballots/new`],
    ['award_office', officePath()],
    ['chair', paperPath()],
  ]) {
    await onPage({ role, language: 'en', size: WIDTHS.phone }, async (page) => {
      await open(page, path);
      await settled(page);
      assert.deepEqual(await chineseOutsideRecords(page), [], path);
      await accessible(page, `${path}, phone`);
    });
  }
});
