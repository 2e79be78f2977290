// Story: a quota from the simulator to the ledger. An officer tries a weight and overrides one society, a second person
// publishes, the society reads why and appeals, a third person decides, and the ledger shows every step.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { accessible, accountOf, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

after(closeBrowser);

const REASON = '该会近一轮公示材料两次逾期补交，经核实属实，本轮先减少一个名额。';
const GROUND = '两次补交均因系统维护，已按通知在规定期限内完成，请按原拟定名额准予。';
const ANSWER = '经核对系统维护记录，补交未超过通知规定的期限，申诉理由成立。';
const SECONDS = 60_000;

/** What the story follows: the proposal that waits, and the society whose head has an account. */
const story = {};

before(async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    const { data } = await read(page, '/session');
    story.code = data.roles.find((grant) => grant.role === 'society_head').society_id;
  });
  await onPage({ role: 'cast' }, async (page) => {
    const { data } = await read(page, '/quota-proposals');
    const proposal = data.find((each) => each.standing === 'draft');
    assert.ok(proposal, 'the demonstration holds a proposal that waits');
    Object.assign(story, { id: proposal.id, year: proposal.year, total: proposal.total });
    story.decision = await decisionOf(page);
    story.society = story.decision.society;
    assert.ok(story.decision.proposed > 0, 'the story lowers its quota by one');
  });
});

async function decisionOf(page) {
  const { data } = await read(page, `/quota-proposals/${story.id}`);
  return data.decisions.find((each) => each.society_id === story.code);
}

/** The row of the story's society in a table of the page. */
const rowOf = (page) => page.locator('tbody tr', { hasText: story.society });

test('the officer starts at what waits and finds the proposal', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await page.goto(BASE);
    await page.waitForURL(/\/cast$/);
    await settled(page);
    await page.getByRole('heading', { level: 1, name: '中国科协首页' }).waitFor();
    await page.locator('tbody tr').first().getByRole('img', { name: /得分 .*80% 区间/ }).waitFor();
    // At once, before the search is sent: the link is followed, and the way back leads to what was sought.
    await page.getByLabel('搜索学会').fill(story.code);
    await page.getByRole('link', { name: /^去确认：/ }).click();
    await page.waitForURL(new RegExp(`/quota/proposals/${story.id}$`));
    await page.goBack();
    await page.waitForURL((url) => url.searchParams.get('q') === story.code);
    await rowOf(page).getByRole('link', { name: story.society }).waitFor();
    await page.goForward();
    await page.waitForURL(new RegExp(`/quota/proposals/${story.id}$`));
    await settled(page);
    await page.getByText('恰好相符').waitFor();
    await picture(page, 'quota-proposal');
  });
});

test('a weight moved in the simulator draws the others with it and shows who moves', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/quota/simulator');
    await page.getByRole('table', { name: '推演结果' }).locator('tbody tr').first().waitFor();
    const weight = page.getByRole('spinbutton', { name: '初评通过率' });
    const answer = page.waitForResponse((response) => response.url().endsWith('/quota-simulations'));
    await weight.fill('40');
    const { data } = await (await answer).json();
    await page.waitForURL(/indicators\.I05\.points=40/);
    await page.getByText('权重合计 100 分').waitFor();
    await page.getByRole('checkbox', { name: '只看有变动的' }).click();
    const moved = data.societies.filter((each) => each.previous !== each.proposed);
    await page.getByText(new RegExp(`共 ${moved.length} 项`)).waitFor();
    for (const each of moved.slice(0, 3)) await page.getByRole('table', { name: '推演结果' }).getByText(each.society, { exact: true }).waitFor();
    await picture(page, 'quota-simulator');

    await page.getByRole('button', { name: /^重抽/ }).click();
    await page.getByRole('table', { name: '各学会的稳定度' }).waitFor({ timeout: SECONDS });
    await page.getByRole('button', { name: '存为推演方案' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('提高初评通过率的权重');
    await dialog.getByLabel('说明').fill('看初评通过率占 40 分时谁受影响');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: '提高初评通过率的权重' }).first().waitFor();

    const address = page.url();
    await page.reload();
    await settled(page);
    assert.equal(await page.getByRole('spinbutton', { name: '初评通过率' }).inputValue(), '40', 'the address holds the change');
    await open(page, '/quota/simulator');
    await page.getByRole('link', { name: '提高初评通过率的权重' }).first().click();
    await page.waitForURL(/indicators\.I05\.points=40/);
    assert.ok(address.includes('total=') || page.url().includes('total='), 'a kept trial says its total');
  });
});

