// Story: a taskbook is signed by three, carried out in stages, reported, assessed and made public.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, WIDTHS } from './browser.mjs';

after(closeBrowser);

const DRAFT = 'DEMO-2027-E-012';
const RUNNING = 'DEMO-2027-N-012';

/** The address of the taskbook with a number. */
async function addressOf(page, number) {
  const { data } = await read(page, '/taskbooks');
  const found = data.find((one) => one.number === number);
  assert.ok(found, `${number} is there`);
  return `/supervision/taskbooks/${found.id}`;
}

async function sign(page) {
  await open(page, await addressOf(page, DRAFT));
  await page.getByLabel(/本人已阅读任务书全文/).check();
  await page.getByRole('button', { name: '签署', exact: true }).click();
  await page.getByLabel(/本人已阅读任务书全文/).waitFor({ state: 'detached' });
}

test('three parties sign, each by its own account, and CAST moves the stage on when nothing is open', async () => {
  await onPage({ role: 'society_head' }, sign);
  await onPage({ role: 'department' }, async (page) => {
    await sign(page);
    await page.getByText('已签署', { exact: true }).first().waitFor();
  });
  await onPage({ role: 'society_clerk' }, async (page) => {
    await open(page, await addressOf(page, DRAFT));
    for (const item of ['学会已制定实施方案', '已起草工作规范初稿']) {
      await page.getByRole('button', { name: new RegExp(`办结\\s*：${item}`) }).click();
      await page.getByLabel('说明或依据').fill('见学会文件');
      await page.locator('form').getByRole('button', { name: '办结', exact: true }).click();
      await page.getByRole('button', { name: new RegExp(`重新打开\\s*：${item}`) }).waitFor();
    }
  });
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, await addressOf(page, DRAFT));
    const next = page.getByRole('button', { name: '进入下一阶段' });
    assert.ok(await next.isDisabled(), 'two items are still open');
    for (const item of ['扩大试点方案已报送并获同意', '已按综合实力、管理质量、服务水平择优遴选承接学会']) {
      await page.getByRole('button', { name: new RegExp(`办结\\s*：${item}`) }).click();
      await page.getByLabel('说明或依据').fill('见批复');
      await page.locator('form').getByRole('button', { name: '办结', exact: true }).click();
      await page.getByRole('button', { name: new RegExp(`重新打开\\s*：${item}`) }).waitFor();
    }
    await next.click();
    await page.getByRole('heading', { name: '部署动员 当前' }).waitFor();
  });
});

test('a society reports a result with its evidence, and the papers are there to be fetched', async () => {
  await onPage({ role: 'society_clerk' }, async (page) => {
    const address = await addressOf(page, RUNNING);
    await open(page, address);
    await page.getByRole('button', { name: /报告完成情况/ }).click();
    await page.getByLabel('指标或任务').selectOption('i:K5');
    await page.getByLabel('数值').fill('3');
    await page.getByLabel('依据').fill('第三次培训签到表');
    await page.getByRole('button', { name: '提交报告' }).click();
    await page.getByText('已登记；历次报告均保留。').waitFor();
    await page.getByText('3 次', { exact: true }).waitFor();
    for (const file of ['taskbook.pdf', 'performance.pdf', 'performance.xlsx']) {
      const paper = await page.request.get(`${BASE}/api/v1${address.replace('/supervision', '')}/${file}`);
      assert.equal(paper.status(), 200, file);
    }
  });
});

test('what is disclosed is public at once, without scripts, and a withdrawal keeps its title', async () => {
  await onPage({ role: 'society_clerk' }, async (page) => {
    await open(page, '/supervision/disclosures');
    await page.getByRole('button', { name: /公开信息/ }).click();
    await page.getByLabel('标题', { exact: true }).fill('提名工作问答');
    await page.getByLabel('正文').fill('关于遴选程序的常见问题。');
    await page.getByRole('button', { name: '发布' }).click();
    await page.getByRole('heading', { name: '提名工作问答' }).waitFor();
    await page.goto(`${BASE}/public/societies/D-B-12`);
    await page.getByText('关于遴选程序的常见问题。').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: /撤回\s*：提名工作问答/ }).click();
    await page.getByLabel('理由').fill('内容需要核对');
    const withdrawn = page.waitForResponse((response) => response.url().endsWith('/withdrawal'));
    await page.locator('form').getByRole('button', { name: '撤回', exact: true }).click();
    assert.equal((await withdrawn).status(), 200);
    await page.getByText('内容需要核对').waitFor();
    await page.goto(`${BASE}/public/societies/D-B-12`);
    await page.getByText('内容需要核对').waitFor();
    assert.equal(await page.getByText('关于遴选程序的常见问题。').count(), 0);
  });
});

test('a sample is drawn once a year, and the page says that it can be repeated', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/supervision/assessments');
    await page.getByRole('button', { name: /抽取年度样本/ }).click();
    await page.getByRole('textbox', { name: '年度' }).fill('2030');
    await page.getByLabel('评估机构').fill('示范评估所');
    await page.getByRole('button', { name: '抽样', exact: true }).click();
    await page.getByRole('heading', { name: /2030 年度评估/ }).waitFor();
    await page.getByRole('button', { name: '抽样', exact: true }).click();
    await page.getByText(/每年只抽一次/).waitFor();
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`every page of supervision holds, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ role: 'cast', language, size }, async (page) => {
        const taskbook = await addressOf(page, RUNNING);
        const pages = {
          taskbooks: '/supervision/taskbooks',
          taskbook,
          'taskbook-new': '/supervision/taskbooks/new',
          'supervision-meetings': '/supervision/meetings?items=all',
          assessments: '/supervision/assessments',
          disclosures: '/supervision/disclosures',
          library: '/supervision/library',
        };
        for (const [key, path] of Object.entries(pages)) {
          await open(page, path);
          await accessible(page, `${key} ${name} ${language}`);
          if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), [], `${key} ${name}`);
          await picture(page, `${key}-${name}-${language === 'en' ? 'en' : 'zh'}`);
        }
        for (const [key, path] of Object.entries({ 'public-index': '/public/societies', 'public-society': '/public/societies/D-B-12' })) {
          await page.goto(`${BASE}${path}?lang=${language === 'en' ? 'en' : 'zh'}`);
          await page.locator('h1').waitFor();
          await accessible(page, `${key} ${name} ${language}`);
          await picture(page, `${key}-${name}-${language === 'en' ? 'en' : 'zh'}`);
        }
      });
    }
  });
}
