// Story: a body is made and its meeting called off; one that was called is put in order, and held: who keeps out is shown nothing and is told when to leave, defences get their papers, and an opinion is written, signed and dissented from.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { send } from './assignments.mjs';
import { ACCOUNTS, accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';
import { pdf } from './documents.mjs';

const YEAR = 2025;
const OFFICE = { role: 'award_office' };
const NAME = '故事用评审委员会';
const REASON = '与完成单位有合作项目，尚未结题';
const DISSENT = '推广应用的证明材料不足以支持所述效益';
const OPINION = '项目选题具有重要意义，技术路线完整，应用证明充分，建议通过评审。';

const story = { id: '', by: new Map() };

before(async () => {
  await onPage(OFFICE, async (page) => {
    const { data: meetings } = await read(page, `/rounds/${YEAR}/meetings`);
    const called = meetings.find((each) => each.state === 'called' && each.body.category === 'PRO');
    assert.ok(called, 'a panel that was called');
    story.id = called.id;
    const { data: bodies } = await read(page, `/rounds/${YEAR}/review-bodies`);
    const body = bodies.find((each) => each.id === called.body.id);
    for (const seat of body.seats) {
      const key = Object.keys(ACCOUNTS).find((each) => ACCOUNTS[each].username === seat.username);
      if (key) story.by.set(seat.id, { key, duty: seat.duty });
    }
  });
});
after(closeBrowser);

const meetingOf = async (page) => (await read(page, `/meetings/${story.id}`)).data;
const seatPath = () => `/my-meetings/${story.id}`;

/** A label that says what it is about to those who do not see it. */
const about = (label, text) => new RegExp(`${label}\\s*：\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);

/** The line of an item on the agenda of the office. */
function lineOf(page, item) {
  const opener = page.getByRole('button', { name: about('回避情况', item.nomination.title) });
  return page.getByRole('list', { name: '议程' }).getByRole('listitem').filter({ has: opener });
}

/** Opens who keeps out of an item, and why. */
async function showRecusals(page, item) {
  const line = lineOf(page, item);
  await line.getByRole('button', { name: about('回避情况', item.nomination.title) }).click();
  return line;
}

/** Gives a reason in the dialog that stands open, and presses its button. */
async function say(page, button, reason) {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('理由').fill(reason);
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

test('a body is made with a seat, and a meeting of it is drafted and called off', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/rounds/${YEAR}/bodies`);
    await page.getByRole('button', { name: '新设评审组织' }).click();
    const form = page.getByRole('form', { name: '新设评审组织' });
    await form.getByLabel('奖种').selectOption('INV');
    await form.getByLabel('名称').fill(NAME);
    await form.getByRole('button', { name: '设立' }).click();
    const part = page.locator('section').filter({ has: page.getByRole('heading', { name: NAME }) });
    await part.getByText('0 席（不少于 25）').waitFor();
    await part.getByRole('button', { name: about('增加席位', NAME) }).click();
    const seat = part.getByRole('form', { name: '增加席位' });
    await seat.getByLabel('姓名').fill('凌未迟');
    await seat.getByLabel('单位').fill('云岫研究院');
    await seat.getByLabel('用户名').fill('nobody-of-this-name');
    await seat.getByRole('button', { name: '增加', exact: true }).click();
    await seat.getByText('须为具有评审专家或者评审委员角色的账号').first().waitFor();
    await seat.getByLabel('用户名').fill(ACCOUNTS.reviewer_second.username);
    await seat.getByRole('button', { name: '增加', exact: true }).click();
    await part.getByText(/按姓名和单位核查凌未迟/).waitFor();
    await part.getByText('1 席（不少于 25）').waitFor();
    await accessible(page, 'a new seat');
    await picture(page, 'meetings-bodies-desktop-zh');

    await open(page, `/rounds/${YEAR}/meetings`);
    await page.getByRole('button', { name: '拟定会议' }).click();
    const draft = page.getByRole('form', { name: '拟定会议' });
    await draft.getByRole('button', { name: '拟定', exact: true }).click();
    await draft.getByText('请填写').first().waitFor();
    await draft.getByLabel('评审组织').selectOption({ label: NAME });
    await draft.getByLabel('会议名称').fill('发明奖评审会');
    await draft.getByLabel('开始时间').fill('2030-05-06T09:00');
    await draft.getByLabel('地点').fill('一号会议室');
    await draft.getByRole('button', { name: '拟定', exact: true }).click();
    await page.getByText('议程为空。').waitFor();
    assert.equal(await page.getByRole('button', { name: '通知会议', exact: true }).count(), 0, 'nothing to be called to');
    await page.getByRole('button', { name: '取消会议' }).click();
    await say(page, '取消会议', '改与进步奖评审会一并召开');
    await page.getByText('已取消').first().waitFor();
    assert.equal(await page.getByRole('button', { name: '通知会议', exact: true }).count(), 0);
  });
});

