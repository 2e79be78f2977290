// Story: every page holds at both widths, in both languages, for everyone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, WIDTHS } from './browser.mjs';

const pages = {};

before(async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const nominations = await read(page, `/rounds/${year}/nominations?limit=1`);
    const experts = await read(page, '/experts?limit=1&sort=-publications');
    const runs = await read(page, `/rounds/${year}/match-runs`);
    const done = runs.data.find((run) => run.state === 'done');
    Object.assign(pages, {
      overview: `/rounds/${year}`,
      nominations: `/rounds/${year}/nominations`,
      'nominations-none': `/rounds/${year}/nominations?q=qqzzxxvv`,
      nomination: `/rounds/${year}/nominations/${nominations.data[0].id}`,
      experts: '/experts',
      expert: `/experts/${experts.data[0].id}`,
      matching: `/rounds/${year}/matching`,
      ...(done ? { report: `/rounds/${year}/matching/${done.id}` } : {}),
      'not-found': '/no-such-page',
    });
  });
});
after(closeBrowser);

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`axe finds nothing on any page, ${name}`, async () => {
    await onPage({ role: 'award_office', size }, async (page) => {
      for (const [key, path] of Object.entries(pages)) {
        await open(page, path);
        if (key === 'report') await page.locator('figure svg').nth(1).waitFor();
        if (key === 'nomination') {
          const why = page.getByRole('button', { name: /^▸?依据/ }).first();
          if ((await why.count()) > 0) await why.click();
        }
        await accessible(page, `${key} ${name}`);
        await picture(page, `${key}-${name}-zh`);
      }
    });
  });

  test(`English pages are English but for the records, ${name}`, async () => {
    await onPage({ role: 'award_office', language: 'en', size }, async (page) => {
      for (const [key, path] of Object.entries(pages)) {
        await open(page, path);
        assert.equal(await page.locator('html').getAttribute('lang'), 'en');
        assert.deepEqual(await chineseOutsideRecords(page), [], `${key} ${name}`);
        assert.doesNotMatch(await page.title(), /桂冠/);
        await picture(page, `${key}-${name}-en`);
      }
    });
  });

  test(`the sign-in page is accessible in both languages, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ language, size }, async (page) => {
        await page.goto(BASE);
        await page.locator('form').waitFor();
        await accessible(page, `sign-in ${language} ${name}`);
        await picture(page, `sign-in-${name}-${language}`);
      });
    }
  });
}

test('switching the language keeps what was typed and where one is', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, pages.matching);
    await page.getByLabel('每项提名的专家数').fill('7');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Matching' }).waitFor();
    assert.equal(await page.getByLabel('Experts per nomination').inputValue(), '7');
    await page.reload();
    await settled(page);
    await page.getByRole('heading', { level: 1, name: 'Matching' }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { level: 1, name: '专家匹配' }).waitFor();
  });
});

test('the menu of a phone opens, leads on and closes', async () => {
  await onPage({ role: 'award_office', size: WIDTHS.phone }, async (page) => {
    await open(page, pages.overview);
    await page.getByRole('button', { name: '打开菜单' }).click();
    await page.getByRole('dialog').getByRole('link', { name: '提名项目' }).click();
    await page.waitForURL(/\/nominations$/);
    await page.getByRole('heading', { level: 1, name: '提名项目' }).waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0);
  });
});

test('the first tab stop leads to the content', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, pages.overview);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#main');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  });
});