test('a narrower window leaves older rounds out, everywhere, and a kept trial remembers it', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/quota/simulator');
    const control = page.getByRole('spinbutton', { name: '计入最近的轮数' });
    const all = Number(await control.inputValue());
    assert.ok(all > 1, 'the policy counts several rounds');
    const tried = page.waitForResponse((response) => response.url().endsWith('/quota-simulations'));
    await control.fill(String(all - 1));
    assert.equal((await tried).status(), 200);
    await page.waitForURL(new RegExp(`rounds=${all - 1}`));

    const drawn = page.waitForResponse((response) => response.url().endsWith('/quota-simulations/stability'));
    await page.getByRole('button', { name: /^重抽/ }).click();
    const { data } = await (await drawn).json();
    const stability = page.getByRole('figure', { name: /各学会的稳定度/ });
    await stability.locator('svg').waitFor({ timeout: SECONDS });
    await stability.getByRole('table', { name: '各学会的稳定度' }).waitFor();
    await page.locator('dl', { hasText: '重抽次数' }).getByText(data.resamples.toLocaleString('en-US')).waitFor();
    await page.getByRole('figure', { name: /原名额与新名额/ }).locator('svg').waitFor();
    await picture(page, 'quota-window');

    await page.getByRole('button', { name: '存为推演方案' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('名称').fill('少计一轮');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.locator('tbody tr', { hasText: '少计一轮' }).getByText(`只计最近 ${all - 1} 轮`).waitFor();
    const kept = (await read(page, '/quota-scenarios')).data.find((one) => one.name === '少计一轮');
    assert.equal(kept.rounds, all - 1);
    await open(page, '/quota/simulator');
    await page.getByRole('link', { name: '少计一轮' }).click();
    await page.waitForURL(new RegExp(`rounds=${all - 1}`));
    const shows = async () => (await control.inputValue()) === String(all - 1);
    for (let attempt = 0; attempt < 50 && !(await shows()); attempt += 1) await page.waitForTimeout(200);
    assert.ok(await shows(), 'the control follows the address');
  });
});

