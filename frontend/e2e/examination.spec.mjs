// Story: the office examines what was submitted: one objects, another disagrees, a third decides; a society corrects what it is asked to, and no more.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';

after(closeBrowser);

const QUEUE = '/rounds/2027/examinations';
const FIRST = { role: 'award_office' };
const SECOND = { role: 'award_admin' };
const THIRD = { role: 'office_second' };
const CLERK = { role: 'society_clerk' };
const HEAD = { role: 'society_head' };
const FIELD = 'project.title_en';

/** Rules about sealed and signed pages, those with more pages first. */
const SEALED = ['FC-022', 'FC-N07', 'FC-021', 'FC-N06', 'FC-013', 'FC-N05'];

const EXAMINERS = ['陆知弈', '魏衡川', '祝闻舟'];

/** What the stories leave to each other: the dossiers that they take, by name. */
const taken = {};

/** The dossiers of the society that wait to be examined, in their order. */
async function waiting(page) {
  const { data } = await read(page, '/rounds/2027/dossiers');
  return data.filter((one) => one.state === 'submitted');
}

/** Opens the examination of a nomination past the queue, where it would wait for the time in which it can be undone. */
async function begun(page, id) {
  const answer = await page.request.post(`${BASE}/api/v1/nominations/${id}/examination`, { headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() } });
  assert.equal(answer.status(), 200);
  return (await answer.json()).data;
}

/** The card of a rule. */
const card = (page, rule) => page.getByRole('listitem').filter({ has: page.locator(`[id="rule-${rule}"]`) });

/** Opens the card of a rule, unless it is the current one. */
async function turnTo(page, rule) {
  const head = page.locator(`[id="rule-${rule}"]`);
  if ((await head.getAttribute('aria-expanded')) !== 'true') await head.click();
  return card(page, rule);
}

/** Objects under a rule with a reason. */
async function object(page, rule, { reason, fix, address }) {
  const item = await turnTo(page, rule);
  await item.getByRole('button', { name: '不合格', exact: true }).click();
  const form = page.getByRole('form', { name: `${rule} 判为不合格` });
  await form.getByRole('button', { name: '提交判定' }).click();
  await form.getByText('请填写这一项。').waitFor();
  await form.getByLabel('理由').fill(reason);
  if (fix) await form.getByLabel('如何改正').fill(fix);
  if (address) await form.getByLabel('所在字段').selectOption(address);
  await form.getByRole('button', { name: '提交判定' }).click();
  await form.waitFor({ state: 'detached' });
}

/** An examination of the demonstration, and a rule of it about sealed or signed pages of which the reader may speak. */
async function withPages(page) {
  const { data: rows } = await read(page, `${QUEUE}?standing=judging`);
  for (const row of rows) {
    const one = (await read(page, `/examinations/${row.id}`)).data;
    const rule = SEALED.find((name) => one.has_dossier && one.items.some((item) => item.rule === name && item.may_speak && !item.is_barred));
    if (rule) return { one, rule };
  }
  return assert.fail('an examination with pages to be looked at');
}

/** Passes every rule of which nobody has said anything, after they were named. */
async function passRest(page) {
  await page.getByRole('button', { name: /^其余 \d+ 项未审项目均合格$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^确认这 \d+ 项合格$/ }).click();
  await dialog.getByRole('button', { name: /^确认这/ }).waitFor({ state: 'detached' });
}

test('many are begun at once after each was named, and undone in time', async () => {
  await onPage(HEAD, async (page) => {
    [taken.refused, taken.corrected] = await waiting(page);
    assert.ok(taken.refused && taken.corrected, 'two submitted dossiers of the society');
  });
  await onPage(FIRST, async (page) => {
    await open(page, '/');
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '形式审查' }).click();
    await page.getByRole('button', { name: /^开始审查（\d+）$/ }).click();
    const dialog = page.getByRole('dialog', { name: '开始审查' });
    for (const { number } of [taken.refused, taken.corrected]) await dialog.getByText(number, { exact: true }).waitFor();
    await accessible(page, 'a batch before it is asked for');
    await picture(page, 'examination-batch-desktop-zh');
    await dialog.getByRole('button', { name: /^确认处理 \d+ 项$/ }).click();
    const batch = page.getByRole('listitem').filter({ hasText: /还可撤销 \d+ 分 \d\d 秒/ });
    await batch.getByRole('button', { name: '撤销' }).click();
    await page.getByText(/^已于 .* 撤销：/).first().waitFor();
    await picture(page, 'examination-queue-desktop-zh');
    await accessible(page, 'queue');
  });
  await onPage({ ...FIRST, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, QUEUE);
    await accessible(page, 'queue, phone');
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'examination-queue-phone-en');
  });
});

