// Story: a society reads its record, opens the cases, disputes one; CAST answers; a second person confirms a sanction.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, ACCOUNTS, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';

after(closeBrowser);

const SOCIETY = 'D-B-12';
const RECORD = `/societies/${SOCIETY}/record`;

test('a society reads its record and the cases behind a number, and disputes one', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, RECORD);
    await page.getByRole('heading', { name: '指标', level: 2 }).waitFor();
    assert.match(await page.title(), /提名业绩/);
    const cases = page.getByRole('button', { name: '查看案例：受理率' });
    await cases.click();
    const drawer = page.getByRole('dialog', { name: /受理率/ });
    await drawer.getByText(/受理/).first().waitFor();
    await picture(page, 'record-cases-desktop-zh');
    await drawer.getByRole('button', { name: '关闭' }).click();

    await page.getByRole('button', { name: '提出异议：受理率' }).click();
    const form = page.getByRole('dialog', { name: /提出异议：I03/ });
    await form.getByRole('button', { name: '提交异议' }).click();
    await form.getByText('请写不少于十个字。').waitFor();
    await form.getByLabel('理由与依据').fill('受理公告载明该项目已受理，请核对。');
    await picture(page, 'record-dispute-desktop-zh');
    await form.getByRole('button', { name: '提交异议' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByText('受理公告载明该项目已受理，请核对。').waitFor();
  });
});

test('CAST answers a dispute from its queue, and the society reads the answer', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/record-disputes');
    const claim = page.getByRole('article').filter({ hasText: '受理公告载明该项目已受理' });
    await claim.getByRole('button', { name: '答复' }).click();
    const form = page.getByRole('dialog', { name: '答复' });
    await form.getByLabel('结论').selectOption('reject');
    await form.getByLabel('理由').fill('受理公告中没有该项目，维持原记录。');
    await picture(page, 'record-answer-desktop-zh');
    await form.getByRole('button', { name: '提交答复' }).click();
    await form.waitFor({ state: 'hidden' });
    await claim.waitFor({ state: 'detached' });
  });
  await onPage({ role: 'society_clerk' }, async (page) => {
    await open(page, RECORD);
    await page.getByText('受理公告中没有该项目，维持原记录。').waitFor();
  });
});

test('a suspension waits for another person than who recorded it', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/integrity-events?state=proposed');
    const event = page.getByRole('article').filter({ hasText: '隐瞒利害关系' });
    await event.waitFor();
    assert.equal(await event.getByRole('button', { name: '确认', exact: true }).count(), 0, 'not by the recorder');
  });
  if (ACCOUNTS.cast_second === undefined) return;
  await onPage({ role: 'cast_second' }, async (page) => {
    await open(page, '/integrity-events?state=proposed');
    const event = page.getByRole('article').filter({ hasText: '隐瞒利害关系' });
    await event.getByRole('button', { name: '确认', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: '确认' });
    await picture(page, 'events-confirm-desktop-zh');
    await dialog.getByRole('button', { name: '确认', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await open(page, '/integrity-events?state=in_force');
    await page.getByRole('article').filter({ hasText: '隐瞒利害关系' }).waitFor();
  });
});

test('CAST looks at what the portal knows of a round, and takes it into the records', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/rounds/2027/collection');
    await page.getByRole('table', { name: '将写入的事实' }).getByText('任务书').first().waitFor();
    await accessible(page, 'collection');
    await picture(page, 'track-collection-desktop-zh');
    await page.getByRole('button', { name: '归集', exact: true }).click();
    await page.getByText(/^已归集 \d+ 项事实/).waitFor();
    await page.getByText('没有可归集的变动').waitFor();
  });
  await onPage({ role: 'society_clerk' }, async (page) => {
    const record = await read(page, RECORD);
    const round = record.data.rounds.find((one) => one.year === 2027);
    assert.ok(round.figures.some((one) => one.indicator === 'C1'));
  });
});

test('another society’s record is not there for a society', async () => {
  await onPage({ role: 'society_clerk' }, async (page) => {
    const answer = await page.request.get(`${BASE}/api/v1/societies/D-A-01/record`);
    assert.equal(answer.status(), 404);
    const own = await read(page, RECORD);
    assert.equal(own.data.society_id, SOCIETY);
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`the pages of the record hold, ${name}`, async () => {
    const pages = { record: RECORD, collection: '/rounds/2027/collection', supervision: `/societies/${SOCIETY}/supervision`, disputes: '/record-disputes?state=all', events: '/integrity-events' };
    for (const language of ['zh-CN', 'en']) {
      await onPage({ role: 'cast', language, size }, async (page) => {
        for (const [key, path] of Object.entries(pages)) {
          await open(page, path);
          if (key === 'record') await page.locator('figure svg').first().waitFor();
          if (language === 'zh-CN') await accessible(page, `${key} ${name}`);
          else assert.deepEqual(await chineseOutsideRecords(page), [], `${key} ${name}`);
          await picture(page, `track-${key}-${name}-${language === 'en' ? 'en' : 'zh'}`);
        }
      });
    }
  });
}
