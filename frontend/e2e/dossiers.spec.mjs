// Story: a clerk writes a nomination; nothing typed is lost by a cut network, a crash, an ended session or a second window.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, accountOf, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, read, settled, signIn, WIDTHS } from './browser.mjs';
import { at, begun, changes, lands, saved, SOCIETY, stands } from './written.mjs';

after(closeBrowser);

const BOARD = '/rounds/2027/dossiers';
const CLERK = { role: 'society_clerk' };

const section = (page, title) => page.getByRole('navigation', { name: '提名书章节' }).getByRole('link', { name: title });

test('a nomination is begun, written in many kinds of fields, and found again', async () => {
  await onPage(CLERK, async (page) => {
    await open(page, BOARD);
    await page.getByRole('button', { name: '新建提名' }).click();
    const dialog = page.getByRole('dialog', { name: '新建提名' });
    await dialog.getByRole('button', { name: '开始填写' }).click();
    await dialog.getByText('请选择一种提名书。').waitFor();
    await dialog.getByLabel('国家自然科学奖提名书').check();
    await picture(page, 'dossiers-new-desktop-zh');
    await dialog.getByRole('button', { name: '开始填写' }).click();
    await page.waitForURL(/\/dossiers\/[0-9a-f-]+$/);
    const id = page.url().split('/').pop();

    await at(page, 'project.title').fill('界面空位的演化');
    await page.getByRole('heading', { level: 1, name: '界面空位的演化' }).waitFor();
    await page.getByText('正在输入…').waitFor();
    await at(page, 'project.grade').getByLabel('二等奖').check();
    await at(page, 'project.task_sources').getByLabel('基金资助').check();
    await at(page, 'project.task_sources').getByLabel('国家计划').check();
    await at(page, 'project.starts_on').fill('2015-01-01');
    for (const word of ['合金', '氧化', '空位']) {
      await page.getByRole('button', { name: /^添加一项\s?：主题词/ }).click();
      await page.keyboard.type(word);
    }
    await saved(page);
    await picture(page, 'dossier-typed-desktop-zh');

    await section(page, '提名意见').click();
    await at(page, 'opinion.text').fill('提名理由充分。\n符合条件。');
    assert.equal(await at(page, 'opinion.experts').count(), 0, 'not asked for yet');
    await at(page, 'opinion.nominator_kind').getByLabel('提名专家').check();
    await at(page, 'opinion.experts').waitFor();
    await at(page, 'opinion.is_checked').getByLabel('是', { exact: true }).check();
    await saved(page);

    await page.reload();
    await settled(page);
    assert.equal(await at(page, 'opinion.text').inputValue(), '提名理由充分。\n符合条件。');
    assert.ok(await at(page, 'opinion.is_checked').getByLabel('是', { exact: true }).isChecked());
    await section(page, '项目基本情况').click();
    assert.equal(await at(page, 'project.title').inputValue(), '界面空位的演化');
    assert.equal(await at(page, 'project.starts_on').inputValue(), '2015-01-01');
    assert.ok(await at(page, 'project.grade').getByLabel('二等奖').isChecked());
    assert.deepEqual(await stands(page, id, 'project.task_sources'), ['A', 'D']);
    const words = await at(page, 'project.keywords').getByRole('textbox').evaluateAll((boxes) => boxes.map((box) => box.value));
    assert.deepEqual(words, ['合金', '氧化', '空位']);
  });
});

test('rows move, leave and come back; a problem leads to its field', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    for (const word of ['甲词', '乙词']) {
      await page.getByRole('button', { name: /^添加一项\s?：主题词/ }).click();
      await page.keyboard.type(word);
    }
    const words = () => at(page, 'project.keywords').getByRole('textbox').evaluateAll((boxes) => boxes.map((box) => box.value));
    await at(page, 'project.keywords').getByRole('button', { name: /^上移\s?：第 2 项/ }).click();
    assert.deepEqual(await words(), ['乙词', '甲词']);
    await at(page, 'project.keywords').getByRole('button', { name: /^移除\s?：第 1 项/ }).click();
    assert.deepEqual(await words(), ['甲词']);
    await page.getByText('已移除第 1 项').waitFor();
    await page.getByRole('button', { name: '撤销' }).click();
    assert.deepEqual(await words(), ['乙词', '甲词']);
    await saved(page);

    const panel = page.getByRole('region', { name: /^待完善/ });
    await panel.getByRole('button', { name: /提名意见/ }).click();
    await panel.getByRole('link', { name: '未填写：提名意见', exact: true }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'opinion.text');
    await page.keyboard.type('理由');
    await lands(page, id, 'opinion.text', '理由');
    await panel.getByRole('link', { name: '未填写：提名意见', exact: true }).waitFor({ state: 'detached' });
  });
});

