// Story: the award office sees how the round stands; the others see what is theirs.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ACCOUNTS, closeBrowser, onPage, open, picture, read, roundWithNominations } from './browser.mjs';

after(closeBrowser);

test('the overview counts what the API counts, and each attention row leads on', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    const { data } = await read(page, `/rounds/${year}`);
    await open(page, `/rounds/${year}`);
    await page.getByRole('heading', { level: 1, name: `${year} 年度总览` }).waitFor();
    const stat = page.locator('dl > div', { has: page.getByText('提名项目', { exact: true }) }).locator('dd');
    assert.equal(await stat.first().innerText(), new Intl.NumberFormat('zh-CN').format(data.counts.nominations));
    const steps = page.locator('ol > li', { has: page.locator('h3') });
    const total = (await steps.locator('h3 + p').allInnerTexts()).reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0);
    assert.equal(total, data.counts.nominations, 'the steps of the pipeline hold every nomination');
    const waiting = data.attention.filter((row) => row.count > 0);
    const attention = page.locator('section', { has: page.getByRole('heading', { name: '需要处理' }) });
    assert.equal(await attention.locator('li').count(), waiting.length);
    const { data: rules } = await read(page, `/rounds/${year}/rules`);
    const forms = page.getByRole('table', { name: '本年度的提名书' });
    await forms.waitFor();
    assert.deepEqual(await forms.locator('tbody tr td:nth-child(3)').allInnerTexts(), rules.forms.map((form) => form.id), 'forms with their versions');
    const switches = page.getByRole('table', { name: '与默认不同的规则' });
    assert.equal(await switches.locator('tbody tr').count(), rules.switches.length, 'what stands otherwise than by default');
    if (waiting.length > 0) {
      await attention.getByRole('link').first().click();
      await page.waitForURL((url) => url.pathname !== `/rounds/${year}`);
    }
  });
});

test('a state of the pipeline opens the list of its nominations', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const year = await roundWithNominations(page);
    await open(page, `/rounds/${year}`);
    const link = page.locator('ol li ul a').first();
    const count = Number((await link.innerText()).match(/[\d,]+$/)[0].replaceAll(',', ''));
    await link.click();
    await page.waitForURL(/nominations\?state=/);
    await page.getByText(new RegExp(`共 ${new Intl.NumberFormat('zh-CN').format(count)} 项`)).waitFor();
  });
});

for (const [role, words] of [
  ['reviewer', '邀请您评审的项目在“我的评审”里'],
  ['society_clerk', '这里列出贵会在本轮的提名'],
  ['cast', '这里显示本轮的总量'],
]) {
  test(`${role} has a home of its own and no way to the experts`, { skip: ACCOUNTS[role] === undefined && 'no account given' }, async () => {
    await onPage({ role }, async (page) => {
      const year = await roundWithNominations(page);
      await open(page, `/rounds/${year}`);
      await page.getByText(words).waitFor();
      assert.equal(await page.getByRole('link', { name: '评审专家' }).count(), 0);
      await picture(page, `home-${role}`);
      await open(page, '/experts');
      await page.getByRole('heading', { name: '无权查看' }).waitFor();
    });
  });
}
