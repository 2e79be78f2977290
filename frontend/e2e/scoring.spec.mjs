// Story: forty nominations are judged with the keyboard alone, on a small laptop and at twice the size; the network goes and comes back; a table and a workbook do the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { send } from './assignments.mjs';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled } from './browser.mjs';

const REVIEWER = { role: 'reviewer' };
/** So many are judged in a row. */
const FORTY = 40;
/** A small laptop, and the same at 200 %: half the room in both directions. */
const SIZES = { laptop: { width: 1366, height: 768 }, zoomed: { width: 683, height: 384 } };

after(closeBrowser);

const queue = async (page) => (await read(page, '/my-sheets')).data;
const rowOf = async (page, id) => (await queue(page)).rows.find((row) => row.id === id);

/** Opens everything that is submitted again. */
async function reopenAll(page) {
  for (const row of (await queue(page)).rows) {
    if (row.state === 'submitted') await send(page, 'POST', `/my-reviews/${row.id}/sheet/reopen`, { version: row.version });
  }
}

/** Sets a sheet back to one whose points are all the same, by the server's own door. */
async function setTo(page, id, points) {
  const { version } = await rowOf(page, id);
  const each = Object.fromEntries(['novelty', 'value', 'effect', 'material'].map((code) => [code, points]));
  return send(page, 'PUT', `/my-reviews/${id}/sheet`, { version, data: { points: each, choices: { grade: 'second' } } });
}

/** Waits until something holds of what the server has. */
async function until(page, id, holds, what) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (holds(await rowOf(page, id))) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`${what}: ${JSON.stringify(await rowOf(page, id))}`);
}

/** Presses Tab until the cursor is on something that is called so. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((text) => document.activeElement?.textContent?.trim().startsWith(text) === true, name)) return;
  }
  assert.fail(`Tab does not lead to ${name}`);
}

/** Waits until another sheet stands on the page, with the cursor in it. */
function another(page, before) {
  return page.waitForFunction((path) => location.pathname !== path && (document.activeElement?.id ?? '').startsWith('score-'), before);
}

/** Waits until the cursor is in sight, once the page has scrolled: neither under the bar above nor under the one below. */
const inSight = (page) =>
  page.waitForFunction(() => {
    const { left, top, width, height } = document.activeElement.getBoundingClientRect();
    const there = document.elementFromPoint(left + Math.min(width / 2, 40), top + height / 2);
    return document.activeElement.contains(there) || there?.contains(document.activeElement) === true;
  });

/** Judges the sheet on the page, from its first criterion on. */
async function judge(page, points) {
  await page.locator('#score-novelty').waitFor();
  for (let presses = 0; presses < 5 && (await page.evaluate(() => document.activeElement?.id)) !== 'score-novelty'; presses += 1) await page.keyboard.press('ArrowUp');
  for (const given of points) {
    await inSight(page);
    await page.keyboard.type(String(given));
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('2');
  await inSight(page);
}

before(async () => {
  await onPage(REVIEWER, async (page) => {
    const { rows, phases } = await queue(page);
    assert.ok(rows.length >= FORTY, `${rows.length} nominations to judge`);
    assert.ok(phases.some((phase) => phase.is_light));
  });
});

for (const [name, size] of Object.entries(SIZES)) {
  test(`forty nominations are judged with the keyboard alone, ${name}`, async () => {
    await onPage({ ...REVIEWER, size }, async (page) => {
      await reopenAll(page);
      const of = (await queue(page)).rows.length;
      await open(page, '/my-sheets');
      await page.getByText(/请在 .*前提交全部评审|请在 .*结束前提交全部评审/).waitFor();
      await page.getByText(`已提交 0／${of}`).waitFor();
      await tabTo(page, '开始评分');
      await page.keyboard.press('Enter');
      await another(page, '/my-sheets');
      for (let count = 1; count <= of; count += 1) {
        const path = new URL(page.url()).pathname;
        await judge(page, count % 2 === 0 ? [80, 75, 85, 90] : [70, 65, 60, 75]);
        if (count === 1) await picture(page, `scoring-sheet-${name}`);
        await page.keyboard.press('Control+Enter');
        if (count < of) await another(page, path);
      }
      await page.waitForURL(/\/my-sheets$/);
      await page.getByText('全部评审已提交，谢谢。').waitFor();
      const rows = await waitForAll(page);
      assert.equal(rows.filter((row) => row.state === 'submitted').length, of);
      assert.ok(rows.every((row) => [8_075, 6_650].includes(row.total)), JSON.stringify(rows.map((row) => row.total)));
    });
  });
}

/** The rows once the last has arrived. */
async function waitForAll(page) {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const { rows, progress } = await queue(page);
    if (progress.done === progress.of) return rows;
    await page.waitForTimeout(100);
  }
  return (await queue(page)).rows;
}

