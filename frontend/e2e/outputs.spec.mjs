// Story: a clerk takes documents along: the form, the contents of the publicity, the list.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';

after(closeBrowser);

const CLERK = { role: 'society_clerk' };
const BOARD = '/rounds/2027/dossiers';

/** A dossier of the demonstration that has something in it. */
async function written(page) {
  const { data } = await read(page, BOARD);
  const one = data.find((dossier) => dossier.form_id === 'nat-1' && dossier.title !== '');
  if (one) return one;
  const answer = await page.request.post(`${BASE}/api/v1/rounds/2027/dossiers`, {
    headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() },
    data: { society_id: 'D-B-12', form_id: 'nat-1' },
  });
  return (await answer.json()).data;
}

/** Presses and gives back what the browser kept: name and bytes. */
async function kept(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('the form, the bundle and the publicity are downloaded', async () => {
  await onPage(CLERK, async (page) => {
    await open(page, BOARD);
    const { id, number } = await written(page);
    await open(page, `/dossiers/${id}`);
    await page.getByRole('button', { name: '文件下载' }).click();
    const dialog = page.getByRole('dialog', { name: '文件下载' });
    for (const what of ['提名书 PDF', '提名书及附件 PDF', '公示内容 PDF']) {
      const file = await kept(page, () => dialog.getByRole('button', { name: new RegExp(`^下载\\s?：${what}$`) }).click());
      assert.equal(file.name, `${number} ${what.replace(' PDF', '')}.pdf`);
      assert.equal(file.bytes.subarray(0, 5).toString(), '%PDF-');
      await dialog.getByText(`已下载：${file.name}`).waitFor();
    }
    const workbook = await kept(page, () => dialog.getByRole('button', { name: /^下载\s?：工作簿 XLSX$/ }).click());
    assert.equal(workbook.name, `${number}.xlsx`);
    assert.equal(workbook.bytes.subarray(0, 2).toString(), 'PK');
    await dialog.getByText(`已下载：${workbook.name}`).waitFor();
    await picture(page, 'outputs-downloads-desktop-zh');
    await dialog.getByRole('link', { name: '在线查看公示内容' }).click();
    await page.getByRole('heading', { level: 1, name: '公示内容' }).waitFor();
    await page.getByRole('heading', { name: '主要完成人情况表' }).waitFor();
    assert.equal(await page.getByText('通讯地址').count(), 0);
    await picture(page, 'outputs-publicity-desktop-zh');
    await accessible(page, 'publicity');
  });
});

test('the list is exported with the columns that are chosen', async () => {
  await onPage(CLERK, async (page) => {
    await open(page, BOARD);
    await page.getByRole('button', { name: '导出列表' }).click();
    const dialog = page.getByRole('dialog', { name: '导出列表' });
    await dialog.getByLabel('提名书', { exact: true }).uncheck();
    await dialog.getByLabel('CSV 文本（UTF-8）').check();
    const file = await kept(page, () => dialog.getByRole('button', { name: '下载' }).click());
    assert.equal(file.name, '2027 提名材料清单.csv');
    const [head] = file.bytes.toString('utf8').split('\n');
    assert.equal(head.replace('\ufeff', '').trim(), '提名编号,项目名称,提名等级,状态,最近修改（北京时间）');
    await picture(page, 'outputs-list-desktop-zh');
  });
});

test('on a phone and in English the pages are whole', async () => {
  await onPage({ ...CLERK, size: WIDTHS.phone }, async (page) => {
    await open(page, BOARD);
    const { id } = await written(page);
    await open(page, `/dossiers/${id}/publicity`);
    await picture(page, 'outputs-publicity-phone-zh');
  });
  await onPage({ ...CLERK, language: 'en' }, async (page) => {
    await open(page, BOARD);
    const { id } = await written(page);
    await open(page, `/dossiers/${id}`);
    await page.getByRole('button', { name: 'Downloads' }).click();
    await page.getByRole('dialog', { name: 'Downloads' }).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'outputs-downloads-desktop-en');
  });
});
