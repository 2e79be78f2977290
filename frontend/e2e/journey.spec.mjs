// Story: nominations of the three kinds go their whole way, from the first word to a receipt that holds without the server; once typed, once by workbook.
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
import { arrived, askReview, beginPublicity, choose, confirm, endPublicity, handIn, passReview, resolve, saved, submit } from './journey/way.mjs';
import { filled } from './journey/workbook.mjs';
import { assertWritten, writeAll } from './journey/writing.mjs';

/** The program under test, and the file that says by how many days its clock is ahead. */
const { LAUREL_E2E_PROGRAM: PROGRAM, LAUREL_E2E_CLOCK: CLOCK } = process.env;
const FOLDER = mkdtempSync(join(tmpdir(), 'laurel-journey-'));

before(() => assert.ok(PROGRAM && CLOCK, 'this story asks for LAUREL_E2E_PROGRAM and LAUREL_E2E_CLOCK'));

after(async () => {
  await closeBrowser();
  rmSync(FOLDER, { recursive: true });
});

const CLERK = { role: 'society_clerk' };
const HEAD = { role: 'society_head' };
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

/** Runs the program by itself, in a folder where nothing is known of the server. */
const verify = (...files) => promisify(execFile)(PROGRAM, ['verify', ...files], { cwd: FOLDER, env: {} });

/** The filled workbook of a dossier, from the template that the dialog offers. */
async function workbook(page, dialog, form, dossier) {
  await dialog.getByRole('button', { name: /^用工作簿填报/ }).click();
  return filled(await saved(page, '下载模板（XLSX）', FOLDER), form, dossier);
}

/** Begins a dossier and types it; the files are there before the fields name them. Of two of the three the longest table comes from a workbook. */
async function typed(page, form, dossier, look) {
  const dialog = await choose(page, form);
  const book = dossier.category === 'nat' ? undefined : await workbook(page, dialog, form, dossier);
  await dialog.getByRole('button', { name: '开始填写' }).click();
  const id = await arrived(page);
  await handIn(page, dossier);
  await look(page, 'files');
  await writeAll(page, form, dossier, { book, look });
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
  });
}
