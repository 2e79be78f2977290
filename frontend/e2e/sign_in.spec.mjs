// Story: coming in, being refused, coming back to where one was.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accountOf, BASE, closeBrowser, onPage, picture, settled, signIn } from './browser.mjs';

after(closeBrowser);

test('a wrong password is refused in words, and the name stays', async () => {
  await onPage({}, async (page) => {
    await page.goto(BASE);
    const { username } = accountOf('award_office');
    await signIn(page, { username, password: 'certainly not the password' });
    await page.getByText('用户名或密码不正确').waitFor();
    assert.equal(await page.locator('input[name=username]').inputValue(), username);
    await picture(page, 'sign-in-refused');
  });
});

test('empty fields are told before anything is sent', async () => {
  await onPage({}, async (page) => {
    let sent = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST') sent += 1;
    });
    await page.goto(BASE);
    await page.locator('form button[type=submit]').click();
    await page.getByText('请输入用户名').waitFor();
    await page.getByText('请输入密码').waitFor();
    assert.equal(sent, 0);
  });
});

test('a deep link survives signing in, and signing out ends the session', async () => {
  await onPage({}, async (page) => {
    await page.goto(`${BASE}/experts?sort=-publications`);
    await page.waitForURL(/\/sign-in\?next=/);
    await signIn(page, accountOf('award_office'));
    await page.waitForURL(`${BASE}/experts?sort=-publications`);
    await settled(page);
    assert.match(await page.title(), /评审专家/);
    await page.getByRole('button', { name: /账户/ }).click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL(/\/sign-in/);
    assert.equal((await page.request.get(`${BASE}/api/v1/session`)).status(), 401);
  });
});
