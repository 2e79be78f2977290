// Story: a relation is looked at along its path and decided with a reason; a bar is lifted by two; a list of names is checked before inviting.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ACCOUNTS, accessible, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, roundWithNominations, settled, WIDTHS } from './browser.mjs';

const story = {};

before(async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    story.year = await roundWithNominations(page);
    story.base = `/rounds/${story.year}/recusals`;
  });
});
after(closeBrowser);

const findings = async (page, query) => (await read(page, `/rounds/${story.year}/conflicts?limit=50&${query}`)).data;
const finding = async (page, id) => (await read(page, `/conflicts/${id}`)).data;

/** A second officer agrees that a declaration is withdrawn. */
const withdrawn = (path, reason) =>
  onPage({ role: 'office_second' }, async (page) => {
    await open(page, path);
    await page.getByRole('button', { name: '撤回申报' }).click();
    await page.getByLabel('理由').fill(reason);
    await page.getByRole('button', { name: '撤回申报' }).click();
    await page.getByText('已撤回', { exact: true }).waitFor();
  });

test('the list is filtered in the address and leads to a path with its table', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, story.base);
    await page.getByRole('button', { name: /^等待认定/ }).click();
    await page.waitForURL(/severity=flag/);
    await page.getByRole('button', { name: /^须回避/ }).click();
    await page.waitForURL(/severity=bar/);
    await settled(page);
    await page.getByRole('table', { name: '利害关系' }).locator('tbody a').first().click();
    await page.getByRole('heading', { name: '关系路径', exact: true }).waitFor();
    await page.locator('figure svg').waitFor();
    const rows = page.getByRole('table', { name: '关系路径表' }).locator('tbody tr');
    assert.ok((await rows.count()) > 0, 'the path as a table');
    await picture(page, 'recusal-path');
  });
});

test('a flag is found not to be a conflict, with a reason, and the decision is taken back', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const row = (await findings(page, 'severity=flag&is_decided=false'))[0];
    assert.ok(row, 'a flag that waits');
    await open(page, `${story.base}/${row.id}`);
    await page.getByRole('button', { name: '认定', exact: true }).click();
    await page.getByText('请选择').first().waitFor();
    await page.getByRole('radio', { name: '不是，因为……' }).check();
    await page.getByLabel('不是利害关系，因为').fill('同名异人，单位和方向都不同');
    await page.getByRole('button', { name: '认定', exact: true }).click();
    await page.getByText('认定不构成利害关系').first().waitFor();
    assert.equal((await finding(page, row.id)).standing, 'cleared');
    await page.getByRole('button', { name: '撤回认定' }).click();
    await page.getByLabel('理由').fill('另有证据，重新认定');
    await page.getByRole('button', { name: '撤回认定' }).click();
    await page.getByText('已撤回').first().waitFor();
    assert.equal((await finding(page, row.id)).standing, 'flag');
  });
});

test('a bar is lifted by two people, never by one', { skip: ACCOUNTS.office_second === undefined && 'no account given' }, async () => {
  const id = await onPage({ role: 'award_office' }, async (page) => {
    // What a nominator asked for may always be lifted again.
    for (const row of await findings(page, 'severity=bar&kind=excluded_by_nominator')) {
      const one = await finding(page, row.id);
      if (!one.may.lift) continue;
      await open(page, `${story.base}/${row.id}`);
      await page.getByRole('button', { name: '提请解除回避' }).click();
      await page.getByLabel('理由').fill('访问学者，没有人事关系');
      await page.getByRole('button', { name: '提请', exact: true }).click();
      await page.getByText('已提请解除回避，等待另一人确认').waitFor();
      assert.equal(await page.getByRole('button', { name: '提交意见' }).count(), 0, 'not by the same person');
      return row.id;
    }
    return undefined;
  });
  assert.ok(id, 'a bar that may be lifted');
  await onPage({ role: 'office_second' }, async (page) => {
    await open(page, `${story.base}/${id}`);
    await page.getByRole('radio', { name: '同意解除' }).check();
    await page.getByLabel('理由').fill('核对了聘任材料');
    await page.getByRole('button', { name: '提交意见' }).click();
    await page.getByRole('button', { name: '提交意见' }).waitFor({ state: 'detached' });
    await page.getByText('解除回避', { exact: true }).first().waitFor();
    assert.equal((await finding(page, id)).standing, 'cleared');
  });
});