test('a low or a high score asks for its reason, and an unfinished sheet is kept but not passed on', async () => {
  await onPage({ ...REVIEWER, size: SIZES.laptop }, async (page) => {
    const { id, version } = (await queue(page)).rows[0];
    await send(page, 'POST', `/my-reviews/${id}/sheet/reopen`, { version });
    await setTo(page, id, 75);
    await open(page, `/my-sheets/${id}`);
    const path = `/my-sheets/${id}`;
    await page.waitForFunction(() => document.activeElement?.id === 'score-novelty');
    await page.keyboard.type('40');
    await page.keyboard.press('Control+Enter');
    await page.getByText('请写明理由，不少于 20 个字。').waitFor();
    assert.equal(new URL(page.url()).pathname, path, 'it stays');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'reason-novelty');
    await page.keyboard.type('主要创新点在三年前的论文中已由他人公开发表，原创性不足。');
    await page.keyboard.press('?');
    assert.equal(await page.getByRole('dialog').count(), 0, 'a question mark in a sentence is one');
    await until(page, id, (row) => row.points.novelty === 40 && row.comments.novelty?.includes('原创性不足'), 'it is kept by itself');
    await page.getByText(/已保存 \d\d:\d\d:\d\d/).waitFor();
    await page.keyboard.press('Control+Enter');
    await until(page, id, (row) => row.state === 'submitted', 'it is submitted');
  });
});

test('what is typed wrong is told and never kept; keys help, put off and go back', async () => {
  await onPage({ ...REVIEWER, size: SIZES.laptop }, async (page) => {
    await reopenAll(page);
    const [first, second] = (await queue(page)).rows;
    await setTo(page, first.id, 75);
    await open(page, `/my-sheets/${first.id}`);
    await page.waitForFunction(() => document.activeElement?.id === 'score-novelty');
    await page.keyboard.type('83');
    await page.keyboard.press('Enter');
    await page.getByText('以 5 分为一档。').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: '快捷键' }).getByText('跳过，最后再评').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'score-value');
    await page.keyboard.press('Alt+s');
    await another(page, `/my-sheets/${first.id}`);
    assert.equal(new URL(page.url()).pathname, `/my-sheets/${second.id}`);
    await until(page, first.id, (row) => row.skipped && row.points.novelty === undefined, 'it is put off, without what was wrong');
    await page.getByRole('button', { name: '上一份' }).press('Enter');
    await page.waitForURL(new RegExp(first.id));
    await setTo(page, first.id, 75);
  });
});

