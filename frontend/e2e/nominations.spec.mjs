// Story: finding a nomination, and understanding who shall review it and who shall not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ACCOUNTS, closeBrowser, onPage, open, picture, read, roundWithNominations, settled } from './browser.mjs';

after(closeBrowser);

const numberOf = (text) => Number(text.match(/\(([\d,]+)\)$/)[1].replaceAll(',', ''));

test('search, filter, sort and page live in the address, and the back button undoes them', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const list = `/rounds/${year}/nominations`;
    await open(page, list);
    const before = await page.getByText(/共 [\d,]+ 项/).innerText();

    const category = page.getByLabel('奖种');
    const option = category.locator('option').nth(1);
    const expected = numberOf(await option.innerText());
    await category.selectOption(await option.getAttribute('value'));
    await page.waitForURL(/category=/);
    await page.getByText(new RegExp(`共 ${new Intl.NumberFormat('zh-CN').format(expected)} 项`)).waitFor();

    await page.getByRole('button', { name: /^项目名称/ }).click();
    await page.waitForURL(/sort=title/);
    await page.locator('th[aria-sort="ascending"]', { hasText: '项目名称' }).waitFor();

    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('sort='));
    await page.goBack();
    await page.waitForURL((url) => url.search === '');
    await page.getByText(before).waitFor();
    assert.equal(await category.inputValue(), '');
  });
});

test('a word of a title finds it; a reload keeps the search; nothing found is said', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const { data } = await read(page, `/rounds/${year}/nominations?limit=100`);
    // One that does not stand on the first page anyway.
    const first = data.slice(0, 50).map((row) => row.title);
    const { title } = data.slice(50).find((row) => !first.includes(row.title));
    await open(page, `/rounds/${year}/nominations`);
    assert.equal(await page.getByRole('link', { name: title, exact: true }).count(), 0);
    const box = page.getByLabel('搜索提名');
    await box.fill(title);
    await page.waitForURL((url) => url.searchParams.get('q') === title);
    await page.getByRole('link', { name: title, exact: true }).first().waitFor();
    await page.reload();
    await settled(page);
    assert.equal(await box.inputValue(), title);
    await page.getByRole('link', { name: title, exact: true }).first().waitFor();
    await box.fill('qqzzxxvv');
    await page.getByText('没有符合条件的提名').waitFor();
    await page.getByRole('button', { name: '清除全部筛选' }).click();
    await page.waitForURL((url) => url.search === '');
    assert.equal(await box.inputValue(), '');
  });
});

test('the pages of the list lead forward and back', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const { meta } = await read(page, `/rounds/${year}/nominations?limit=50`);
    assert.ok(meta.total > 50, 'the round has more than one page');
    await open(page, `/rounds/${year}/nominations`);
    const first = await page.locator('tbody tr').first().innerText();
    await page.getByRole('button', { name: '下一页' }).click();
    await page.getByText(/第 51–/).waitFor();
    await page.getByRole('button', { name: '上一页' }).click();
    await page.getByText(/第 1–50/).waitFor();
    assert.equal(await page.locator('tbody tr').first().innerText(), first);
  });
});

test('a nomination shows its reviewers with reasons, marked words and who is kept out', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const { data } = await read(page, `/rounds/${year}/nominations?limit=60&sort=-lowest_score`);
    let chosen;
    for (const row of data) {
      const { data: detail } = await read(page, `/nominations/${row.id}`);
      const hasReasons = detail.match?.assigned.some((each) => each.reasons?.publications.some((one) => one.terms.length > 0));
      if (hasReasons && detail.match.kept_out.length > 0) {
        chosen = detail;
        break;
      }
    }
    assert.ok(chosen, 'a matched nomination with reasons and somebody kept out');
    await open(page, `/rounds/${year}/nominations/${chosen.id}`);
    await page.getByRole('heading', { level: 1, name: chosen.title }).waitFor();
    const assigned = page.getByRole('list', { name: '已选专家' });
    assert.equal(await assigned.locator('> li').count(), chosen.match.assigned.length);

    const at = chosen.match.assigned.findIndex((each) => each.reasons?.publications.some((one) => one.terms.length > 0));
    const row = assigned.locator('> li').nth(at);
    await row.getByRole('button', { name: /依据/ }).click();
    await row.getByRole('heading', { name: '这个分数由什么构成' }).waitFor();
    assert.ok((await row.locator('mark').count()) > 0, 'the shared words are marked in the publications');

    const kept = page.getByRole('list', { name: '回避的专家' });
    await kept.getByText('须回避').first().waitFor();
    const { evidence } = chosen.match.kept_out[0].conflicts.find((each) => each.severity === 'bar');
    await kept.getByText(evidence[0].zh).first().waitFor();
    await picture(page, 'nomination-with-reasons');

    await row.getByRole('link', { name: chosen.match.assigned[at].expert.name }).click();
    await page.waitForURL(/\/experts\//);
    await page.getByRole('heading', { level: 1, name: chosen.match.assigned[at].expert.name }).waitFor();
  });
});

test('a society sees its own nominations and nothing of the matching', { skip: ACCOUNTS.society_clerk === undefined && 'no account given' }, async () => {
  await onPage({ role: 'society_clerk' }, async (page) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}/nominations`);
    assert.equal(await page.getByText('最低相关度').count(), 0);
    const link = page.locator('tbody a').first();
    await link.waitFor();
    await link.click();
    await settled(page);
    await page.getByRole('heading', { name: '项目内容' }).waitFor();
    assert.equal(await page.getByText('匹配的评审专家').count(), 0);
  });
});

test('what does not exist is said, with a way out', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, '/experts/00000000-0000-7000-8000-000000000000');
    await page.getByText('没有这个页面').waitFor();
    await page.getByRole('link', { name: '回到首页' }).click();
    await page.getByRole('heading', { name: '需要处理' }).waitFor();
  });
});
