// Story: nominations of the three kinds go their whole way, from the first word to a receipt that holds without the server; once typed, once by workbook.
// What one of them declares and asks for about reviewers arrives at the office, and holds in the next match.
// It moves the clock of its server, and takes the last places of its society: it has a server of its own, which serves it once.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { accessible, closeBrowser, forgetSessions, onPage, open, picture, read, WIDTHS } from './browser.mjs';
import { apart, complete } from './journey/complete.mjs';
import { accept, arrived, askReview, beginPublicity, choose, confirm, endPublicity, handIn, passReview, resolve, saved, submit } from './journey/way.mjs';
import { filled } from './journey/workbook.mjs';
import { assertWritten, writeAll } from './journey/writing.mjs';

/** The program under test, and the file that says by how many days its clock is ahead. */
const { LAUREL_E2E_PROGRAM: PROGRAM, LAUREL_E2E_CLOCK: CLOCK } = process.env;
const FOLDER = mkdtempSync(join(tmpdir(), 'laurel-journey-'));

const OFFICE = { role: 'award_office' };

/** Of the nomination that speaks of reviewers: its key, whom its society asks to keep out, to whom its first person is related. */
const speaking = {};

before(async () => {
  assert.ok(PROGRAM && CLOCK, 'this story asks for LAUREL_E2E_PROGRAM and LAUREL_E2E_CLOCK');
  await onPage(OFFICE, async (page) => {
    const { data } = await read(page, '/experts?limit=200');
    // A name that one expert of the pool bears: with the unit it is sure who is meant.
    const alone = data.filter((one) => data.every((other) => other === one || other.name !== one.name));
    [speaking.kept, speaking.related] = alone;
    assert.ok(speaking.related, 'two experts of different names');
  });
});

after(async () => {
  await closeBrowser();
  rmSync(FOLDER, { recursive: true });
});

const CLERK = { role: 'society_clerk' };
const HEAD = { role: 'society_head' };
const RECUSALS = '/rounds/2027/recusals';
const REQUEST = '与第一完成人就同一发现有公开争议';
const NOTE = '博士研究生期间的指导教师';
/** A match of the demonstration, on a busy machine. */
const MATCH_MS = 180_000;
/** A publicity of seven days is over on the eighth. */
const PUBLICITY_DAYS = 8;

/** By how many days the server's clock is ahead. */
let ahead = 0;

/** Moves the server's clock on, which it follows within a second; whoever was signed in signs in again. */
async function moveOn(days) {
  ahead += days;
  writeFileSync(CLOCK, String(ahead));
  await new Promise((done) => setTimeout(done, 1_000));
  forgetSessions();
}

/** Lets a dossier ask for an expert to be kept out, with a file that proves why, and its first person declare a relation to another. */
function speak(dossier) {
  const { kept, related } = speaking;
  const cells = { name: kept.name, unit: kept.unit, reason: REQUEST, file: '8' };
  dossier.values['exclusions.items'] = ['e1'];
  for (const [column, value] of Object.entries(cells)) dossier.values[`exclusions.items/e1/${column}`] = value;
  dossier.relation = { name: related.name, unit: related.unit, kind: 'teacher_student', note: NOTE };
}

/** Runs the program by itself, in a folder where nothing is known of the server. */
const verify = (...files) => promisify(execFile)(PROGRAM, ['verify', ...files], { cwd: FOLDER, env: {} });

/** The filled workbook of a dossier, from the template that the dialog offers. */
async function workbook(page, dialog, form, dossier) {
  await dialog.getByRole('button', { name: /^用工作簿填报/ }).click();
  return filled(await saved(page, '下载模板（XLSX）', FOLDER), form, dossier);
}

/** Begins a dossier and types all of it; the files are there before the fields name them. */
async function typed(page, form, dossier, look) {
  const dialog = await choose(page, form);
  await dialog.getByRole('button', { name: '开始填写' }).click();
  const id = await arrived(page);
  await handIn(page, dossier);
  await look(page, 'files');
  await writeAll(page, form, dossier, look);
  return id;
}

/** Begins a dossier with everything that stands in a filled workbook; the files come after. */
async function filed(page, form, dossier, look) {
  const dialog = await choose(page, form);
  const book = await workbook(page, dialog, form, dossier);
  await dialog.getByLabel('填好的工作簿').setInputFiles({ name: `${form.title.zh}.xlsx`, mimeType: 'application/octet-stream', buffer: book });
  await dialog.getByRole('button', { name: '由工作簿建立' }).click();
  const id = await arrived(page);
  await page.getByRole('link', { name: `引用了 ${dossier.attachments.length} 个未上传的附件` }).waitFor();
  await look(page, 'begun');
  await handIn(page, dossier);
  return id;
}

/** Takes a dossier from the first word to its publicity. */
const written = (dossier, begin, look) =>
  onPage(CLERK, async (page) => {
    const form = (await read(page, `/forms/${dossier.form}`)).data;
    const id = await begin(page, form, dossier, look);
    await assertWritten(page, id, dossier);
    await confirm(page, dossier, look);
    await askReview(page);
    await onPage({ ...HEAD, size: WIDTHS.phone }, (phone) => passReview(phone, id, look));
    await beginPublicity(page);
    await look(page, 'publicity');
    return id;
  });

/** Takes a dossier that the council approved to a receipt, which is held to what was handed in, without the server. */
async function submitted(page, id, dossier, look) {
  const { receipt, archive } = await submit(page, id, FOLDER, look);
  const { stdout } = await verify(archive, '--receipt', receipt);
  for (const said of ['回执有效', '存档完整', dossier.values['project.title']]) assert.ok(stdout.includes(said), stdout);
  // A receipt of which a word was changed is none.
  const text = JSON.parse(readFileSync(receipt, 'utf8'));
  text.statement.title += '。';
  writeFileSync(receipt, JSON.stringify(text));
  await assert.rejects(verify(receipt), /签名不符/);
}