test('the network goes: sheets are kept on this machine, and arrive when it is back', async () => {
  await onPage({ ...REVIEWER, size: SIZES.laptop }, async (page, context) => {
    await reopenAll(page);
    const rows = (await queue(page)).rows.slice(0, 4);
    for (const row of rows) await setTo(page, row.id, 65);
    await open(page, `/my-sheets/${rows[0].id}`);
    await page.waitForFunction(() => document.activeElement?.id === 'score-novelty');
    await context.setOffline(true);
    for (const row of rows.slice(0, 3)) {
      const path = `/my-sheets/${row.id}`;
      await judge(page, [85, 85, 85, 85]);
      await page.keyboard.press('Control+Enter');
      await another(page, path);
    }
    await page.getByText('离线，已在本机保存 3 份').first().waitFor();
    await context.setOffline(false);
    for (const row of rows.slice(0, 3)) await until(page, row.id, (now) => now.state === 'submitted' && now.total === 8_500, 'it arrived');
    // Gone with the page, and taken up by the next.
    await page.waitForFunction(() => document.activeElement?.id === 'score-novelty');
    await context.setOffline(true);
    await page.keyboard.type('80');
    await page.getByText('离线，已在本机保存 1 份').first().waitFor();
    const next = await context.newPage();
    await page.close();
    await context.setOffline(false);
    await open(next, '/my-sheets');
    await until(next, rows[3].id, (now) => now.points.novelty === 80, 'what the page had left');
    await setTo(next, rows[3].id, 75);
  });
});

test('another window was faster: both versions are shown, and nothing is written over unseen', async () => {
  await onPage({ ...REVIEWER, size: SIZES.laptop }, async (page) => {
    await reopenAll(page);
    const [row] = (await queue(page)).rows;
    await setTo(page, row.id, 75);
    await open(page, `/my-sheets/${row.id}`);
    await page.waitForFunction(() => document.activeElement?.id === 'score-novelty');
    await setTo(page, row.id, 65);
    await page.keyboard.type('85');
    const dialog = page.getByRole('dialog', { name: '同一份评审表已在另一个窗口修改' });
    await dialog.getByRole('table').getByText('创新性').waitFor();
    await accessible(page, 'both versions of a sheet');
    await dialog.getByRole('button', { name: '仍按我的修改保存' }).click();
    await until(page, row.id, (now) => now.points.novelty === 85, 'what was chosen');
    await setTo(page, row.id, 75);
  });
});

test('short sheets are judged in a table, cell by cell, and by a workbook', async () => {
  await onPage({ ...REVIEWER, size: SIZES.laptop }, async (page) => {
    await reopenAll(page);
    const [first, second] = (await queue(page)).rows;
    await setTo(page, first.id, 75);
    await open(page, '/my-sheets/grid');
    const cell = (row, code) => page.locator(`#cell-${row.id}-${code}`);
    await cell(first, 'novelty').focus();
    await page.keyboard.type('95');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.id), `cell-${first.id}-value`);
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.evaluate(() => document.activeElement?.id), `cell-${second.id}-value`);
    await page.getByLabel(/^创新性：理由（不少于 20 个字）/).first().fill('首次提出界面调控机理，国际同行广泛跟进并引用其方法。');
    await until(page, first.id, (row) => row.points.novelty === 95 && row.comments.novelty?.startsWith('首次提出'), 'the cell and its reason are kept');
    const row = page.getByRole('row').filter({ has: cell(first, 'novelty') });
    await row.getByRole('button', { name: /^提交/ }).click();
    await until(page, first.id, (now) => now.state === 'submitted', 'the row is submitted');
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载评分表' }).first().click()]);
    await page.getByLabel('导入填好的评分表').first().setInputFiles(await file.path());
    await page.getByText('表中没有变化。').waitFor();
    await accessible(page, 'the table of sheets');
    await picture(page, 'scoring-grid');
  });
});

for (const [name, size] of Object.entries(SIZES)) {
  test(`the pages of sheets hold in both languages, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ ...REVIEWER, language, size }, async (page) => {
        const [row] = (await queue(page)).rows;
        for (const path of ['/my-sheets', `/my-sheets/${row.id}`, '/my-sheets/grid']) {
          await open(page, path);
          await settled(page);
          await accessible(page, `${path} ${name} ${language}`);
          if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), [], path);
          await picture(page, `scoring-${path.split('/').at(-1)}-${name}-${language}`);
        }
      });
    }
  });
}