test('the note of a kept trial is edited, and never over another who came first', async () => {
  const name = '说明待改的推演';
  await onPage({ role: 'cast' }, async (page) => {
    const headers = { 'X-Laurel-Request': '1', Origin: BASE };
    const policy = (await read(page, '/quota-policies')).data.at(-1).id;
    const kept = await page.request.post(`${BASE}/api/v1/quota-scenarios`, { headers: { ...headers, 'Idempotency-Key': randomUUID() }, data: { name, note: '初稿', policy_id: policy, total: story.total } });
    assert.equal(kept.status(), 201);
    const { data } = await kept.json();

    await open(page, '/quota/simulator');
    const row = page.locator('tbody tr', { hasText: name });
    const form = page.getByRole('dialog', { name: '修改名称与说明' });
    await row.getByRole('button', { name: /^修改名称与说明/ }).click();
    await form.getByLabel('说明').fill('补充：与现行政策对照');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
    await row.getByText('补充：与现行政策对照').waitFor();

    await row.getByRole('button', { name: /^修改名称与说明/ }).click();
    await form.getByLabel('说明').fill('甲的说明');
    const first = await page.request.put(`${BASE}/api/v1/quota-scenarios/${data.id}`, { headers: { ...headers, 'If-Match': `"${data.version + 1}"` }, data: { name, note: '乙的说明' } });
    assert.equal(first.status(), 200);
    await form.getByRole('button', { name: '保存' }).click();
    const both = page.getByRole('dialog', { name: '他人已先修改这个推演方案' });
    await both.getByText('乙的说明').waitFor();
    await both.getByText('甲的说明').waitFor();
    // Whoever leaves the comparison is back in the form, with what he wrote.
    await page.keyboard.press('Escape');
    await both.waitFor({ state: 'hidden' });
    assert.equal(await form.getByLabel('说明').inputValue(), '甲的说明');
    await form.getByRole('button', { name: '保存' }).click();
    await both.getByText('乙的说明').waitFor();
    await picture(page, 'scenario-both-versions');
    await both.getByRole('button', { name: '仍按我的修改保存' }).click();
    await both.waitFor({ state: 'hidden' });
    await form.waitFor({ state: 'hidden' });
    await row.getByText('甲的说明').waitFor();
    assert.equal((await read(page, `/quota-scenarios/${data.id}`)).data.note, '甲的说明');
  });
});

test('a policy with a fault is told at its place and cannot be stored', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/quota/policies/new');
    const line = page.getByRole('spinbutton', { name: '区间上限不高于' });
    await line.fill('90');
    await page.getByText('政策有误，改正后才能预览').waitFor();
    assert.equal(await line.getAttribute('aria-invalid'), 'true');
    await page.getByLabel('修改说明').fill('试');
    assert.equal(await page.getByRole('button', { name: '保存新版本' }).isDisabled(), true);
    await picture(page, 'quota-policy-fault');
    await line.fill('60');
    await page.getByRole('button', { name: '看修改前后' }).click();
    await page.getByRole('button', { name: '保存新版本' }).click({ timeout: SECONDS });
    await page.waitForURL(/\/quota\/policies\/[0-9a-f-]{36}$/);
    await page.getByText('试', { exact: true }).waitFor();
  });
});