test('what is wrong is told a while later, and moves nothing when it comes or goes', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    const places = () => page.locator('[id^="project."]:is(input, textarea, fieldset)').evaluateAll((all) => all.map((one) => [one.id, one.getBoundingClientRect().top]));
    const note = at(page, 'project.keywords').getByText(/^“主题词”至少 3 项/);
    const add = async (word) => {
      await page.getByRole('button', { name: /^添加一项\s?：主题词/ }).click();
      await page.keyboard.type(word);
      return places();
    };
    const one = await add('合金');
    await note.waitFor();
    assert.deepEqual(await places(), one);
    await add('氧化');
    const three = await add('空位');
    await saved(page);
    await note.waitFor({ state: 'detached' });
    assert.deepEqual(await places(), three);
  });
});

test('two windows: different fields are both kept, the same field asks for a choice', async () => {
  await onPage(CLERK, async (page, context) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    const other = await context.newPage();
    await open(other, `/dossiers/${id}`);
    await at(page, 'project.title').fill('第一窗口');
    await at(other, 'project.title_en').fill('Second window');
    await saved(page);
    await saved(other);
    await lands(page, id, 'project.title', '第一窗口');
    await lands(page, id, 'project.title_en', 'Second window');
    await page.waitForTimeout(1_500);

    await at(page, 'project.report_numbers').fill('编号一');
    await saved(page);
    await lands(page, id, 'project.report_numbers', '编号一');
    await at(other, 'project.report_numbers').fill('编号二');
    const notice = other.getByRole('region', { name: /^您在另一窗口已修改/ });
    await notice.getByText('编号一').waitFor();
    await other.getByText('1 处需选择').first().waitFor();
    await picture(other, 'dossier-met-desktop-zh');
    await accessible(other, 'choice');
    assert.equal(await stands(page, id, 'project.report_numbers'), '编号一', 'never overwritten unseen');
    await notice.getByRole('button', { name: '用我的' }).click();
    await lands(page, id, 'project.report_numbers', '编号二');
    assert.equal(await at(other, 'project.report_numbers').inputValue(), '编号二');
  });
});

test('rows that two windows add at once are both kept', async () => {
  await onPage(CLERK, async (page, context) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    const other = await context.newPage();
    await open(other, `/dossiers/${id}`);
    for (const [window, word] of [
      [page, '甲词'],
      [other, '乙词'],
    ]) {
      await window.getByRole('button', { name: /^添加一项\s?：主题词/ }).click();
      await window.keyboard.type(word);
      await saved(window);
    }
    const words = () => at(other, 'project.keywords').getByRole('textbox').evaluateAll((boxes) => boxes.map((box) => box.value).sort());
    await other.waitForFunction(() => document.getElementById('project.keywords').querySelectorAll('input').length === 2);
    for (let attempt = 0; attempt < 25 && (await words()).includes(''); attempt += 1) await other.waitForTimeout(200);
    assert.deepEqual(await words(), ['乙词', '甲词']);
    assert.equal((await stands(page, id, 'project.keywords')).length, 2);
    assert.equal(await other.getByText('1 处需选择').count(), 0);
  });
});

