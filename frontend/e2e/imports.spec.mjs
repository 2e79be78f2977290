// Story: a clerk takes papers and people over from files and from what the society knows, and files a whole nomination by workbook.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';
import { begun, lands, stands } from './written.mjs';

after(closeBrowser);

const BOARD = '/rounds/2027/dossiers';
const CLERK = { role: 'society_clerk' };

const at = (page, address) => page.locator(`[id="${address}"]`);
const section = (page, title) => page.getByRole('navigation', { name: '提名书章节' }).getByRole('link', { name: title });

const BIB = `@article{a, title = {A {Study} of Interfaces}, author = {M{\\"u}ller, Jan and 张三 and others},
  journal = {Journal}, year = 2020, volume = 4, pages = {1--9}, doi = {10.1000/a1}, keywords = {k}}
@article{b, title = {另一篇论文}, author = {李四}, year = 2021, month = may, day = 3}`;

test('papers are pasted as BibTeX, looked at, taken once, and say where they came from', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await section(page, '代表性论文专著').first().click();
    await at(page, 'papers.items').getByRole('button', { name: /^导入…/ }).click();
    const dialog = page.getByRole('dialog', { name: /^导入/ });
    await dialog.getByRole('button', { name: '预览' }).click();
    await dialog.getByText('请选择文件或粘贴内容。').waitFor();
    await dialog.getByLabel('或粘贴').fill(BIB);
    await dialog.getByRole('button', { name: '预览' }).click();
    await dialog.getByText(/BibTeX 文献：新增 2 行/).waitFor();
    await dialog.getByText(/本表没有的栏目.*keywords/).waitFor();
    await dialog.getByText('Jan Müller；张三').waitFor();
    await accessible(page);
    await picture(page, 'import-preview-desktop-zh');
    await dialog.getByRole('button', { name: '导入', exact: true }).click();
    await dialog.getByText('已新增 2 行，更新 0 行，保留 0 行。').waitFor();
    await dialog.getByRole('button', { name: '关闭' }).last().click();
    await at(page, 'papers.items').getByText('另一篇论文').waitFor();
    const { data } = await read(page, `/dossiers/${id}`);
    const rows = data.fields['papers.items'].value;
    assert.equal(rows.length, 2);
    await at(page, 'papers.items').getByRole('button', { name: /Interfaces/ }).click();
    await page.getByText(/导入自“粘贴的内容”第 1 行/).first().waitFor();
    await picture(page, 'import-origin-desktop-zh');
    // Typed over, a value is a person's.
    const title = at(page, `papers.items/${rows[0]}/title`);
    const before = await page.getByText(/导入自“粘贴的内容”第 1 行/).count();
    await title.fill('改过的题名');
    await page.waitForFunction((count) => document.body.innerText.split('导入自“粘贴的内容”第 1 行').length - 1 < count, before);
    // A second time everything is there.
    await at(page, 'papers.items').getByRole('button', { name: /^导入…/ }).click();
    await dialog.getByLabel('或粘贴').fill(BIB);
    await dialog.getByRole('button', { name: '预览' }).click();
    await dialog.getByText(/新增 0 行/).waitFor();
    assert.equal(await dialog.getByRole('button', { name: '导入', exact: true }).count(), 0);
    await dialog.getByLabel('用导入的内容替换不同的栏').check();
    await dialog.getByRole('button', { name: '导入', exact: true }).click();
    await dialog.getByText('已新增 0 行，更新 1 行，保留 1 行。').waitFor();
  });
});

test('faults of a file are told by line, and nothing comes in', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await section(page, '主要完成人').first().click();
    await at(page, 'completers.items').getByRole('button', { name: /^导入…/ }).click();
    const dialog = page.getByRole('dialog', { name: /^导入/ });
    await dialog.getByLabel('文件').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名,工作单位\n甲一,研究所\n"乙二') });
    await dialog.getByRole('button', { name: '预览' }).click();
    await dialog.getByText('有 1 处错误，改正后才能导入：').waitFor();
    await picture(page, 'import-faults-desktop-zh');
    assert.equal(await dialog.getByRole('button', { name: '导入', exact: true }).count(), 0);
    const { data } = await read(page, `/dossiers/${id}`);
    assert.equal(data.fields['completers.items'], undefined);
  });
});

test('a person of an earlier nomination is filled in column by column', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await section(page, '主要完成人').first().click();
    await at(page, 'completers.items').getByRole('button', { name: /^从已有资料填入…/ }).click();
    const dialog = page.getByRole('dialog', { name: /^从已有资料填入/ });
    await dialog.getByText(/^来自 /).first().waitFor();
    await accessible(page);
    await picture(page, 'prefill-found-desktop-zh');
    await dialog.getByRole('button', { name: /^选择/ }).first().click();
    await dialog.getByRole('group', { name: '要填入的栏目' }).waitFor();
    await picture(page, 'prefill-choose-desktop-zh');
    await dialog.getByRole('button', { name: /^填入 \d+ 栏/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await at(page, 'completers.items').getByText(/^来自 /).first().waitFor();
    await picture(page, 'prefill-origin-desktop-zh');
  });
});