test('an override needs a reason, keeps the sum in view and is never lost to a second officer', async () => {
  await onPage({ role: 'cast_second' }, async (other) => {
    await open(other, `/quota/proposals/${story.id}/societies/${story.code}`);
    await other.getByRole('button', { name: '改动', exact: true }).click();
    await other.getByRole('dialog').getByLabel('决定名额').fill(String(story.decision.decided + 2));
    await other.getByRole('dialog').getByLabel('理由').fill('另一位经办人的理由');

    await onPage({ role: 'cast' }, async (page) => {
      await open(page, `/quota/proposals/${story.id}?q=${encodeURIComponent(story.society)}`);
      await rowOf(page).getByRole('button', { name: /^改动\s*：/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('决定名额').fill(String(story.decision.proposed - 1));
      await dialog.getByText('恰好相符').waitFor();
      assert.equal(await dialog.getByRole('button', { name: '保存改动' }).isDisabled(), true, 'no reason, no change');
      await dialog.getByLabel('理由').fill(REASON);
      await picture(page, 'quota-override');
      await dialog.getByRole('button', { name: '保存改动' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' }).catch(() => undefined);
      await rowOf(page).getByText(REASON).waitFor();
    });

    await other.getByRole('button', { name: '保存改动' }).click();
    const both = other.getByRole('dialog', { name: /他人已先改动/ });
    await both.getByText(REASON).waitFor();
    await both.getByText('另一位经办人的理由').waitFor();
    await picture(other, 'quota-both-versions');
    await both.getByRole('button', { name: '采用现在的内容' }).click();
  });
  await onPage({ role: 'cast' }, async (page) => {
    const now = await decisionOf(page);
    assert.equal(now.decided, story.decision.proposed - 1);
    assert.equal(now.reason, REASON);
  });
});

test('who confirms does not publish; a second person does, and the files can be taken away', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, `/quota/proposals/${story.id}`);
    await page.getByRole('button', { name: '确认方案' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认方案' }).click();
    await page.getByText('待第二人公布').first().waitFor();
    assert.equal(await page.getByRole('button', { name: '公布名额' }).count(), 0);
    for (const file of ['sheet.xlsx', 'sheet.pdf', 'bundle']) {
      const answer = await page.request.get(`${BASE}/api/v1/quota-proposals/${story.id}/${file}`);
      assert.equal(answer.status(), 200, file);
      assert.ok((await answer.body()).length > 500, `${file} holds something`);
    }
  });
  await onPage({ role: 'cast_second' }, async (page) => {
    await page.goto(`${BASE}/cast`);
    await page.getByRole('link', { name: /去公布/ }).click();
    await settled(page);
    await page.getByRole('button', { name: '公布名额' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '公布名额' }).click();
    await page.getByText('公布，申诉期内').first().waitFor();
    await picture(page, 'quota-published');
  });
});

test('the society reads its quota, why, and appeals in time', async () => {
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, `/societies/${story.code}/quota`);
    await page.getByText(REASON).waitFor();
    await page.getByText(/还剩 \d+ 天/).first().waitFor();
    for (const name of ['结论', '名额如何得出', '得分由什么构成']) await page.getByRole('heading', { name, exact: true }).waitFor();
    await picture(page, 'own-quota');
    await page.getByLabel('要求的名额').fill(String(story.decision.proposed));
    await page.getByLabel('理由').fill(GROUND);
    await page.getByRole('button', { name: '提出申诉' }).click();
    await page.getByText('申诉待决').first().waitFor();
    assert.equal(await page.getByRole('button', { name: '提出申诉' }).count(), 0, 'one appeal is enough');
  });
});

test('a third person decides the appeal, and the ledger shows it', async () => {
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, `/quota/proposals/${story.id}/societies/${story.code}`);
    await page.getByText('等待决定').waitFor();
    assert.equal(await page.getByRole('button', { name: '作出决定' }).count(), 0, 'who confirmed and overrode does not judge');
  });
  await onPage({ role: 'cast_appeals' }, async (page) => {
    await page.goto(`${BASE}/cast`);
    await page.getByRole('link', { name: /去决定/ }).click();
    await settled(page);
    await page.getByRole('link', { name: story.society }).click();
    await page.getByRole('radio', { name: '成立', exact: true }).check();
    await page.getByLabel('答复').fill(ANSWER);
    await picture(page, 'appeal-decide');
    const decided = page.waitForResponse((response) => response.url().endsWith('/decide'));
    await page.getByRole('button', { name: '作出决定' }).click();
    assert.equal((await decided).status(), 200);
    await page.getByText('申诉成立').first().waitFor();

    await open(page, `/rounds/${story.year}/quota-ledger`);
    await rowOf(page).getByRole('button', { name: /台账记录/ }).click();
    const entries = page.getByRole('dialog').getByRole('table', { name: '台账记录' });
    await entries.getByText('申诉调整').waitFor();
    await entries.getByText('开账').waitFor();
    await picture(page, 'quota-ledger-entries');
  });
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, `/societies/${story.code}/quota`);
    await page.locator('#appeal').getByText(ANSWER).waitFor();
    const { data } = await read(page, `/societies/${story.code}/quota`);
    const places = data.counters.find((each) => each.year === story.year).counters.find((each) => each.bucket === 'THREE').places;
    assert.equal(places, story.decision.proposed, 'the place came back');
  });
});