test('two people: the other’s text is offered and taken', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=summary`);
    await onPage({ role: 'society_head' }, async (head) => {
      await open(head, `/dossiers/${id}?section=summary`);
      await at(head, 'summary.text').fill('负责人写的简介。');
      await saved(head);
      await lands(head, id, 'summary.text', '负责人写的简介。');
    });
    await at(page, 'summary.text').fill('经办人写的简介。');
    const notice = page.getByRole('region', { name: /^他人已修改/ });
    await notice.getByText('负责人写的简介。').waitFor();
    // An open choice outlives the page.
    await page.reload();
    await settled(page);
    await notice.getByText('经办人写的简介。').waitFor();
    await notice.getByRole('button', { name: '用对方的' }).click();
    await notice.waitFor({ state: 'detached' });
    assert.equal(await at(page, 'summary.text').inputValue(), '负责人写的简介。');
    assert.equal(await stands(page, id, 'summary.text'), '负责人写的简介。');
  });
});

test('the network is cut while typing: everything lands once, in order', async () => {
  await onPage(CLERK, async (page, context) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await context.setOffline(true);
    await at(page, 'project.title').fill('断网前');
    await page.getByText('未保存：离线，稍后自动重试').first().waitFor();
    await at(page, 'project.title_en').fill('Offline');
    await at(page, 'project.title').fill('断网后');
    await page.waitForTimeout(2_500);
    await picture(page, 'dossier-offline-desktop-zh');
    await context.setOffline(false);
    await saved(page);
    await lands(page, id, 'project.title', '断网后');
    const made = await changes(page, id);
    const [first, then] = [...new Set(made.map(([version]) => version))];
    assert.deepEqual(
      made.sort((one, other) => one[0] - other[0] || one[1].localeCompare(other[1])),
      [
        [first, 'project.title', '断网前'],
        [then, 'project.title', '断网后'],
        [then, 'project.title_en', 'Offline'],
      ],
    );
  });
});

test('an answer that is lost is asked for again, and nothing is done twice', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    const keys = [];
    await page.route(`**/api/v1/dossiers/${id}`, async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      keys.push(route.request().headers()['idempotency-key']);
      if (keys.length > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await at(page, 'project.title').fill('一次');
    await saved(page);
    assert.equal(keys.length, 2);
    assert.equal(keys[0], keys[1]);
    assert.equal((await changes(page, id)).length, 1);
  });
});

test('a session that ends while typing loses nothing', async () => {
  await onPage({}, async (page, context) => {
    await page.goto(`${BASE}${BOARD}`);
    await signIn(page, accountOf('society_clerk'));
    await page.getByRole('heading', { level: 1, name: '提名材料' }).waitFor();
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await context.clearCookies();
    await at(page, 'project.title').fill('登录过期时写的');
    const dialog = page.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await dialog.waitFor();
    await page.getByText('未保存：登录已过期，重新登录后自动保存').first().waitFor();
    await dialog.locator('input[name=password]').fill(accountOf('society_clerk').password);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'hidden' });
    await saved(page);
    await lands(page, id, 'project.title', '登录过期时写的');

    // Closed without signing in: the edit waits, and is sent by the one who comes back later.
    await context.clearCookies();
    await at(page, 'project.title_en').fill('Later');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: '关闭' }).click();
    await page.reload();
    await page.waitForURL(/sign-in/);
    await signIn(page, accountOf('society_clerk'));
    await page.waitForURL(new RegExp(`/dossiers/${id}`));
    await lands(page, id, 'project.title_en', 'Later');
    assert.equal(await at(page, 'project.title_en').inputValue(), 'Later');
    assert.equal((await changes(page, id)).length, 2);
  });
});

test('switching the language in the middle keeps what was typed', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=summary`);
    await at(page, 'summary.text').fill('写到一半');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { level: 2, name: 'Abstract', exact: true }).waitFor();
    assert.equal(await at(page, 'summary.text').inputValue(), '写到一半');
    await page.getByText(/^Saved \d\d:\d\d:\d\d$/).waitFor();
    await lands(page, id, 'summary.text', '写到一半');
  });
});

test('a page that dies right after a key, before anything was sent, loses nothing', async () => {
  await onPage(CLERK, async (page, context) => {
    const id = await begun(page);
    const doomed = await context.newPage();
    await open(doomed, `/dossiers/${id}`);
    await at(doomed, 'project.title').fill('关页前的最后一字');
    // As a tab dies of its memory: no handler of the page runs any more.
    const crashed = doomed.waitForEvent('crash');
    (await context.newCDPSession(doomed)).send('Page.crash').catch(() => undefined);
    await crashed;
    await doomed.close();
    assert.equal(await stands(page, id, 'project.title'), null);
    await open(page, BOARD);
    await page.getByText('本机有未保存的修改').first().waitFor();
    await open(page, `/dossiers/${id}`);
    await lands(page, id, 'project.title', '关页前的最后一字');
    assert.equal(await at(page, 'project.title').inputValue(), '关页前的最后一字');
    assert.equal((await changes(page, id)).length, 1);
  });
});

