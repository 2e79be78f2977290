// Story: the award office sets a round's timetable and puts a deadline off, in two persons; the society that it is for sees its new end; everybody sees the phases.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, signIn, WIDTHS } from './browser.mjs';

after(closeBrowser);

const PAGE = '/rounds/2027/timetable';
const OFFICE = { role: 'award_office' };
const ADMIN = { role: 'award_admin' };
/** The society of the other stories, whose own end stays as it is. */
const OTHER = 'D-B-12';
const CLERK = { role: 'society_clerk' };
const DAY_MS = 86_400_000;

/** The society whose end is put off, and the clerk that this story names for it. */
const story = {};

const headers = (more = {}) => ({ 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID(), ...more });

/** An instant as the pages write it in Chinese, and as a box of date and time holds it. */
const shown = (instant) => new Date(instant).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
const boxed = (instant) => shown(instant).replace(' ', 'T');

/** Days after the end for everybody, and five seconds: nothing is rounded. */
const later = (closesAt, days) => new Date(Date.parse(closesAt) + days * DAY_MS + 5_000).toISOString();

/** Sets the timetable as it stands but for the notice, over the version that stands. */
async function setBasis(page, basis) {
  const { data } = await read(page, PAGE);
  const { opens_at, closes_at, cutoff, publicity_days, publicity_count, correction_days } = data;
  const answer = await page.request.put(`${BASE}/api/v1${PAGE}`, {
    headers: headers({ 'If-Match': `"${data.version}"` }),
    data: { opens_at, closes_at, cutoff, publicity_days, publicity_count, correction_days, basis },
  });
  assert.equal(answer.status(), 200);
}

/** The row or card of the extension with a reason. */
const extension = (page, reason) => page.locator('tbody tr, ul[aria-label] > li').filter({ hasText: reason });

/** Runs a part of the story as the clerk of the society whose end is put off. */
async function asItsClerk(options, part) {
  await onPage(options, async (page) => {
    await page.goto(BASE);
    await signIn(page, story.clerk);
    await page.waitForURL(/\/home$/);
    await part(page);
  });
}

before(async () => {
  await onPage({ role: 'cast' }, async (page) => {
    const { data } = await read(page, '/societies?limit=200&sort=-society_id');
    const { data: timetable } = await read(page, PAGE);
    story.society = data.find((one) => one.society_id !== OTHER && timetable.extensions.every((each) => each.society_id !== one.society_id));
    const username = `e2e.timetable.${Date.now()}`;
    const answer = await page.request.post(`${BASE}/api/v1/societies/${story.society.society_id}/delegations`, {
      headers: headers(),
      data: { username, display_name: '示例经办人', expires_at: new Date(Date.now() + 30 * DAY_MS).toISOString() },
    });
    assert.equal(answer.status(), 201);
    story.clerk = { username, password: (await answer.json()).data.initial_password };
  });
});

test('the present stands among the instants by the server’s clock, whatever the browser’s says', async () => {
  await onPage(OFFICE, async (page) => {
    await page.clock.install({ time: Date.now() + DAY_MS });
    await open(page, '/rounds/2027');
    await page.getByRole('main').getByRole('link', { name: '日程与延期' }).click();
    await settled(page);
    const present = page.locator('[aria-current=time]');
    await present.getByText('提名进行中').waitFor();
    const { data } = await read(page, PAGE);
    const seconds = Math.abs(Date.parse(`${(await present.locator('time').innerText()).replace(' ', 'T')}+08:00`) - Date.parse(data.now)) / 1_000;
    assert.ok(seconds < 30, `${seconds} s apart`);
    const instants = await page.locator('ol time').allInnerTexts();
    assert.deepEqual(instants, [...instants].sort(), 'in their order');
    assert.ok(instants.includes(shown(data.opens_at)) && instants.includes(shown(data.closes_at)), 'to the second');
    await page.getByRole('navigation', { name: '当前位置' }).getByRole('link', { name: '2027 年度' }).click();
    await page.waitForURL((url) => url.pathname === '/rounds/2027');
  });
});