test('a society gives a place back, a second person confirms, and two at CAST hand it out again', async () => {
  const given = '本届暂无合适项目，先行归还。';
  const handed = '另有合适项目，仍由该会使用。';
  const placesOf = async (page, year) => {
    const { data } = await read(page, `/rounds/${year}/quota-ledger`);
    return data.buckets.find((each) => each.bucket === 'THREE').counters.find((each) => each.society_id === story.code).places;
  };
  let year;
  let before;
  await onPage({ role: 'cast' }, async (page) => {
    year = (await read(page, '/cast/overview')).data.ledger_year;
    before = await placesOf(page, year);
  });
  await onPage({ role: 'society_head' }, async (page) => {
    await open(page, `/rounds/${year}/quota-ledger`);
    await page.getByRole('button', { name: /^退回\s*：/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由').fill(given);
    await dialog.getByRole('button', { name: '退回' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('tbody tr', { hasText: given }).getByRole('button', { name: '撤销退回' }).waitFor();
  });
  await onPage({ role: 'cast_second' }, async (page) => {
    await open(page, '/cast');
    await page.getByRole('link', { name: /^去确认退回/ }).click();
    await page.waitForURL(/quota-ledger/);
    await settled(page);
    const asked = page.locator('tbody tr', { hasText: given });
    await asked.getByRole('button', { name: '确认退回' }).click();
    await asked.getByText('已确认').waitFor();
    assert.equal(await placesOf(page, year), before - 1, 'the place lies with what is kept back');
    await page.getByRole('button', { name: new RegExp(`^划拨\\s*：\\s*${story.society}`) }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由').fill(handed);
    await dialog.getByRole('button', { name: '划拨' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const own = page.locator('tbody tr', { hasText: handed });
    await own.getByRole('button', { name: '撤销划拨' }).waitFor();
    assert.equal(await own.getByRole('button', { name: '确认划拨' }).count(), 0, 'one person hands nothing out');
    assert.equal(await placesOf(page, year), before - 1);
  });
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/cast');
    await page.getByRole('link', { name: /^去确认划拨/ }).click();
    await page.waitForURL(/quota-ledger/);
    await settled(page);
    const asked = page.locator('tbody tr', { hasText: handed });
    await asked.getByRole('button', { name: '确认划拨' }).click();
    await asked.getByText('已确认').waitFor();
    assert.equal(await placesOf(page, year), before);

    await rowOf(page).getByRole('button', { name: /台账记录/ }).click();
    const entries = page.getByRole('dialog').getByRole('table', { name: '台账记录' });
    for (const reason of [given, handed]) await entries.getByText(reason).first().waitFor();
    await picture(page, 'quota-ledger-moved');
  });
});

test('what a society recommends is read, and returned by two people of CAST', async () => {
  const reason = '与本届另一学会推荐的项目内容重复，请核实后再推荐。';
  const queue = (page) => page.getByRole('table', { name: '学会推荐的项目' });
  const focused = (page, text) => page.waitForFunction((begin) => document.activeElement.innerText.startsWith(begin), text);
  let path;
  await onPage({ role: 'cast' }, async (page) => {
    await open(page, '/cast');
    await page.getByRole('link', { name: /^去遴选：/ }).click();
    await page.waitForURL(/\/rounds\/\d+\/quota-ledger#recommendations$/);
    path = new URL(page.url()).pathname;
    await settled(page);
    await queue(page).getByText('待答复', { exact: true }).waitFor();
    // The address leads to the queue, which stands below the ledger's tree.
    await page.waitForFunction(() => scrollY > 0 && document.getElementById('recommendations').getBoundingClientRect().top < innerHeight / 2);
    const [file] = await Promise.all([page.waitForEvent('download'), queue(page).getByRole('button', { name: /^下载提名书及附件\s?：\d{4}-/ }).click()]);
    assert.match(file.suggestedFilename(), /\.pdf$/);
    await queue(page).getByRole('button', { name: /^同意推荐\s?：\d{4}-/ }).click();
    const asked = queue(page).getByRole('group', { name: '提交后不可撤回，并占用中国科协的一个名额。' });
    assert.ok(await asked.evaluate((group) => group === document.activeElement), 'what is asked has the focus');
    await asked.getByRole('button', { name: '取消' }).click();
    await queue(page).getByText('待答复', { exact: true }).waitFor();
    await focused(page, '同意推荐');
    await accessible(page, 'recommendations');
    await queue(page).getByRole('button', { name: '退回学会' }).click();
    await page.keyboard.type(reason);
    assert.equal(await queue(page).getByLabel('退回理由').inputValue(), reason);
    await queue(page).getByRole('button', { name: '提交复核' }).click();
    await queue(page).getByText('须由中国科协另一人复核。').waitFor();
    await focused(page, '拟退回，待复核');
    assert.equal(await queue(page).getByRole('button', { name: '确认退回' }).count(), 0, 'one person returns nothing');
    await picture(page, 'recommendations');
  });
  await onPage({ role: 'cast_second', language: 'en' }, async (page) => {
    await open(page, path);
    await page.getByRole('table', { name: 'Recommended by societies' }).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await page.getByRole('button', { name: 'Confirm the return' }).click();
    await page.getByRole('table', { name: 'Recommended by societies' }).getByText('Returned', { exact: true }).waitFor();
    await page.getByText(reason).waitFor();
  });
});

const OF_CAST = () => ({
  'cast-home': '/cast',
  simulator: '/quota/simulator',
  'simulator-compared': `/quota/simulator?compare=${story.policy ?? ''}`,
  backtest: '/quota/backtest',
  policies: '/quota/policies',
  'policy-editor': '/quota/policies/new',
  proposals: '/quota/proposals',
  proposal: `/quota/proposals/${story.id}`,
  decision: `/quota/proposals/${story.id}/societies/${story.code}`,
  appeals: '/quota/appeals',
  'quota-ledger': `/rounds/${story.year}/quota-ledger`,
});
const OF_SOCIETY = () => ({ 'own-quota': `/societies/${story.code}/quota`, 'own-ledger': `/rounds/${story.year}/quota-ledger` });

for (const [name, size] of Object.entries(WIDTHS)) {
  for (const [role, pages] of [['cast', OF_CAST], ['society_head', OF_SOCIETY]]) {
    test(`the pages of quotas hold for ${role}, ${name}`, async () => {
      for (const language of ['zh-CN', 'en']) {
        await onPage({ role, language, size }, async (page) => {
          if (role === 'cast') story.policy = (await read(page, '/quota-policies')).data.at(-1).id;
          for (const [key, path] of Object.entries(pages())) {
            await open(page, path);
            if (key === 'backtest') await page.locator('figure svg').first().waitFor();
            if (key.startsWith('simulator')) await page.getByRole('heading', { name: language === 'en' ? 'Stability' : '稳定度', exact: true }).waitFor();
            await accessible(page, `${key} ${name} ${language}`);
            if (language === 'en') assert.deepEqual(await chineseOutsideRecords(page), [], `${key} ${name}`);
            await picture(page, `${key}-${name}-${language === 'en' ? 'en' : 'zh'}`);
          }
        });
      }
    });
  }
}

test('others read what their duty needs and do nothing', async () => {
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, `/quota/proposals/${story.id}`);
    for (const name of ['确认方案', '公布名额', '退回修改']) assert.equal(await page.getByRole('button', { name }).count(), 0);
    await open(page, '/quota/simulator');
    await page.getByRole('heading', { name: '无权查看' }).waitFor();
  });
  await onPage({ role: 'society_clerk' }, async (page) => {
    await open(page, `/societies/${story.code}/quota`);
    assert.equal(await page.getByRole('button', { name: '提出申诉' }).count(), 0, 'only the head appeals');
    await open(page, `/quota/proposals/${story.id}`);
    await page.getByRole('heading', { name: '无权查看' }).waitFor();
  });
  assert.ok(accountOf('cast_appeals'));
});