test('a personal datum is masked, shown for a reason and replaced whole', async () => {
  const NUMBER = '11010519491231002X';
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=completers`);
    await page.getByRole('button', { name: /^添加一项/ }).click();
    await page.keyboard.type('示范甲');
    assert.equal(await page.getByLabel(/^证件号码/).count(), 0, 'asked for when the kind of document is known');
    await page.getByLabel(/^证件类型/).selectOption('id_card');
    const [row] = await (async () => {
      await saved(page);
      return stands(page, id, 'completers.items');
    })();
    const address = `completers.items/${row}/id_number`;
    await at(page, address).fill(NUMBER);
    await saved(page);
    await lands(page, id, address, `11${'*'.repeat(14)}2X`);
    assert.equal(await at(page, address).inputValue(), NUMBER, 'in sight until done');
    await page.getByRole('button', { name: '完成', exact: true }).click();
    await page.getByText(`已填写 11${'*'.repeat(14)}2X`).waitFor();
    await page.reload();
    await settled(page);
    await page.getByText(`已填写 11${'*'.repeat(14)}2X`).waitFor();
    assert.ok(!(await page.content()).includes(NUMBER));
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(!kept.includes(NUMBER), 'nothing of it stays on this machine');
    const onDisk = await page.evaluate(
      () =>
        new Promise((resolve) => {
          indexedDB.open('laurel').onsuccess = ({ target }) => {
            target.result.transaction('edits').objectStore('edits').getAll().onsuccess = (found) => resolve(found.target.result.join());
          };
        }),
    );
    assert.ok(!onDisk.includes(NUMBER), 'nor on its disk');

    await at(page, address).getByRole('button', { name: '查看' }).click();
    const dialog = page.getByRole('dialog', { name: '查看个人信息' });
    await dialog.getByRole('button', { name: '查看' }).click();
    await dialog.getByText('请写不少于 4 个字的理由。').waitFor();
    await dialog.getByLabel('查看理由').fill('与身份证复印件核对');
    await picture(page, 'dossier-reveal-desktop-zh');
    await dialog.getByRole('button', { name: '查看' }).click();
    await dialog.getByText(NUMBER).waitFor();
    await dialog.getByRole('button', { name: '关闭' }).click();

    const before = (await changes(page, id)).length;
    await at(page, address).getByRole('button', { name: '更改' }).click();
    await at(page, address).waitFor();
    await page.getByRole('button', { name: '取消', exact: true }).click();
    await page.waitForTimeout(1_200);
    assert.equal((await changes(page, id)).length, before, 'the mask is never sent back');
  });
});

test('an earlier version comes back as a new one', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}?section=summary`);
    const long = '第一稿，写得比较长，用来看并排的对比是否清楚，一直写到超过一行为止，这样两个版本会并排显示出来，而不是挤在一行里。';
    await at(page, 'summary.text').fill(long);
    await lands(page, id, 'summary.text', long);
    await at(page, 'summary.text').fill(`${long}第二稿。`);
    await lands(page, id, 'summary.text', `${long}第二稿。`);
    await saved(page);
    await page.getByRole('button', { name: '修改历史' }).click();
    const drawer = page.getByRole('dialog', { name: '修改历史' });
    await drawer.getByRole('button', { name: /^▸?项目简介/ }).first().click();
    await drawer.getByRole('table', { name: '项目简介' }).waitFor();
    await picture(page, 'dossier-history-desktop-zh');
    await drawer.getByRole('button', { name: '恢复到此版本' }).first().click();
    await drawer.getByText(/^已恢复到版本 2 的内容，现为版本 4。/).waitFor();
    await page.waitForFunction((text) => document.getElementById('summary.text').value === text, long);
    assert.equal((await changes(page, id)).length, 3);

    // What a colleague wrote after this page looked is shown, and not written over.
    const written = await page.request.patch(`${BASE}/api/v1/dossiers/${id}`, {
      headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() },
      data: { edits: [{ address: 'summary.text', value: '同事的新稿', seen: 4 }] },
    });
    assert.equal(written.status(), 200);
    await drawer.getByRole('button', { name: '恢复到此版本' }).first().click();
    await drawer.getByText(/他人已先修改/).waitFor();
    await drawer.getByRole('button', { name: '关闭' }).click();
    await page.waitForFunction(() => document.getElementById('summary.text').value === '同事的新稿');
    assert.equal(await stands(page, id, 'summary.text'), '同事的新稿');
  });
});