test('the phases of the round stand with what runs, what is only planned and what waits; the holidays beside them', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, PAGE);
    const { data } = await read(page, '/rounds/2027/phases');
    const { data: timetable } = await read(page, PAGE);
    const table = page.getByRole('table', { name: '各阶段' });
    const row = (name) => table.locator('tbody tr').filter({ has: page.getByText(name, { exact: true }) });
    await row('提名').getByText('进行中', { exact: true }).waitFor();
    await row('提名').getByText(shown(timetable.closes_at)).waitFor();
    assert.equal(await table.locator('tbody tr').count(), data.phases.length);
    const running = data.phases.filter((one) => one.standing === 'open' || one.standing === 'late');
    assert.ok(running.length > 0 && running.length < data.phases.length);
    assert.equal(await table.locator('[aria-current=step]').count(), running.length, 'what runs is marked');
    assert.equal(await row('初评结果公示').getByText('（计划）').count(), 2, 'begin and end');
    await row('初评结果公示').getByText('未开始', { exact: true }).waitFor();
    const [year] = timetable.calendar;
    assert.equal(await page.getByRole('table', { name: `${year.year} 年放假安排` }).locator('tbody tr').count(), year.off.length);
    const examining = data.phases.find((one) => one.code === 'examination').counts.find((one) => one.code === 'examining');
    assert.ok(examining, 'the demonstration examines');
    await page.getByRole('link', { name: `审查中 ${examining.count}` }).click();
    await page.waitForURL((url) => url.pathname === '/rounds/2027/examinations');
  });
  await onPage({ ...CLERK, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, PAGE);
    await page.getByRole('list', { name: 'Phases' }).getByText('Formal examination', { exact: true }).waitFor();
    assert.equal(await page.getByText(/^open objections/).count(), 0, 'no society is told how many there are');
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await accessible(page, 'timetable with its phases, phone');
    await picture(page, 'timetable-phases-phone-en');
  });
});

test('an officer changes the timetable by a stale sight, is shown both versions, and loses nothing', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, PAGE);
    const { data: before } = await read(page, PAGE);
    await page.getByRole('button', { name: '修改日程' }).click();
    const form = page.getByRole('form', { name: '设定日程' });
    await form.getByLabel('依据的通知').fill('');
    await form.getByLabel('提名截止').fill(boxed(before.opens_at));
    await form.getByLabel('提名前公示天数').fill('91');
    await form.getByRole('button', { name: '保存日程' }).click();
    for (const fault of ['请填写这一项。', '截止时间应晚于开始时间。', '请填写 1–90 的整数。']) await form.getByText(fault).waitFor();
    await form.getByText('按此设定，提名在保存后立即截止').waitFor();
    await accessible(page, 'timetable, form with faults');
    await picture(page, 'timetable-faults-desktop-zh');

    await form.getByLabel('提名截止').fill(boxed(before.closes_at));
    await form.getByLabel('提名前公示天数').fill(String(before.publicity_days));
    await form.getByLabel('依据的通知').fill(`${before.basis}第一稿`);
    await onPage(ADMIN, (other) => setBasis(other, `${before.basis}第二稿`));
    await form.getByRole('button', { name: '保存日程' }).click();
    const both = page.getByRole('dialog', { name: '他人已先修改日程' });
    await both.getByText(`${before.basis}第一稿`).waitFor();
    await both.getByText(`${before.basis}第二稿`).waitFor();
    await accessible(page, 'timetable, both versions');
    await picture(page, 'timetable-stale-desktop-zh');
    await both.getByRole('button', { name: '关闭' }).click();
    assert.equal(await form.getByLabel('依据的通知').inputValue(), `${before.basis}第一稿`, 'what was typed stays');
    await form.getByRole('button', { name: '保存日程' }).click();
    await both.getByRole('button', { name: '仍按我的修改保存' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('main').getByText(`${before.basis}第一稿`).waitFor();
    const { data: now } = await read(page, PAGE);
    assert.deepEqual([now.version, now.opens_at, now.closes_at, now.cutoff], [before.version + 2, before.opens_at, before.closes_at, before.cutoff]);
    await setBasis(page, before.basis);
  });
});

