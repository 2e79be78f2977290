// Story: a clerk uploads files where the form asks for them; a bad line loses nothing, a bad file is told, and every file can be seen beside the form.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';
import { begun } from './written.mjs';
import { pdf, png } from './documents.mjs';

after(closeBrowser);

const CLERK = { role: 'society_clerk' };

const file = (name, buffer, mimeType = 'application/pdf') => ({ name, mimeType, buffer });
const at = (page, address) => page.locator(`[id="${address}"]`);
const saved = (page) => page.getByText(/^已保存 \d\d:\d\d:\d\d$/).waitFor();

const stands = async (page, id, address) => (await read(page, `/dossiers/${id}`)).data.fields[address]?.value ?? null;
const files = async (page, id) => (await read(page, `/dossiers/${id}/attachments`)).data;

test('a file is uploaded where the form asks for it, seen beside the form, and replaced', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=opinion`);
    await at(page, 'opinion.opinion_file').setInputFiles(file('签章页.pdf', pdf('Opinion, signed')));
    await page.getByRole('button', { name: '预览附件 1' }).waitFor();
    await saved(page);
    assert.equal(await stands(page, id, 'opinion.opinion_file'), '1');

    await at(page, 'opinion.check_files').setInputFiles([file('审核甲.pdf', pdf('First')), file('审核乙.png', png(1200), 'image/png')]);
    await page.getByText(/^附件 \d：审核乙\.png$/).and(page.locator('span')).waitFor();
    await page.getByText(/^附件 \d：审核甲\.pdf$/).and(page.locator('span')).waitFor();
    await saved(page);
    assert.deepEqual([...(await stands(page, id, 'opinion.check_files'))].sort(), ['2', '3']);

    await at(page, 'opinion.unit_publicity_files').scrollIntoViewIfNeeded();
    await page.getByLabel('选用已上传的附件').last().selectOption('1');
    await saved(page);
    assert.deepEqual(await stands(page, id, 'opinion.unit_publicity_files'), ['1']);
    await page.getByRole('button', { name: '不再引用附件 1' }).last().click();
    await saved(page);
    assert.equal(await stands(page, id, 'opinion.unit_publicity_files'), null);

    await page.getByRole('listitem').filter({ hasText: '审核乙.png' }).getByRole('button', { name: /^预览附件/ }).click();
    const panel = page.getByRole('complementary', { name: /^附件 \d$/ });
    await panel.getByRole('img').waitFor();
    assert.ok((await panel.getByRole('img').evaluate((image) => image.naturalWidth)) === 1200, 'the picture is shown');
    await picture(page, 'attachments-preview-desktop-zh');
    await at(page, 'opinion.text').fill('预览时仍可填写。');
    await page.keyboard.press('Tab');
    await panel.getByRole('button', { name: '关闭' }).press('Escape');
    await panel.waitFor({ state: 'detached' });
    await saved(page);

    await page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name: '附件' }).click();
    await page.getByRole('heading', { level: 1, name: '附件' }).waitFor();
    await settled(page);
    const row = page.getByRole('row', { name: /签章页/ });
    await row.getByText('未发现问题').waitFor();
    await row.getByRole('link', { name: /提名意见签章页/ }).waitFor();
    assert.equal(await row.getByRole('button', { name: /^移除/ }).count(), 0, 'a field names it');
    await page.getByLabel('用新文件替换附件 1').setInputFiles(file('签章页二.pdf', pdf('Signed again')));
    await page.getByRole('row', { name: /签章页二/ }).waitFor();
    assert.equal(await stands(page, id, 'opinion.opinion_file'), '4', 'the field names the new one');
    await page.getByText('已移除的附件（1）').click();
    await page.getByRole('link', { name: '附件 1：签章页.pdf' }).waitFor();
    await picture(page, 'attachments-desktop-zh');
    await accessible(page, 'attachments');
    await page.getByRole('row', { name: /签章页二/ }).getByRole('link', { name: /提名意见签章页/ }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'opinion.opinion_file');
  });
});

test('a line that is cut and a pause lose nothing of a file', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}/attachments`);
    const large = png(1600, 1200);
    assert.ok(large.length > 1_500_000);
    let parts = 0;
    await page.route('**/api/v1/uploads/*', async (route) => {
      if (route.request().method() === 'PATCH') {
        parts += 1;
        if (parts === 2) return route.abort('connectionreset');
        await new Promise((done) => setTimeout(done, 600));
      }
      return route.continue();
    });
    await page.getByLabel('上传文件').setInputFiles(file('大图.png', large, 'image/png'));
    await page.getByRole('button', { name: /^暂\s?停$/ }).click();
    await page.getByText(/^已暂停/).waitFor();
    await picture(page, 'attachments-paused-desktop-zh');
    await page.getByRole('button', { name: /^继\s?续$/ }).click();
    await page.getByRole('row', { name: /大图\.png/ }).waitFor({ timeout: 30_000 });
    const list = await files(page, id);
    assert.equal(list.files[0].size_bytes, large.length);
    assert.ok(parts >= 4, `${parts} parts`);
  });
});

test('a bad file is refused in words, a doubtful one is kept and told', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}/attachments`);
    await page.getByText('还没有附件').waitFor();
    const pick = (...picked) => page.getByLabel('上传文件').setInputFiles(picked);
    await pick(file('压缩包.pdf', Buffer.from('PK\x03\x04 not a pdf')));
    await page.getByRole('alert').filter({ hasText: '只接受 PDF' }).waitFor();
    await picture(page, 'attachments-refused-desktop-zh');
    await page.getByRole('button', { name: /^取\s?消$/ }).click();
    await pick(file('太大.pdf', Buffer.alloc(5 * 1024 * 1024 + 1, 32)));
    await page.getByRole('alert').filter({ hasText: '不得超过 5 MB' }).waitFor();
    await page.getByRole('button', { name: /^取\s?消$/ }).click();
    await pick(file('空白页.pdf', pdf('Something', '')), file('重复.pdf', pdf('Same')), file('重复二.pdf', pdf('Same')));
    await page.getByText('第 2 页是空白；须有可辨认的内容，或删去该页').waitFor();
    await page.getByText(/内容完全相同，请只保留一份/).first().waitFor();
    await page.getByRole('row', { name: /空白页/ }).getByRole('button', { name: /^移除/ }).click();
    await page.getByRole('button', { name: /^确认移除附件/ }).click();
    await page.getByText('已移除的附件（1）').waitFor();
    assert.equal((await files(page, id)).files.length, 2);
  });
});

test('on a phone and in English', async () => {
  await onPage({ ...CLERK, size: WIDTHS.phone, language: 'en' }, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=opinion`);
    await at(page, 'opinion.opinion_file').setInputFiles(file('opinion.pdf', pdf('Signed', '')));
    await page.getByRole('button', { name: 'Preview attachment 1' }).waitFor();
    await page.getByText('1 fault').waitFor();
    await picture(page, 'attachments-field-phone-en');
    await accessible(page, 'attachments');
    await page.getByRole('button', { name: 'Preview attachment 1' }).click();
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
    await open(page, `/dossiers/${id}/attachments`);
    await page.getByText('page 2 is blank').waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'nothing stands out');
    await picture(page, 'attachments-phone-en');
    await accessible(page, 'attachments');
  });
});