test('a text over its limit is kept and marked, never cut', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    const text = `${'字'.repeat(30)}👩‍🔬多`;
    await at(page, 'project.title').fill(text);
    await page.getByText('32／30 字').waitFor();
    await page.getByText('超出 2 字，内容已保留。超出部分：“👩‍🔬多”').waitFor();
    await lands(page, id, 'project.title', text);
    await page.reload();
    await settled(page);
    assert.equal(await at(page, 'project.title').inputValue(), text);
    assert.equal(await at(page, 'project.title').getAttribute('aria-invalid'), 'true');
    await picture(page, 'dossier-over-desktop-zh');
    // What is no day is kept as it was typed, too.
    const answer = await page.request.patch(`${BASE}/api/v1/dossiers/${id}`, {
      headers: { 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() },
      data: { edits: [{ address: 'project.starts_on', value: '2015年春', seen: 0 }] },
    });
    assert.equal(answer.status(), 200);
    await page.reload();
    await settled(page);
    assert.equal(await at(page, 'project.starts_on').inputValue(), '2015年春');
    await at(page, 'project.starts_on').fill('2015-03-01');
    await lands(page, id, 'project.starts_on', '2015-03-01');
  });
});

test('what the server refuses stays in sight and can be given up', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await page.route(`**/api/v1/dossiers/${id}`, (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 409, contentType: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title: '冲突', status: 409, code: 'conflict', detail: '提名材料已不在起草中，不能修改' }) }) : route.continue(),
    );
    await at(page, 'project.title').fill('太晚了');
    await page.getByText('提名材料已不在起草中，不能修改').waitFor();
    await page.getByText('1 处未被接受').first().waitFor();
    assert.equal(await at(page, 'project.title').inputValue(), '太晚了');
    await page.getByRole('button', { name: '放弃这处修改' }).click();
    await page.getByText('1 处未被接受').first().waitFor({ state: 'detached' });
    assert.equal(await at(page, 'project.title').inputValue(), '');
  });
});

for (const [name, size] of Object.entries(WIDTHS)) {
  test(`the board and the editor hold, ${name}`, async () => {
    for (const language of ['zh-CN', 'en']) {
      await onPage({ ...CLERK, language, size }, async (page) => {
        const { data } = await read(page, BOARD);
        // The one that the demonstration has half written, whatever other stories begin.
        const half = data.find((dossier) => dossier.number === `2027-${SOCIETY}-01`);
        assert.ok(half?.title, 'the first dossier of the demonstration');
        const sections = Object.fromEntries(['project', 'opinion', 'completers', 'papers', 'declarations', 'summary'].map((section) => [`dossier-${section}`, `/dossiers/${half.id}?section=${section}`]));
        for (const [key, path] of Object.entries({ dossiers: BOARD, ...sections })) {
          await open(page, path);
          await page.locator('main h2').first().waitFor();
          const row = page.locator('main fieldset button[aria-expanded=false]').first();
          if ((await row.count()) > 0) await row.click();
          if (language === 'zh-CN') await accessible(page, `${key} ${name}`);
          else assert.deepEqual(await chineseOutsideRecords(page), [], `${key} ${name}`);
          await picture(page, `${key}-${name}-${language === 'en' ? 'en' : 'zh'}`);
        }
      });
    }
  });
}

test('another society’s dossier is not there', async () => {
  await onPage({ role: 'society_clerk' }, async (page) => {
    await open(page, `/dossiers/${randomUUID()}`);
    await page.getByText('没有这个页面').waitFor();
  });
});
