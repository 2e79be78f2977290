// Story: the office drafts a publicity, a colleague releases it, everybody reads it when its hour comes, it is corrected, and it ends.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, forgetSessions, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

after(closeBrowser);

const OFFICE = { role: 'award_office' };
const ADMIN = { role: 'award_admin' };
const ANYBODY = {};
const CLOCK = process.env.LAUREL_E2E_CLOCK;
const TITLE = '受理公示（第二批）';

/** Sets the server's clock so many days further. */
async function later(days) {
  const now = () => {
    try {
      return Number(readFileSync(CLOCK, 'utf8').trim()) || 0;
    } catch {
      return 0;
    }
  };
  writeFileSync(CLOCK, String(now() + days));
  // The server looks five times a second.
  await new Promise((resolve) => setTimeout(resolve, 600));
  forgetSessions();
}

/** The publicity of the story, as the office reads it. */
async function mine(page) {
  const { data } = await read(page, '/rounds/2027/publicities');
  const found = data.find((one) => one.title === TITLE);
  assert.ok(found, 'the publicity of the story');
  return found;
}

test('a publicity is drafted from what waits, and the drafter cannot release it', { skip: !CLOCK && 'no clock to move' }, async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, '/publicities');
    await accessible(page, 'publicities');
    await picture(page, 'publicities-desktop-zh');
    await page.getByRole('button', { name: '起草公示' }).click();
    const form = page.getByRole('form', { name: '起草公示' });
    await form.getByText(/^将公示以下 \d+ 项/).waitFor();
    await form.getByRole('button', { name: '保存草稿' }).click();
    await form.getByText('请填写这一项。').first().waitFor();
    await form.getByLabel('标题').fill(TITLE);
    await form.getByLabel('公告正文').fill('现将第二批受理的提名予以公示。');
    await accessible(page, 'publicity, draft form');
    await picture(page, 'publicity-draft-desktop-zh');
    await form.getByRole('button', { name: '保存草稿' }).click();
    await page.waitForURL(/\/publicities\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
    await page.getByText('由您起草，须由奖励办另一人发布。').waitFor();
    assert.equal(await page.getByRole('button', { name: '发布公示' }).count(), 0);
    await page.getByRole('button', { name: /^查看/ }).first().click();
    await page.getByRole('dialog').getByText('主要完成人').first().waitFor();
    await picture(page, 'publicity-entry-dialog-desktop-zh');
  });
  await onPage(ANYBODY, async (page) => {
    await page.goto(`${BASE}/public?lang=zh`);
    assert.equal(await page.getByText(TITLE).count(), 0, 'a draft is nobody’s to read');
  });
});

test('a colleague releases it, and everybody reads it from its first instant', { skip: !CLOCK && 'no clock to move' }, async () => {
  let number;
  await onPage(ADMIN, async (page) => {
    const { id } = await mine(page);
    await open(page, `/publicities/${id}`);
    await accessible(page, 'publicity, draft of another');
    await page.getByRole('button', { name: '发布公示' }).click();
    await page.getByText('已发布，到开始时刻公开。').waitFor();
    number = (await mine(page)).number;
  });
  const list = `/public/publicities/${number}`;
  await onPage(ANYBODY, async (page) => {
    assert.equal((await page.goto(`${BASE}${list}`)).status(), 404, 'its hour has not come');
  });
  await later(1);
  for (const size of Object.values(WIDTHS)) {
    await onPage({ size }, async (page) => {
      const width = size.width > 500 ? 'desktop' : 'phone';
      await page.goto(`${BASE}/public?lang=zh`);
      await page.getByRole('link', { name: TITLE }).waitFor();
      await accessible(page, `public home, ${width}`);
      await picture(page, `public-home-${width}-zh`);
      await page.getByRole('link', { name: TITLE }).click();
      await page.getByText(/^还剩 \d+ 天/).first().waitFor();
      await accessible(page, `public list, ${width}`);
      await picture(page, `public-list-${width}-zh`);
      await page.locator('tbody a').first().click();
      await page.getByRole('link', { name: '对本项提出异议' }).waitFor();
      await accessible(page, `public entry, ${width}`);
      await picture(page, `public-entry-${width}-zh`);
      await page.goto(`${BASE}${list}?lang=en`);
      await page.getByRole('link', { name: 'How to object' }).waitFor();
      await picture(page, `public-list-${width}-en`);
    });
  }
});

test('a correction is public beside what it corrects, and the end comes by itself', { skip: !CLOCK && 'no clock to move' }, async () => {
  let publicity;
  await onPage(OFFICE, async (page) => {
    publicity = await mine(page);
    await open(page, `/publicities/${publicity.id}`);
    await page.getByRole('button', { name: '起草更正' }).click();
    const form = page.getByRole('form', { name: '起草更正' });
    await form.getByLabel('更正说明').fill('项目名称刊登有误。');
    await form.getByLabel('针对的序号').fill('1');
    await form.getByLabel('更正的字段').selectOption('title');
    await form.getByLabel('更正后的内容').fill('更正后的项目名称');
    await picture(page, 'publicity-correction-desktop-zh');
    await form.getByRole('button', { name: '保存更正草稿' }).click();
    await page.getByText('未发布', { exact: true }).waitFor();
  });
  await onPage(ADMIN, async (page) => {
    await open(page, `/publicities/${publicity.id}`);
    await page.getByRole('button', { name: '发布更正 1' }).click();
    await page.getByText('已发布', { exact: true }).waitFor();
  });
  await onPage(ANYBODY, async (page) => {
    await page.goto(`${BASE}/public/publicities/${publicity.number}/1?lang=zh`);
    await page.getByRole('heading', { level: 1, name: '更正后的项目名称' }).waitFor();
    await page.getByText('项目名称刊登有误。').waitFor();
    await page.locator('del').first().waitFor();
    await picture(page, 'public-corrected-desktop-zh');
  });
  await later(40);
  await onPage(ANYBODY, async (page) => {
    await page.goto(`${BASE}/public/publicities/${publicity.number}/1?lang=zh`);
    await page.getByText(/公示已于/).waitFor();
    assert.equal(await page.getByRole('link', { name: '对本项提出异议' }).count(), 0);
    await page.goto(`${BASE}/public/publicities?lang=zh`);
    await page.getByRole('link', { name: TITLE }).waitFor();
  });
});

test('the office’s pages are complete in English, and the public verifies what it was given', { skip: !CLOCK && 'no clock to move' }, async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await onPage({ ...OFFICE, language: 'en', size }, async (page) => {
      await open(page, '/publicities');
      assert.deepEqual(await chineseOutsideRecords(page), []);
      await picture(page, `publicities-${width}-en`);
      await page.getByRole('link', { name: TITLE }).click();
      await page.getByRole('heading', { level: 1, name: TITLE }).waitFor();
      await settled(page);
      assert.deepEqual(await chineseOutsideRecords(page), []);
      await accessible(page, `publicity, ${width}, en`);
      await picture(page, `publicity-${width}-en`);
    });
  }
  await onPage(ANYBODY, async (page) => {
    await page.goto(`${BASE}/public/verify?lang=zh`);
    await accessible(page, 'verify');
    await page.getByLabel('或者粘贴内容、摘要').fill(randomUUID());
    await page.getByRole('button', { name: '核验' }).click();
    await page.getByText('无法识别').waitFor();
    await picture(page, 'public-verify-desktop-zh');
    await page.goto(`${BASE}/public/how-to-object?lang=en`);
    await accessible(page, 'how to object');
    await picture(page, 'public-how-desktop-en');
  });
});