for (const [name, way, begin, mark] of [
  ['typed', 'typed by hand', typed, 510],
  ['filed', 'filed by workbook', filed, 520],
]) {
  test(`three nominations are ${way} and go their whole way to a receipt`, async () => {
    const look = async (page, step) => {
      await page.evaluate(() => window.scrollTo(0, 0));
      await picture(page, `journey-${name}-${step}-${page.viewportSize().width}`);
      if (step === 'receipt') await accessible(page, step);
    };
    // Other people than those of the other story and of the demonstration, whose marks are below 100: nobody is nominated twice in a round.
    const dossiers = ['nat', 'inv', 'pro'].map((category, at) => apart(complete(category), mark + at));
    if (begin === typed) speak(dossiers[0]);
    const ids = await Promise.all(dossiers.map((dossier, at) => written(dossier, begin, at === 0 ? look : async () => {})));
    await moveOn(PUBLICITY_DAYS);
    await onPage(CLERK, async (page) => {
      for (const id of ids) await endPublicity(page, id);
      await resolve(page, ids, look);
    });
    await onPage({ ...HEAD, size: WIDTHS.phone }, async (page) => {
      for (const [at, id] of ids.entries()) {
        await submitted(page, id, dossiers[at], look);
        await page.setViewportSize(WIDTHS.desktop);
      }
      await open(page, '/rounds/2027/home');
      const column = page.getByRole('region', { name: '已提交', exact: true });
      for (const { id, number } of (await read(page, '/rounds/2027/dossiers')).data) if (ids.includes(id)) await column.getByText(number, { exact: true }).waitFor();
      await look(page, 'home');
    });
    if (begin === typed) [speaking.id] = ids;
  });
}

test('what a nominee declares and a society asks for arrives at the office, is answered, and holds in the next match', async () => {
  const { id, kept, related } = speaking;
  assert.ok(id, 'a nomination that speaks of reviewers was submitted');
  await onPage(CLERK, async (page) => {
    await open(page, `/dossiers/${id}/people`);
    await page.getByText('已申报关系 1 项（内容只供奖励办查看）').waitFor();
    assert.ok(!(await page.content()).includes(NOTE), 'the society does not read it');
  });
  await onPage(OFFICE, async (page) => {
    await accept(page, id);
    const number = (await read(page, `/nominations/${id}`)).data.nomination_id;
    await open(page, `${RECUSALS}/alerts`);
    await page.getByRole('button', { name: '立即重新核对' }).click();
    await page.getByText(/^核对完毕/).first().waitFor({ timeout: MATCH_MS });

    const declarations = `${RECUSALS}/declarations?${new URLSearchParams({ nomination: number })}`;
    await open(page, declarations);
    const rows = page.getByRole('table', { name: '申报列表' }).getByRole('row');
    const relation = rows.filter({ hasText: NOTE });
    for (const text of [related.name, '师生关系', '被提名人', '有效', number]) await relation.getByText(text, { exact: true }).waitFor();
    const request = rows.filter({ hasText: REQUEST });
    for (const text of [kept.name, '提名者申请回避', '提名者', '等待答复', number]) await request.getByText(text, { exact: true }).waitFor();
    await picture(page, 'journey-declarations-1440');
    await page.setViewportSize(WIDTHS.phone);
    await page.getByRole('list', { name: '申报列表' }).getByText(REQUEST).waitFor();
    await accessible(page, 'declarations of a nomination, phone');
    await page.setViewportSize(WIDTHS.desktop);

    await request.getByRole('link', { name: '提名者申请回避' }).click();
    await page.getByRole('heading', { level: 1, name: '提名者申请回避' }).waitFor();
    const form = page.getByRole('form', { name: '答复申报' });
    await form.getByRole('radio', { name: '接受，按回避处理' }).check();
    await form.getByLabel('理由', { exact: true }).fill('争议有公开记录，回避为宜');
    await form.getByRole('button', { name: '提交答复' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText('有效', { exact: true }).waitFor();
    await open(page, `${RECUSALS}/exclusions`);
    const society = page.getByRole('table', { name: '按学会统计' }).getByRole('row').filter({ hasText: 'D-B-12' });
    assert.equal(await society.getByRole('cell').nth(4).innerText(), '1', 'one request accepted');

    await open(page, '/rounds/2027/matching');
    await page.getByRole('button', { name: '开始匹配' }).click();
    await page.getByRole('heading', { level: 1, name: '匹配报告' }).waitFor({ timeout: MATCH_MS });
    const { data: found } = await read(page, `/rounds/2027/conflicts?limit=200&${new URLSearchParams({ nomination: number })}`);
    await open(page, `${RECUSALS}?${new URLSearchParams({ nomination: number })}`);
    for (const [expert, kind] of [
      [kept, 'excluded_by_nominator'],
      [related, 'adviser_student'],
    ]) {
      const finding = found.find((one) => one.kind === kind && one.expert.name === expert.name);
      assert.equal(finding?.standing, 'bar', kind);
      await page.getByRole('table', { name: '利害关系', exact: true }).getByRole('row').filter({ hasText: expert.name }).getByRole('link', { name: finding.kind_zh }).waitFor();
    }
    await picture(page, 'journey-recusals-1440');
    const { match } = (await read(page, `/nominations/${id}`)).data;
    assert.ok(match.assigned.length > 0 && match.assigned.every(({ expert }) => expert.id !== kept.id && expert.id !== related.id), 'neither reviews it');
  });
});