test('what was found to be a conflict is taken back by two people', { skip: ACCOUNTS.office_second === undefined && 'no account given' }, async () => {
  const id = await onPage({ role: 'award_office' }, async (page) => {
    const row = (await findings(page, 'severity=flag&is_decided=false'))[0];
    assert.ok(row, 'a flag that waits');
    await open(page, `${story.base}/${row.id}`);
    await page.getByRole('radio', { name: '是，须回避' }).check();
    await page.getByLabel('理由').fill('单位人事部门确认为本人');
    await page.getByRole('button', { name: '认定', exact: true }).click();
    await page.getByRole('button', { name: '提请撤回认定' }).click();
    await page.getByLabel('理由').fill('另有材料，重新认定');
    await page.getByRole('button', { name: '提请撤回认定' }).click();
    await page.getByText('已提请撤回认定，等待另一人确认；此前仍须回避').waitFor();
    assert.equal(await page.getByRole('button', { name: '提交意见' }).count(), 0, 'not by the same person');
    assert.equal((await finding(page, row.id)).standing, 'bar');
    return row.id;
  });
  await onPage({ role: 'office_second' }, async (page) => {
    await open(page, `${story.base}/${id}`);
    await page.getByRole('radio', { name: '同意撤回' }).check();
    await page.getByLabel('理由').fill('核对了新的材料');
    await page.getByRole('button', { name: '提交意见' }).click();
    await page.getByRole('button', { name: '提交意见' }).waitFor({ state: 'detached' });
    await page.getByText('已撤回', { exact: true }).first().waitFor();
    assert.equal((await finding(page, id)).standing, 'flag');
  });
});

test('a list of names is checked before inviting', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    const { data } = await read(page, '/experts?limit=3');
    const barred = (await findings(page, 'severity=bar'))[0];
    await open(page, `${story.base}/check`);
    await page.getByRole('button', { name: '查验' }).click();
    await page.getByText('请粘贴名单。').waitFor();
    const lines = [...data.map((expert) => `${expert.name}，${expert.unit}`), ...(barred ? [`${barred.expert.name}，${barred.expert.unit}`] : []), '12345'];
    await page.getByLabel('每行一人').fill(lines.join('\n'));
    await page.getByRole('button', { name: '查验' }).click();
    const table = page.getByRole('table', { name: '查验结果' });
    await table.locator('tbody tr').first().waitFor();
    assert.equal(await table.locator('tbody tr').count(), lines.length);
    if (barred) await table.getByText('须回避', { exact: true }).first().waitFor();
    await picture(page, 'recusal-check');
  });
});

