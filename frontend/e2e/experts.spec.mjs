// Story: finding an expert by the name as Chinese write it, as it sounds, and as it is printed abroad.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, onPage, open, picture, read } from './browser.mjs';

after(closeBrowser);

/** An expert with a name in both scripts, who does not stand on the first page anyway. */
async function anExpert(page) {
  const { data } = await read(page, '/experts?limit=150');
  const expert = data.slice(50).find((each) => /^[A-Za-z' -]+ [A-Za-z' -]+$/.test(each.name_en ?? '') && /^\p{Script=Han}+$/u.test(each.name));
  assert.ok(expert, 'an expert with a name in both scripts');
  return expert;
}

async function find(page, words) {
  const answer = page.waitForResponse((response) => {
    const url = new URL(response.url());
    return url.pathname === '/api/v1/experts' && url.searchParams.get('q') === words;
  });
  await page.getByLabel('搜索专家').fill(words);
  await answer;
  await page.waitForURL((url) => url.searchParams.get('q') === words);
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
}

async function isListed(page, expert) {
  return (await page.locator(`tbody a[href="/experts/${expert.id}"]`).count()) > 0;
}

test('the Chinese name, the English name and pinyin all find the expert', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, '/experts');
    const expert = await anExpert(page);
    assert.equal(await isListed(page, expert), false);
    const parts = expert.name_en.toLowerCase().replaceAll(/['-]/g, '').split(' ');
    for (const words of [expert.name, expert.name_en]) {
      await find(page, words);
      assert.ok(await isListed(page, expert), `${words} finds ${expert.expert_id}`);
    }
    // Pinyin puts the family name first; the Latin name may have it last.
    const orders = [parts.join(''), [...parts].reverse().join('')];
    const found = [];
    for (const words of orders) {
      await find(page, words);
      found.push(await isListed(page, expert));
    }
    assert.ok(found.includes(true), `pinyin ${orders.join(' or ')} finds ${expert.expert_id}`);
    await picture(page, 'experts-by-pinyin');
    await find(page, 'qqzzxxvv');
    await page.getByText('没有找到专家').waitFor();
  });
});

test('the page of an expert shows profile, load and publications', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const { data } = await read(page, '/experts?limit=1&sort=-publications');
    const expert = data[0];
    await open(page, '/experts?sort=-publications');
    await page.locator(`tbody a[href="/experts/${expert.id}"]`).click();
    await page.getByRole('heading', { level: 1, name: expert.name }).waitFor();
    for (const name of ['基本信息', '最近一次匹配的评审任务', '论著']) await page.getByRole('heading', { name, exact: true }).waitFor();
    assert.match(await page.title(), new RegExp(expert.name));
  });
});

test('a failing server is said in words, with the number of the request and a way to try again', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    let isBroken = true;
    await page.route('**/api/v1/experts?**', (route) =>
      isBroken
        ? route.fulfill({ status: 403, contentType: 'application/problem+json', headers: { 'x-request-id': 'request-7' }, body: JSON.stringify({ code: 'conflict_of_the_test', title: 't', status: 500, detail: '测试用的故障' }) })
        : route.continue(),
    );
    await page.route('**/api/v1/experts/**', (route) => route.continue());
    await open(page, '/experts');
    await page.getByText('请求编号：request-7').waitFor();
    isBroken = false;
    await page.reload();
    await page.locator('tbody tr').first().waitFor();
  });
});