test('one officer asks for an extension, another confirms it, and the society sees its new end', async () => {
  const reason = `${story.society.name}机房停电两天，已书面说明（${randomUUID().slice(0, 8)}）`;
  let until;
  await onPage(OFFICE, async (page) => {
    await open(page, PAGE);
    const { data } = await read(page, PAGE);
    until = later(data.closes_at, 3);
    await page.getByRole('button', { name: '提出延期' }).click();
    const form = page.getByRole('form', { name: '提出延期' });
    await form.getByRole('button', { name: '提出延期' }).click();
    assert.equal(await form.getByText('请填写这一项。').count(), 2, 'society and reason');
    await form.getByLabel('学会', { exact: true }).selectOption(story.society.society_id);
    await form.getByLabel('理由').fill(reason);
    // No later than the end that holds already: refused at its box, and nothing is lost.
    await form.getByRole('button', { name: '提出延期' }).click();
    await form.getByText('延期须晚于原截止时间和现在').first().waitFor();
    assert.equal(await form.getByLabel('理由').inputValue(), reason);
    await accessible(page, 'timetable, extension refused');
    await picture(page, 'timetable-extension-form-desktop-zh');
    await form.getByLabel('延至').fill(boxed(until));
    await form.getByRole('button', { name: '提出延期' }).click();
    await page.getByText('已提出，等待奖励办另一人确认。').waitFor();
    const row = extension(page, reason);
    await row.getByText('待确认，尚未生效').waitFor();
    await row.getByText('由您提出，须由奖励办另一人确认。').waitFor();
    assert.equal(await row.getByRole('button').count(), 0, 'not by who asked');
    const { id } = (await read(page, PAGE)).data.extensions.find((one) => one.reason === reason);
    assert.equal((await page.request.post(`${BASE}/api/v1/deadline-extensions/${id}/confirm`, { headers: headers() })).status(), 409);
    await accessible(page, 'timetable, waiting');
    await picture(page, 'timetable-waiting-desktop-zh');
  });
  await asItsClerk({}, async (page) => {
    await open(page, PAGE);
    assert.equal(await extension(page, reason).count(), 0, 'without effect before it is confirmed');
  });
  await onPage({ ...ADMIN, size: WIDTHS.phone }, async (page) => {
    await open(page, PAGE);
    const card = extension(page, reason);
    await picture(page, 'timetable-confirm-phone-zh');
    await card.getByRole('button', { name: /^确认延期/ }).click();
    await card.getByText('已生效').waitFor();
    await accessible(page, 'timetable confirmed, phone');
    await picture(page, 'timetable-confirmed-phone-zh');
  });
  await asItsClerk({}, async (page) => {
    await open(page, '/rounds/2027/home');
    const end = page.locator('dt', { hasText: /^截止$/ }).locator('xpath=following-sibling::dd');
    assert.equal(await end.innerText(), shown(until));
    await picture(page, 'timetable-home-desktop-zh');
    await page.getByRole('main').getByRole('link', { name: '日程与延期' }).click();
    await settled(page);
    await page.getByText('本会提名截止（延期后）').waitFor();
    await extension(page, reason).getByText('本会', { exact: true }).waitFor();
    assert.equal(await page.getByRole('main').getByRole('button', { name: /日程|延期/ }).count(), 0, 'read only');
    await accessible(page, 'timetable of the society');
    await picture(page, 'timetable-society-desktop-zh');
  });
  await onPage(CLERK, async (page) => {
    const { data } = await read(page, PAGE);
    assert.ok(data.extensions.every((one) => one.reason !== reason), 'another society is not told');
  });
});

test('an extension of one dossier is asked for by its address, and its society is led to it', async () => {
  const reason = `附件存储故障（${randomUUID().slice(0, 8)}）`;
  let id;
  let until;
  await onPage(CLERK, async (page) => {
    const answer = await page.request.post(`${BASE}/api/v1/rounds/2027/dossiers`, { headers: headers(), data: { society_id: OTHER, form_id: 'nat-1' } });
    assert.equal(answer.status(), 201);
    id = (await answer.json()).data.id;
  });
  await onPage({ ...OFFICE, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, PAGE);
    until = later((await read(page, PAGE)).data.closes_at, 1);
    await page.getByRole('button', { name: 'Ask for an extension' }).click();
    const form = page.getByRole('form', { name: 'Ask for an extension' });
    await form.getByLabel('One dossier').check();
    await form.getByLabel('Address of the dossier').fill('2027-1');
    await form.getByLabel('Until').fill(boxed(until));
    await form.getByLabel('Reason').fill(reason);
    await form.getByRole('button', { name: 'Ask for an extension' }).click();
    await form.getByText('This holds no address of a dossier.').waitFor();
    await form.getByLabel('Address of the dossier').fill(`${BASE}/dossiers/${randomUUID()}`);
    await form.getByRole('button', { name: 'Ask for an extension' }).click();
    await form.getByText('no such dossier').first().waitFor();
    await accessible(page, 'timetable, dossier refused, phone');
    await picture(page, 'timetable-dossier-form-phone-en');
    await form.getByLabel('Address of the dossier').fill(`${BASE}/dossiers/${id}/process`);
    await form.getByRole('button', { name: 'Ask for an extension' }).click();
    await extension(page, reason).getByText(id).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
  });
  await onPage({ ...ADMIN, language: 'en' }, async (page) => {
    await open(page, PAGE);
    const row = extension(page, reason);
    await row.getByRole('button', { name: /^Confirm the extension/ }).click();
    await row.getByText('In force').waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await accessible(page, 'timetable in English');
    await picture(page, 'timetable-confirmed-desktop-en');
  });
  await onPage({ ...CLERK, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, `/dossiers/${id}/process`);
    const { data } = await read(page, `/dossiers/${id}/process`);
    assert.equal(Date.parse(data.closes_at), Date.parse(until));
    await page.getByRole('main').getByRole('link', { name: 'Timetable and extensions' }).click();
    await settled(page);
    await accessible(page, 'timetable of a dossier, phone');
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'timetable-society-phone-en');
    await extension(page, reason).getByRole('link').click();
    await page.waitForURL((url) => url.pathname === `/dossiers/${id}/process`);
  });
});