test('the evidence stands beside its rule; what is said of pages drafts a verdict and sends nothing', async () => {
  let one;
  let rule;
  await onPage(SECOND, async (page) => {
    ({ one, rule } = await withPages(page));
    await open(page, `/examinations/${one.id}`);
    await turnTo(page, rule);
    await page.getByRole('button', { name: '应签字盖章的页面' }).click();
    const pages = page.getByRole('list', { name: '应签字盖章的页面' }).getByRole('listitem');
    await pages.first().waitFor();
    const count = await pages.count();
    await pages.first().focus();
    await page.keyboard.press('n');
    const objection = page.getByRole('form', { name: `${rule} 判为不合格` });
    assert.match(await objection.getByLabel('理由').inputValue(), /：未见应有的(公章|签名)/);
    await pages.first().getByRole('button', { name: '没有（N）', pressed: true }).waitFor();
    await accessible(page, 'pages beside their rule');
    await pages.first().focus();
    for (let at = 0; at < count; at += 1) await page.keyboard.press('y');
    await page.getByRole('form', { name: `${rule} 判为合格` }).waitFor();
    assert.equal((await read(page, `/examinations/${one.id}`)).data.version, one.version, 'an answer sends nothing');
    // The picture of a whole page changes the size of the window for a moment, and closes what was opened.
    await picture(page, 'examination-pages-desktop-zh');

    await turnTo(page, 'FC-004');
    await page.getByRole('button', { name: '与其他提名相同或相近的内容' }).click();
    await page.getByText(/^已与本届和往届 \d+ 项提名比对。/).waitFor();
    const { data: report } = await read(page, `/nominations/${one.nomination_id}/reuse`);
    const shared = report.matches.filter((match) => match.findings.some((finding) => finding.rules.includes('FC-004')));
    if (shared.length === 0) await page.getByText('就这条规则未发现相同或相近的内容').waitFor();
    for (const match of shared.slice(0, 3)) await page.getByRole('link', { name: match.other.title }).first().waitFor();
    await accessible(page, 'what is shared beside its rule');
    await page.getByRole('link', { name: '查重与签章' }).click();
    await page.getByRole('heading', { level: 1, name: '查重' }).waitFor();
  });
  await onPage({ ...SECOND, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, `/examinations/${one.id}`);
    await turnTo(page, rule);
    await page.getByRole('button', { name: `Beside: ${rule}` }).click();
    await page.getByRole('button', { name: 'Pages to be sealed or signed' }).click();
    const first = page.getByRole('list', { name: 'Pages to be sealed or signed' }).getByRole('listitem').first();
    await first.getByRole('button', { name: 'Not there (N)' }).click();
    await page.getByRole('form', { name: `${rule} fails` }).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await accessible(page, 'pages beside their rule, phone');
    await picture(page, 'examination-pages-phone-en');
  });
});

test('an examiner objects, a second disagrees, a third decides, and the nomination is refused with clause and reason', async () => {
  let one;
  let rule;
  await onPage(FIRST, async (page) => {
    one = await begun(page, taken.refused.id);
    rule = one.items.find((item) => item.standing === 'open' && !item.is_barred).rule;
    await open(page, `/examinations/${one.id}`);
    await object(page, rule, { reason: '签章页的公章与单位名称不一致', fix: '由所列单位重新盖章' });
    await passRest(page);
    await card(page, rule).getByText('您已判定，等待他人').waitFor();
    await turnTo(page, rule);
    await accessible(page, 'an examination');
    await picture(page, 'examination-first-desktop-zh');
    assert.equal(await page.getByRole('button', { name: '不予受理', exact: true }).count(), 0, 'one alone refuses nothing');
  });
  await onPage(SECOND, async (page) => {
    await open(page, `/examinations/${one.id}`);
    const item = card(page, rule);
    await item.getByText('待第二人复核').waitFor();
    await item.getByText(EXAMINERS[0]).waitFor();
    await item.getByRole('button', { name: '合格', exact: true }).click();
    await page.locator(`[id="rule-${rule}"]`).getByText('待第三人裁定').waitFor();
  });
  await onPage(THIRD, async (page) => {
    await open(page, `/examinations/${one.id}`);
    // The keys: what waits for a third stands first; n asks for the reason.
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('n');
    const form = page.getByRole('form', { name: `${rule} 判为不合格` });
    await form.getByLabel('理由').fill('核对原件，公章确与单位名称不符');
    await form.getByRole('button', { name: '提交判定' }).click();
    await page.getByRole('button', { name: '不予受理', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '不予受理' });
    await dialog.getByText('核对原件，公章确与单位名称不符').waitFor();
    await dialog.getByText(rule, { exact: true }).waitFor();
    await picture(page, 'examination-refusal-desktop-zh');
    await dialog.getByRole('button', { name: '确认不予受理' }).click();
    const notice = page.getByRole('link', { name: '下载通知书（PDF）' });
    const answer = await page.request.get(`${BASE}${await notice.getAttribute('href')}`);
    assert.deepEqual([answer.status(), answer.headers()['content-type']], [200, 'application/pdf']);
    await turnTo(page, rule);
    for (const name of EXAMINERS) await card(page, rule).getByText(name).waitFor();
  });
  await onPage({ ...HEAD, size: WIDTHS.phone }, async (page) => {
    await open(page, `/dossiers/${taken.refused.id}`);
    await page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name: '形式审查' }).click();
    await page.getByText('形式审查不合格，不予受理。').waitFor();
    await page.getByText('核对原件，公章确与单位名称不符').waitFor();
    await page.getByText('由所列单位重新盖章').waitFor();
    const text = await page.locator('main').innerText();
    for (const name of EXAMINERS) assert.ok(!text.includes(name), 'never who said it');
    await accessible(page, 'a refusal as the society reads it, phone');
    await picture(page, 'examination-refused-phone-zh');
    const notice = await page.request.get(`${BASE}${await page.getByRole('link', { name: '下载通知书（PDF）' }).getAttribute('href')}`);
    assert.equal(notice.status(), 200);
  });
});

