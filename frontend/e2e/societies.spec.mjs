// Story: CAST keeps the register, a head names a clerk, a right is checked and decided, an appeal waits for another person.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';
import { pdf } from './documents.mjs';

after(closeBrowser);

const OWN = 'D-B-12';

async function tab(page, name) {
  await page.getByRole('navigation', { name: '学会各栏' }).getByRole('link', { name }).click();
  await settled(page);
}

test('the register is searched, a society opened, and its parts hold at both widths in both languages', async () => {
  for (const [width, size] of Object.entries(WIDTHS)) {
    await onPage({ role: 'cast', size }, async (page) => {
      await open(page, '/societies');
      await accessible(page, `societies ${width}`);
      await picture(page, `societies-${width}`);
      for (const [path, name] of [
        ['/societies/D-A-01', 'society'],
        ['/societies/D-A-01/standing', 'society-standing'],
        ['/societies/D-A-01/qualification', 'society-qualification'],
        [`/societies/${OWN}/clerks`, 'society-clerks'],
        ['/qualifications', 'qualifications'],
        ['/expiries', 'expiries'],
      ]) {
        await open(page, path);
        await accessible(page, `${name} ${width}`);
        await picture(page, `${name}-${width}`);
      }
      const { data } = await read(page, '/qualifications?state=appealed');
      await open(page, `/qualifications/${data[0].id}`);
      await accessible(page, `qualification ${width}`);
      await picture(page, `qualification-${width}`);
    });
  }
  await onPage({ role: 'cast', language: 'en' }, async (page) => {
    const { data } = await read(page, '/qualifications?state=appealed');
    for (const path of [`/qualifications/${data[0].id}`, `/societies/${OWN}/clerks`, '/societies', '/societies/D-A-01', '/societies/D-A-01/standing', '/societies/D-A-01/qualification', '/expiries', '/qualifications']) {
      await open(page, path);
      assert.deepEqual(await chineseOutsideRecords(page), [], path);
    }
  });
});

test('two people of CAST edit at once: the second sees both versions', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/societies/D-A-06');
    await page.getByRole('button', { name: '修改登记事项' }).click();
    await page.getByLabel('挂靠单位').fill('示范第二研究所');
    // Another officer saves first.
    const { data } = await read(page, '/societies/D-A-06');
    const answer = await page.request.put(new URL('/api/v1/societies/D-A-06', page.url()).href, {
      headers: { 'X-Laurel-Request': '1', Origin: new URL(page.url()).origin, 'If-Match': `"${data.version}"` },
      data: { ...data.facts, supporting_unit: '示范第一研究所' },
    });
    assert.equal(answer.status(), 200);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('示范第一研究所').waitFor();
    await page.getByText('示范第二研究所').waitFor();
    await picture(page, 'society-both-versions');
    await page.getByRole('button', { name: '仍按我的修改保存' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' }).catch(() => undefined);
    await page.locator('dd', { hasText: '示范第二研究所' }).waitFor();
  });
});

test('a head names a clerk and sees the first password once; taking it back ends it', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, `/societies/${OWN}`);
    await tab(page, '经办人');
    await page.getByRole('button', { name: '授权经办人' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('用户名').fill('e2e.clerk');
    await form.getByLabel('姓名').fill('示例经办人');
    const { data } = await read(page, `/societies/${OWN}`);
    assert.ok(data.allowed_actions.includes('delegate'));
    const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await form.getByLabel('有效期至').fill(day);
    await form.getByRole('button', { name: '授权经办人' }).click();
    await page.getByText('初始密码只显示这一次').waitFor();
    await picture(page, 'clerk-named');
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
    await page.getByRole('button', { name: /收回授权.*示例经办人/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '收回授权' }).click();
    await page.getByText('已收回').waitFor();
    // Of other societies nothing is there.
    await open(page, '/societies/D-A-01');
    await page.getByText('没有这个页面').waitFor();
  });
});

test('a head enters what the charter says of the votes of the council, and CAST confirms it', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, `/societies/${OWN}`);
    await page.getByText('未录入章程，按社会团体章程示范文本').waitFor();
    await page.getByRole('button', { name: '录入章程规则' }).click();
    const form = page.getByRole('dialog');
    const field = (name) => form.locator(`[name="${name}"]`);
    await field('terms/clause').fill('《示范学会章程》第二十四条');
    await field('valid_from').fill('2024-01-01');
    await field('terms/threshold/numerator').fill('4/3');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('分子须为 1 至分母').waitFor();
    await accessible(page, 'charter form');
    // What the model charter asks for, too: the stories of other pages go on as before.
    await field('terms/threshold/numerator').fill('2/3');
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByRole('table', { name: '各版' }).getByText('待确认').waitFor();
  });
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, `/societies/${OWN}`);
    const versions = page.getByRole('table', { name: '各版' });
    await versions.getByRole('button', { name: '确认' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认' }).click();
    await versions.getByText('有效').waitFor();
    await page.getByText('第 1 版，自 2024-01-01 起').waitFor();
    await picture(page, 'society-charter');
  });
});

