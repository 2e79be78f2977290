// Story: the office looks for records that may be one person; two people link them, one alone does not; nor does one alone take a bar away; a society sees nothing.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

after(closeBrowser);

const QUEUE = '/rounds/2027/persons';
const FIRST = { role: 'award_office' };
const SECOND = { role: 'award_admin' };
const REASON = '与所在单位人事部门核对过任职经历。';

/** The queue in a state. */
async function links(page, state) {
  return (await read(page, `/rounds/2027/person-links?state=${state}&limit=200`)).data;
}

/** Chooses a step, gives a reason, sends it, and waits for the state that it leads to. */
async function take(page, deed, state) {
  await page.getByRole('radio', { name: deed, exact: true }).check();
  await page.locator('textarea[name=reason]').fill(REASON);
  await page.getByRole('button', { name: deed, exact: true }).click();
  await page.locator('dd').getByText(state, { exact: true }).waitFor();
}

for (const [name, size] of Object.entries(WIDTHS)) {
  for (const language of ['zh-CN', 'en']) {
    test(`the queue and a pair hold at ${name} in ${language}`, async () => {
      await onPage({ ...FIRST, size, language }, async (page) => {
        await open(page, QUEUE);
        const { data } = await read(page, '/rounds/2027/person-links');
        assert.ok(data.length > 0, 'the demonstration holds a pair');
        assert.ok(await page.getByText(data[0].first.name, { exact: true }).first().isVisible());
        if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), []);
        await accessible(page, `persons ${name}`);
        await picture(page, `persons-${name}-${language}`);

        await open(page, `${QUEUE}/${data[0].id}`);
        const detail = (await read(page, `/person-links/${data[0].id}`)).data;
        assert.ok(detail.reasons.length > 0 && detail.comparisons.length > 2);
        assert.ok(await page.getByText(language === 'en' ? 'Both records side by side' : '两条记录对照', { exact: true }).isVisible());
        if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), []);
        await accessible(page, `person pair ${name}`);
        await picture(page, `person-pair-${name}-${language}`);
      });
    });
  }
}

test('two people link, two people part, and one alone does neither', async () => {
  let id;
  await onPage(FIRST, async (page) => {
    [{ id }] = await links(page, 'proposed');
    await open(page, `${QUEUE}/${id}`);
    await take(page, '确认是同一人', '已初次确认，待复核');
    assert.ok(await page.getByText('您已完成第一步，须由另一人复核', { exact: false }).isVisible());
    assert.equal(await page.getByRole('radio', { name: '复核：确认是同一人' }).count(), 0, 'the first person is not offered the second step');
  });
  await onPage(SECOND, async (page) => {
    await open(page, `${QUEUE}/${id}`);
    assert.ok(await page.getByText('已初次确认为同一人，等待另一人复核', { exact: false }).isVisible());
    await take(page, '复核：确认是同一人', '已连为一人');
    await take(page, '提出解除', '拟解除，待复核');
  });
  await onPage(FIRST, async (page) => {
    await open(page, `${QUEUE}/${id}`);
    await take(page, '复核：同意解除', '已解除');
    const { data } = await read(page, `/person-links/${id}`);
    assert.deepEqual(data.steps.map((step) => step.deed), ['unlink', 'unlink', 'confirm', 'confirm']);
    await take(page, '重新认定', '待认定');
  });
});

/** Says that a pair is two people: one person's word, or, where a bar would fall by it, two people's. */
async function part(id) {
  let state;
  await onPage(FIRST, async (page) => {
    await open(page, `${QUEUE}/${id}`);
    await page.getByRole('radio', { name: '不是同一人', exact: true }).check();
    await page.locator('textarea[name=reason]').fill(REASON);
    await page.getByRole('button', { name: '不是同一人', exact: true }).click();
    await page.locator('dd').getByText(/^(不是同一人|拟认定不是同一人，待复核)$/).waitFor();
    ({ state } = (await read(page, `/person-links/${id}`)).data);
    if (state === 'refusing') assert.equal(await page.getByRole('radio', { name: '复核：不是同一人' }).count(), 0, 'the first person is not offered the second step');
  });
  if (state === 'refused') return 1;
  await onPage(SECOND, async (page) => {
    await open(page, `${QUEUE}/${id}`);
    assert.ok(await page.getByText('须由另一人复核，复核之前不生效', { exact: false }).isVisible());
    await take(page, '复核：不是同一人', '不是同一人');
  });
  return 2;
}

test('what is not the same person is remembered over a new search', async () => {
  let pairs;
  await onPage(FIRST, async (page) => {
    pairs = await links(page, 'proposed');
  });
  const { id } = pairs[0];
  const people = await part(id);
  await onPage(FIRST, async (page) => {
    const { data } = await read(page, `/person-links/${id}`);
    const isSure = data.comparisons.some((line) => line.agreement === 'same' && ['orcid', 'identity_number'].includes(line.field));
    if (isSure) assert.equal(people, 2, 'an identifier in common is not said away by one');
    await open(page, QUEUE);
    await page.getByRole('button', { name: '重新查找' }).click();
    await page.getByText('新增 0', { exact: false }).waitFor();
    assert.ok((await links(page, 'refused')).some((one) => one.id === id));
    await page.goto(`${BASE}${QUEUE}?state=refused`);
    await settled(page);
    assert.ok((await page.getByText('不是同一人', { exact: true }).count()) > 0);
    // For the stories after this one.
    await open(page, `${QUEUE}/${id}`);
    await take(page, '重新认定', '待认定');
  });
});

test('a society sees nothing of it', async () => {
  await onPage({ role: 'society_clerk' }, async (page) => {
    const answer = await page.request.get(`${BASE}/api/v1/rounds/2027/person-links`);
    assert.equal(answer.status(), 403);
    await open(page, QUEUE);
    assert.equal(await page.getByText('重新查找').count(), 0);
  });
});