test('a society corrects the field that was named, and only this; what it changed is shown to the office', async () => {
  let one;
  let rule;
  await onPage(FIRST, async (page) => {
    one = await begun(page, taken.corrected.id);
    rule = one.items.find((item) => item.standing === 'open' && !item.is_barred).rule;
    await open(page, `/examinations/${one.id}`);
    await object(page, rule, { reason: '英文名称与中文名称不一致', fix: '按中文名称改写英文名称', address: FIELD });
    await passRest(page);
  });
  await onPage(SECOND, async (page) => {
    await open(page, `/examinations/${one.id}`);
    await object(page, rule, { reason: '同意：英文名称有误', address: FIELD });
    await page.getByRole('button', { name: '要求补正' }).click();
    const dialog = page.getByRole('dialog', { name: '要求补正' });
    assert.equal(await dialog.getByRole('checkbox', { checked: true }).count(), 1, 'the field that was named');
    await dialog.getByLabel('补正要求').fill('请按中文名称改写英文名称。');
    await accessible(page, 'a correction before it is asked for');
    await picture(page, 'examination-correction-desktop-zh');
    await dialog.getByRole('button', { name: '发出补正要求' }).click();
    await page.getByText('已要求学会补正', { exact: false }).waitFor();
  });
  await onPage(CLERK, async (page) => {
    const { fields } = (await read(page, `/dossiers/${taken.corrected.id}`)).data;
    taken.before = fields[FIELD].value;
    await open(page, `/dossiers/${taken.corrected.id}`);
    await page.getByText(/^补正期间只能修改以下 1 个字段/).waitFor();
    assert.equal(await page.locator('[id="project.title"]').isEditable(), false);
    await picture(page, 'examination-unlocked-desktop-zh');
    await accessible(page, 'a dossier that is corrected');
    await page.locator(`[id="${FIELD}"]`).fill(`${taken.before}, revised`);
    await page.getByText(/^已保存/).first().waitFor();
    await page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name: '形式审查' }).click();
    await page.getByText('请按中文名称改写英文名称。').waitFor();
    await page.getByText('补正由学会负责人交回。').waitFor();
    await page.getByText(/^还有 /).waitFor();
  });
  await onPage({ ...HEAD, language: 'en', size: WIDTHS.phone }, async (page) => {
    await open(page, `/dossiers/${taken.corrected.id}/examination`);
    await page.getByRole('button', { name: 'Hand the corrected dossier in' }).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await accessible(page, 'a correction as the society reads it, phone');
    await picture(page, 'examination-correcting-phone-en');
    await page.getByRole('button', { name: 'Hand the corrected dossier in' }).click();
    await page.getByText(/^The formal examination runs\./).waitFor();
  });
  await onPage(FIRST, async (page) => {
    await open(page, `/examinations/${one.id}`);
    await page.getByText('补正后', { exact: true }).waitFor();
    await page.getByRole('heading', { name: '改动对照' }).waitFor();
    await page.getByRole('main').getByText(`${taken.before}, revised`).first().waitFor();
    await accessible(page, 'an examination after its correction');
    await picture(page, 'examination-corrected-desktop-zh');
  });
});
