// Story: a decision is told. The head reads it under the bell; the mail is held; whoever decided may not release it;
// a second person previews the template, releases it, and the letter lies in the outbox.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

after(closeBrowser);

test('the head sees the bell, reads a message and follows it', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await page.goto(BASE);
    await settled(page);
    const bell = page.getByRole('link', { name: /^通知，\d+ 条未读$/ });
    await bell.click();
    await page.waitForURL(/\/messages$/);
    await settled(page);
    const { data: before } = await read(page, '/notices');
    assert.ok(before.unread > 0, 'the demonstration tells something');
    const first = page.getByRole('listitem').filter({ hasText: '已受理' }).first();
    await first.getByRole('button', { name: '标为已读' }).click();
    await page.waitForFunction(() => document.querySelectorAll('li[data-read="true"]').length > 0);
    const { data: after_ } = await read(page, '/notices');
    assert.equal(after_.unread, before.unread - 1);
    await accessible(page, 'messages');
    await picture(page, 'messages');
  });
});

test('an address is set, shown masked, and the calendar is opened', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, '/messages');
    await page.getByLabel('新的邮箱').fill('head.of.society@example.org');
    await page.getByLabel('邮件语言').selectOption('zh');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('h***@example.org').waitFor();
    await page.getByRole('button', { name: /订阅地址$/ }).click();
    const address = await page.getByTestId('calendar-address').textContent();
    const feed = await page.request.get(address);
    assert.equal(feed.status(), 200);
    assert.match(await feed.text(), /BEGIN:VCALENDAR[\s\S]*提名/);
  });
});

test('whoever decided may not release the mail', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, '/outbox');
    await page.getByRole('table', { name: '邮件' }).getByRole('button', { name: /^查看\s*：已受理/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('您参与了这项决定，须由另一位工作人员放行。').waitFor();
    assert.ok(await dialog.getByRole('button', { name: '放行' }).isDisabled());
    const { data } = await read(page, '/outbox?state=held');
    const one = data.messages.find((each) => each.barred === 'same_person');
    const refused = await page.request.post(`${BASE}/api/v1/outbox/${one.id}/release`, { headers: { 'x-laurel-request': '1', 'if-match': `"${one.version}"` } });
    assert.equal(refused.status(), 409);
    await picture(page, 'outbox-barred');
  });
});

test('a second person previews the template and releases the mail, which is sent', async () => {
  await onPage({ role: 'award_admin' }, async (page) => {
    await open(page, '/outbox');
    await accessible(page, 'messages');
    await page.getByRole('button', { name: /^预览\s*：已受理$/ }).click();
    const preview = page.getByRole('dialog', { name: '真实收件人将收到的邮件' });
    await preview.getByText('予以受理').first().waitFor();
    await picture(page, 'outbox-preview');
    await preview.getByRole('button', { name: '关闭' }).click();
    await page.getByRole('table', { name: '邮件' }).getByRole('button', { name: /^查看\s*：已受理/ }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: '放行' }).click();
    await dialog.getByText('已发出', { exact: true }).waitFor();
    const { data: sent } = await read(page, '/outbox?state=sent');
    assert.equal(sent.messages.find((each) => each.kind === 'accepted')?.error, null, 'the mail left');
  });
});

for (const [width, size] of Object.entries(WIDTHS)) {
  test(`the pages hold on a ${width} and speak English`, async () => {
    for (const [role, path, name] of [
      ['society_head', '/messages', 'messages'],
      ['award_admin', '/outbox?state=all', 'outbox'],
    ]) {
      await onPage({ role, size, language: 'en' }, async (page) => {
        await open(page, path);
        assert.deepEqual(await chineseOutsideRecords(page), []);
        await accessible(page, `${name}, ${width}, en`);
        await picture(page, `${name}-en-${width}`);
      });
    }
  });
}