test('the office looks for the order with the fewest moves, and takes it where there is a better one', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/meetings/${story.id}`);
    const before = await meetingOf(page);
    assert.ok(before.items.length > 2);
    assert.ok(before.items.every((item) => item.begins), 'every item has a time');
    await page.getByRole('button', { name: '求进出最少的顺序' }).click();
    const take = page.getByRole('button', { name: /^采用：/ });
    await take.or(page.getByText('现在的顺序已是进出最少的。')).waitFor();
    if ((await take.count()) > 0) {
      const promised = Number((await take.textContent()).match(/采用：(\d+)/)[1]);
      const [answer] = await Promise.all([page.waitForResponse((each) => each.request().method() === 'PUT'), take.click()]);
      assert.equal(answer.status(), 200);
      const now = await meetingOf(page);
      assert.equal(now.moves, promised);
      assert.ok(promised < before.moves);
      assert.notEqual(now.order_digest, before.order_digest);
    }
    await picture(page, 'meetings-meeting-desktop-zh');
  });
});

test('a society hands in what it shows, and the office finds it on the agenda', async () => {
  const slot = await onPage({ role: 'society_clerk' }, async (page) => {
    const { data } = await read(page, '/society-defences');
    const own = data.find((each) => each.may_give);
    assert.ok(own, 'a defence that is due');
    await open(page, '/society-defences');
    const part = page.locator('section').filter({ hasText: own.number }).filter({ hasText: '待答辩' });
    await part.getByLabel('提交答辩材料').setInputFiles({ name: '补充说明.pdf', mimeType: 'application/pdf', buffer: pdf('More to show') });
    await part.getByRole('link', { name: '补充说明.pdf' }).waitFor();
    assert.equal(await part.getByText('迟交').count(), 0);
    await part.locator('input[type=file]:enabled').waitFor();
    await part.getByLabel('提交答辩材料').setInputFiles({ name: '说明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('nothing of a PDF') });
    await part.getByRole('alert').first().waitFor();
    assert.equal(await part.getByRole('link', { name: '说明.pdf', exact: true }).count(), 0);
    await picture(page, 'meetings-defences-desktop-zh');
    return own;
  });
  await onPage(OFFICE, async (page) => {
    await open(page, `/meetings/${story.id}`);
    const item = (await meetingOf(page)).items.find((each) => each.nomination.id === slot.nomination);
    await lineOf(page, item).getByRole('link', { name: '补充说明.pdf' }).waitFor();
  });
});

test('the office keeps somebody out, another administrator lets him back, and a supervisor says why he reads the reasons', async () => {
  const { free, out } = await onPage(OFFICE, async (page) => {
    const { items } = await meetingOf(page);
    return { free: items.find((item) => item.recused.length === 0), out: items.find((item) => item.recused.some((one) => one.source === 'office')) };
  });
  assert.ok(free && out, 'an item out of which nobody keeps, and one out of which the office keeps somebody');
  await onPage(OFFICE, async (page) => {
    await open(page, `/meetings/${story.id}`);
    const line = await showRecusals(page, free);
    await line.getByText('无人回避。').waitFor();
    await line.getByRole('button', { name: about('安排回避', free.nomination.title) }).click();
    await page.getByRole('dialog').getByLabel('姓名').selectOption({ index: 1 });
    await say(page, '安排回避', REASON);
    await line.getByText('回避 1 人').waitFor();
    await line.getByText(REASON).waitFor();
    assert.equal(await line.getByRole('button', { name: '解除回避' }).count(), 0, 'who decided it does not lift it');
    await accessible(page, 'recusals');
    await picture(page, 'meetings-recusals-desktop-zh');
  });
  await onPage({ role: 'award_admin' }, async (page) => {
    await open(page, `/meetings/${story.id}`);
    const line = await showRecusals(page, free);
    await line.getByRole('button', { name: '解除回避' }).click();
    await say(page, '解除回避', '经核实，合作项目已于三年前结题');
    await line.getByText('已解除').waitFor();
    await line.getByText('无人回避。').waitFor();
  });
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, `/meetings/${story.id}`);
    const line = await showRecusals(page, out);
    const form = line.getByRole('form', { name: '查阅回避理由' });
    assert.equal(await line.getByText(/回避理由：/).count(), 0);
    await form.getByLabel('理由').fill('现场监督，抽查回避');
    await form.getByRole('button', { name: '查阅回避理由' }).click();
    await line.getByText(/回避理由：/).first().waitFor();
    assert.equal(await page.getByRole('button', { name: '开始会议' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: '求进出最少的顺序' }).count(), 0);
  });
});

test('who keeps out of an item is shown nothing of it', async () => {
  await onPage({ role: 'committee_member', size: WIDTHS.phone }, async (page) => {
    const { data } = await read(page, `/my-meetings/${story.id}`);
    const out = data.items.filter((item) => item.is_recused);
    assert.ok(out.length > 0 && out.every((item) => (item.facts ?? null) === null));
    await open(page, '/my-meetings');
    await accessible(page, 'my meetings, phone');
    await page.getByRole('link', { name: about('进入会议', data.title) }).click();
    await page.getByRole('heading', { level: 1, name: data.title }).waitFor();
    await page.getByText('您须回避该项目，其内容不予显示。').first().waitFor();
    assert.equal(await page.getByText('您须回避该项目，其内容不予显示。').count(), out.length);
    await page.getByRole('button', { name: '我已到会' }).click();
    await page.getByText('您已到会', { exact: true }).waitFor();
    const shown = data.items.filter((item) => !item.is_recused);
    assert.equal(await page.getByRole('heading', { level: 3 }).count(), shown.length);
    await accessible(page, 'a seat, phone');
    await picture(page, 'meetings-seat-phone-zh');
    await page.getByRole('button', { name: about('阅读材料', shown[0].facts.title) }).click();
    await page.getByRole('dialog').getByText(shown[0].facts.title).first().waitFor();
  });
});

/** An item behind another, out of which a member keeps who does not keep out of that other one. */
function duePair({ items }) {
  for (const item of items.slice(1)) {
    const earlier = items[item.position - 2];
    const isOut = (one, seat) => one.recused.some((each) => each.seat === seat);
    const seat = item.recused.map((each) => each.seat).find((each) => story.by.get(each)?.duty === 'member' && !isOut(earlier, each));
    if (seat) return { earlier, item, key: story.by.get(seat).key };
  }
  assert.fail('an item out of which somebody with an account keeps');
}

test('the meeting is opened and led: everybody follows, and who keeps out is told when to leave', async () => {
  await onPage(OFFICE, async (page) => {
    const meeting = await meetingOf(page);
    const [one, ...others] = meeting.seats.filter((seat) => !seat.is_present);
    let { version } = meeting;
    for (const seat of others) ({ version } = await send(page, 'POST', `/meetings/${story.id}/attendance`, { version, data: { seat: seat.id, is_in: true } }));
    await open(page, `/meetings/${story.id}`);
    await page.getByRole('button', { name: about('未到', one.name) }).click();
    await page.getByRole('button', { name: about('到会', one.name) }).waitFor();
    await page.getByText(`实到 ${meeting.seats.length} / 应到 ${meeting.seats.length}`).waitFor();
    await page.getByRole('button', { name: '开始会议' }).click();
    const { earlier, item, key } = duePair(meeting);
    await page.getByRole('button', { name: about('审议此项', earlier.nomination.title) }).waitFor();
    await onPage({ role: key, size: WIDTHS.phone }, async (member) => {
      await open(member, seatPath());
      await member.getByText('实时更新').waitFor();
      await onPage(OFFICE, async (screen) => {
        await open(screen, `/meetings/${story.id}/screen`);
        const hall = screen.getByRole('status', { name: '会议进度' });
        await page.getByRole('button', { name: about('审议此项', earlier.nomination.title) }).click();
        await member.getByText('下一项是您须回避的项目，请在其开始前离场。').waitFor();
        await hall.getByText(String(earlier.position), { exact: true }).waitFor();
        await lineOf(page, earlier).getByRole('button', { name: '审议完毕' }).waitFor();
        await page.getByRole('button', { name: about('审议此项', item.nomination.title) }).click();
        await member.getByText('正在审议您须回避的项目，请离场。').waitFor();
        await hall.getByText(String(item.position), { exact: true }).waitFor();
        await picture(screen, 'meetings-screen-desktop-zh');
        for (const heard of [earlier, item]) assert.equal(await screen.getByText(heard.nomination.title).count(), 0, 'the screen names nothing');
        assert.equal(await member.getByText(item.nomination.title).count(), 0);
        await accessible(member, 'a seat that keeps out, phone');
        await picture(member, 'meetings-keep-out-phone-zh');
      });
    });
    await lineOf(page, item).getByRole('button', { name: '审议完毕' }).waitFor();
    await picture(page, 'meetings-open-desktop-zh');
  });
  await onPage({ role: 'chair' }, async (page) => {
    await open(page, seatPath());
    const lead = page.getByRole('region', { name: '主持会议' });
    await lead.getByRole('button', { name: '审议完毕' }).click();
    await page.getByText('当前没有审议项目').waitFor();
    const meeting = (await read(page, `/meetings/${story.id}/tracker`)).data;
    assert.equal(meeting.now ?? null, null);
  });
});

test('an opinion is written, locked and signed, and one dissents; the meeting does not close before all is done', async () => {
  const item = await onPage(OFFICE, async (page) => (await meetingOf(page)).items.find((each) => each.recused.length === 0));
  const region = (page) => page.getByRole('region', { name: about('评审意见', item.nomination.title) });
  await onPage({ role: 'scribe', size: WIDTHS.phone }, async (page) => {
    await open(page, seatPath());
    await region(page).getByLabel('评审意见正文').fill('太短');
    await region(page).getByRole('button', { name: '保存' }).click();
    await region(page).getByText('至少 10 个字。').waitFor();
    await region(page).getByLabel('评审意见正文').fill(OPINION);
    await region(page).getByRole('button', { name: '保存' }).click();
    await region(page).getByRole('button', { name: '定稿并请委员签署' }).click();
    await region(page).getByText(/^已签署 0 \/ \d+$/).waitFor();
    assert.equal(await region(page).getByLabel('评审意见正文').count(), 0, 'what is locked does not change');
    await accessible(page, 'an opinion, phone');
    await picture(page, 'meetings-opinion-phone-zh');
  });
  await onPage({ role: 'member05', size: WIDTHS.phone }, async (page) => {
    await open(page, seatPath());
    await region(page).getByText(OPINION).waitFor();
    await region(page).getByRole('button', { name: about('同意并签署', item.nomination.title) }).click();
    await region(page).getByText('同意', { exact: true }).waitFor();
  });
  await onPage({ role: 'member06', size: WIDTHS.phone }, async (page) => {
    await open(page, seatPath());
    await region(page).getByRole('button', { name: '保留意见' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('保留意见的理由').fill(DISSENT);
    await dialog.getByRole('button', { name: '保留意见', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await region(page).getByRole('button', { name: '保留意见' }).waitFor({ state: 'detached' });
    await region(page).getByText('保留意见', { exact: true }).waitFor();
  });
  await onPage(OFFICE, async (page) => {
    await open(page, `/meetings/${story.id}`);
    const line = lineOf(page, item);
    await line.getByText(/意见已签 2 \/ \d+/).waitFor();
    await line.getByRole('button', { name: about('评审意见', item.nomination.title) }).click();
    await line.getByRole('list', { name: '签署情况' }).getByText(DISSENT).waitFor();
    await accessible(page, 'a signed opinion');
    await picture(page, 'meetings-signed-desktop-zh');
    await page.getByRole('button', { name: '结束会议' }).click();
    await page.getByText('会议还有未完成的事项').first().waitFor();
    assert.equal((await meetingOf(page)).state, 'open');
  });
});

/** Every page of it, and who reads it. */
const pages = () => [
  ['bodies', 'award_office', `/rounds/${YEAR}/bodies`],
  ['meetings', 'award_office', `/rounds/${YEAR}/meetings`],
  ['meeting', 'award_office', `/meetings/${story.id}`],
  ['meeting-read', 'supervisor', `/meetings/${story.id}`],
  ['screen', 'award_office', `/meetings/${story.id}/screen`],
  ['my-meetings', 'committee_member', '/my-meetings'],
  ['seat', 'scribe', seatPath()],
  ['defences', 'society_clerk', '/society-defences'],
];

test('the pages hold at both widths, and are English on an English page', async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    for (const [name, role, path] of pages()) {
      await onPage({ role, size }, async (page) => {
        await open(page, path);
        await accessible(page, `${name}, ${width}`);
      });
      await onPage({ role, size, language: 'en' }, async (page) => {
        await open(page, path);
        assert.deepEqual(await chineseOutsideRecords(page), [], `${name}, ${width}`);
        await picture(page, `meetings-${name}-${width}-en`);
      });
    }
  }
});