test('the office declares for an expert, and two of it withdraw it', { skip: ACCOUNTS.office_second === undefined && 'no account given' }, async () => {
  const path = await onPage({ role: 'award_office' }, async (page) => {
    const { data } = await read(page, '/experts?limit=1');
    await open(page, `${story.base}/declarations`);
    await page.getByRole('button', { name: '代专家申报' }).click();
    const dialog = page.getByRole('dialog', { name: '代专家申报' });
    await dialog.getByRole('searchbox', { name: '专家' }).fill(data[0].expert_id);
    await dialog.getByRole('radio', { name: new RegExp(data[0].name) }).first().check();
    await dialog.getByLabel('关系').selectOption('cooperation');
    await dialog.getByRole('radio', { name: '一个单位' }).check();
    await dialog.getByLabel('单位名称').fill('故事研究所');
    await dialog.getByLabel('情况说明').fill('专家来电说明合作在先');
    await dialog.getByRole('button', { name: '申报', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const row = page.getByRole('table', { name: '申报列表' }).getByRole('row').filter({ hasText: '故事研究所' }).filter({ hasText: '有效' });
    await row.getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: '合作' }).waitFor();
    await page.getByRole('button', { name: '撤回申报' }).click();
    await page.getByLabel('理由').fill('专家来电更正，登记有误');
    await page.getByRole('button', { name: '撤回申报' }).click();
    await page.getByText('已申请撤回，等待另一人同意；此前仍须回避。').waitFor();
    assert.equal(await page.getByRole('button', { name: '撤回申报' }).count(), 0, 'not by the same person');
    return new URL(page.url()).pathname;
  });
  await withdrawn(path, '已向专家核实');
});

test('a member of the staff declares an interest in a nomination, and a colleague agrees to withdraw it', { skip: ACCOUNTS.office_second === undefined && 'no account given' }, async () => {
  const id = await onPage({ role: 'award_office' }, async (page) => {
    const { data } = await read(page, `/rounds/${story.year}/nominations?limit=1`);
    await open(page, '/my-declarations');
    await page.getByRole('button', { name: '新的申报' }).click();
    await page.getByRole('button', { name: '申报', exact: true }).click();
    await page.getByText('请选定关系和对象。').waitFor();
    await page.getByLabel('关系').selectOption('kin');
    await page.getByRole('searchbox', { name: '提名项目' }).fill(data[0].nomination_id);
    await page.getByRole('radio', { name: new RegExp(data[0].nomination_id) }).check();
    await page.getByLabel('情况说明').fill('第一完成人是本人的亲属');
    await page.getByRole('button', { name: '申报', exact: true }).click();
    await page.getByText(data[0].title).first().waitFor();
    await page.getByRole('button', { name: /^撤回/ }).first().click();
    await page.getByLabel('为什么撤回').fill('并非亲属，登记有误');
    await page.getByRole('button', { name: '撤回', exact: true }).click();
    await page.getByText(/申请撤回于.*等待奖励办同意/).first().waitFor();
    return (await read(page, '/my-declarations')).data.find((one) => one.withdrawal_asked_at && !one.withdrawn_at).id;
  });
  await withdrawn(`/rounds/${story.year}/declarations/${id}`, '核实并非亲属');
});

test('everything is checked again, and the round is looked back on', async () => {
  await onPage({ role: 'award_office' }, async (page) => {
    await open(page, `${story.base}/alerts`);
    await page.getByRole('button', { name: '立即重新核对' }).click();
    await page.getByText(/核对完毕/).first().waitFor({ timeout: 120_000 });
    await open(page, `${story.base}/scans`);
    await page.getByRole('button', { name: '开始核查' }).click();
    await page.getByRole('heading', { name: /的核查$/ }).first().waitFor({ timeout: 120_000 });
  });
});

test('the supervisor reads and decides nothing', async () => {
  await onPage({ role: 'supervisor' }, async (page) => {
    const row = (await findings(page, 'severity=flag'))[0];
    await open(page, `${story.base}/${row.id}`);
    await page.getByText('您可以查看；认定由奖励办办理。').waitFor();
    assert.equal(await page.getByRole('button', { name: '认定', exact: true }).count(), 0);
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`the pages hold in both languages, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ role: 'award_office', language, size }, async (page) => {
        const row = (await findings(page, 'severity=bar'))[0];
        for (const path of ['', `/${row.id}`, '/declarations', '/exclusions', '/check', '/alerts', '/scans']) {
          await open(page, `${story.base}${path}`);
          await settled(page);
          await accessible(page, `recusals${path} ${name} ${language}`);
          if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), [], path);
          await picture(page, `recusals-${path.slice(1, 12)}-${name}-${language}`);
        }
      });
    }
  });
}