/** What another nomination says; its English title is longer than the form allows. */
const EARLIER = { 'project.title': '示范管道缺陷的导波检测', 'project.title_en': 'Guided waves '.repeat(20), 'project.grade': 'first', 'project.task_sources': ['A', 'D'] };

test('single fields of another nomination are taken one by one and together, and say where they came from', async () => {
  await onPage(CLERK, async (page) => {
    const other = await begun(page);
    await page.request.patch(`${BASE}/api/v1/dossiers/${other}`, {
      headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() },
      data: { edits: Object.entries(EARLIER).map(([address, value]) => ({ address, value, seen: 0 })) },
    });
    const { number, version } = (await read(page, `/dossiers/${other}`)).data;
    const source = `来自 2027 年度 提名材料 ${number} 第 ${version} 版`;
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    const dialog = page.getByRole('dialog', { name: '从已有资料填入：项目基本情况' });
    const choose = async () => {
      await page.getByRole('button', { name: '从以往提名材料填入本章…' }).click();
      await dialog.getByLabel('查找').fill(number);
      await dialog.getByRole('listitem').filter({ hasNotText: number }).first().waitFor({ state: 'detached' });
      await dialog.getByRole('listitem').filter({ hasText: source }).getByRole('button', { name: /^选择/ }).click();
      await dialog.getByRole('group', { name: '要填入的栏目' }).waitFor();
      await dialog.getByText(source).waitFor();
    };
    const box = (code) => dialog.locator(`input[value="${code}"]`);
    await choose();
    // What the form says against a value is told, and it is not chosen for anybody.
    await dialog.getByText(/^“项目名称（英文）”至多 200 字/).waitFor();
    assert.deepEqual([await box('title').isChecked(), await box('title_en').isChecked()], [true, false]);
    await accessible(page, 'prefill of fields');
    await picture(page, 'prefill-fields-desktop-zh');
    await dialog.getByRole('button', { name: '清除' }).click();
    await box('title').check();
    await dialog.getByRole('button', { name: '填入 1 栏' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1, name: EARLIER['project.title'] }).waitFor();
    await page.getByText(source).first().waitFor();
    assert.equal(await stands(page, id, 'project.grade'), null, 'one by one');
    // Together what is left: what stands by now and what is wrong are left alone.
    await choose();
    assert.equal(await box('title').isChecked(), false);
    await dialog.getByRole('button', { name: '填入 2 栏' }).click();
    await dialog.waitFor({ state: 'detached' });
    await lands(page, id, 'project.task_sources', EARLIER['project.task_sources']);
    assert.deepEqual([await stands(page, id, 'project.grade'), await stands(page, id, 'project.title_en')], ['first', null]);
    await picture(page, 'prefill-fields-origin-desktop-zh');
  });
});

test('a nomination goes out as a workbook and is filed by it', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await page.request.patch(`${BASE}/api/v1/dossiers/${id}`, {
      headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() },
      data: { edits: [{ address: 'project.title', value: '=1+1 由工作簿填报', seen: 0 }] },
    });
    const book = await page.request.get(`${BASE}/api/v1/dossiers/${id}/workbook.xlsx`);
    assert.equal(book.status(), 200);
    await open(page, BOARD);
    await page.getByRole('button', { name: '新建提名' }).click();
    const dialog = page.getByRole('dialog', { name: '新建提名' });
    await dialog.getByLabel('国家自然科学奖提名书').check();
    await dialog.getByRole('button', { name: /^用工作簿填报/ }).click();
    await dialog.getByRole('link', { name: '下载模板（XLSX）' }).waitFor();
    await picture(page, 'workbook-filing-desktop-zh');
    await dialog.getByLabel('填好的工作簿').setInputFiles({ name: 'a.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') });
    await dialog.getByRole('button', { name: '由工作簿建立' }).click();
    await dialog.getByText('文件有 1 处错误，未导入任何内容').waitFor();
    await dialog.getByLabel('填好的工作簿').setInputFiles({ name: 'a.xlsx', mimeType: 'application/octet-stream', buffer: await book.body() });
    await dialog.getByRole('button', { name: '由工作簿建立' }).click();
    await page.waitForURL(/\/dossiers\/[0-9a-f-]+$/);
    await page.getByRole('heading', { level: 1, name: '=1+1 由工作簿填报' }).waitFor();
    const made = await read(page, `/dossiers/${page.url().split('/').pop()}`);
    const first = await read(page, `/dossiers/${id}`);
    assert.equal(made.data.digest, first.data.digest);
  });
});

test('the dialogs hold on a phone and in English', async () => {
  await onPage({ ...CLERK, size: WIDTHS.phone, language: 'en' }, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=papers`);
    await settled(page);
    const button = page.getByRole('button', { name: /^Import…/ }).first();
    await button.click();
    const dialog = page.getByRole('dialog', { name: /^Import/ });
    await dialog.getByLabel('Or paste').fill(BIB);
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByRole('alert').or(dialog.getByRole('status')).first().waitFor();
    await accessible(page);
    await picture(page, 'import-preview-phone-en');
    assert.deepEqual(await chineseOutsideRecords(page), []);
  });
});