test('CAST decides what was checked; who refused may not decide the appeal', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    // Another's: what our society asks for is the story below.
    const checked = (await read(page, '/qualifications?state=checked')).data.find((each) => each.society_id !== OWN);
    await open(page, `/qualifications/${checked.id}`);
    await page.getByRole('button', { name: '准予试行' }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('各项条件符合，先行试行一个年度。');
    await page.getByRole('dialog').getByRole('button', { name: '准予试行' }).click();
    await page.getByText('先行试行一个年度').waitFor();
    await picture(page, 'qualification-decided');
    const appealed = (await read(page, '/qualifications?state=appealed')).data[0];
    await open(page, `/qualifications/${appealed.id}`);
    assert.equal(await page.getByRole('button', { name: '支持申诉' }).isDisabled(), true);
    await page.getByText('作出原决定的人不能处理申诉').first().waitFor();
  });
});

/** What must be said for the right to be renewed, and whether a file must show it; who held it before needs no award of its own. */
const SAID = [
  ['独立法人', true],
  ['近五年内无违规行为', false],
  ['不收取任何费用', false],
  ['建立规范的提名遴选机制', true],
  ['最近一次年度检查', false],
  ['经科技部认定', true],
];

/** The part of the page that is about one criterion. */
const criterion = (page, words) => page.getByRole('heading', { level: 3, name: words }).locator('xpath=../..');

/** Says something to a criterion, and hands in a file where one must show it. */
async function say(page, words, needsFile) {
  const card = criterion(page, words);
  await card.getByRole('button', { name: /^填写说明/ }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('学会说明').fill(`符合，延续本会以往的做法：${words}。`);
  await form.getByRole('button', { name: '保存' }).click();
  await form.waitFor({ state: 'hidden' });
  await card.getByText('符合，延续本会以往的做法').waitFor();
  if (!needsFile) return;
  await card.getByLabel('上传文件').setInputFiles({ name: `${words}.pdf`, mimeType: 'application/pdf', buffer: pdf(`File ${SAID.findIndex(([each]) => each === words)}`) });
  await card.getByRole('link', { name: `${words}.pdf` }).waitFor();
}

test('a society asks for its right anew with statements and files, and CAST finds it among what waits and checks it', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, `/societies/${OWN}`);
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '到期提醒' }).click();
    await page.waitForURL(/\/expiries$/);
    await page.locator('tbody tr', { hasText: '提名资格' }).getByText(OWN).first().waitFor();
    await open(page, `/societies/${OWN}/qualification`);
    await page.getByRole('button', { name: '申请延续' }).click();
    await page.waitForURL(/\/qualifications\/[0-9a-f-]{36}$/);
    await settled(page);
    const submit = page.getByRole('button', { name: '提交申请' });
    assert.equal(await submit.isDisabled(), true, 'nothing is said yet');
    for (const [words, needsFile] of SAID) await say(page, words, needsFile);
    await picture(page, 'qualification-filled');
    await submit.click();
    const form = page.getByRole('dialog');
    await form.getByText('提交后不能再修改').waitFor();
    await form.getByRole('button', { name: '提交申请' }).click();
    await form.waitFor({ state: 'hidden' });
    await page.getByText('待审核', { exact: true }).first().waitFor();
    assert.equal(await page.getByRole('button', { name: /^填写说明/ }).count(), 0, 'handed in is handed in');
  });
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/cast');
    await page.getByRole('link', { name: /^去审核/ }).click();
    await page.waitForURL(/\/qualifications\?state=submitted$/);
    const society = page.locator('tbody tr', { hasText: OWN }).getByRole('link');
    await society.click();
    await settled(page);
    await criterion(page, '独立法人').getByRole('link', { name: '独立法人.pdf' }).waitFor();
    for (const [words] of SAID) {
      const card = criterion(page, words);
      await card.getByRole('button', { name: /^审核/ }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('审核结论').selectOption('met');
      await form.getByRole('button', { name: '保存' }).click();
      await form.waitFor({ state: 'hidden' });
      await card.getByText('符合', { exact: true }).waitFor();
    }
    await page.getByRole('button', { name: '完成审核' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '完成审核' }).click();
    await page.getByText('待决定', { exact: true }).first().waitFor();
    await picture(page, 'qualification-checked');
    await open(page, '/cast');
    await page.getByRole('link', { name: /^作出资格决定/ }).click();
    await page.waitForURL(/\/qualifications\?state=checked$/);
    await society.waitFor();
  });
});
