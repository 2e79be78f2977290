// Story: a clerk hands or mails each nominee a personal link; the nominee confirms or refuses on a telephone, without scripts; a change asks again.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, onPage, open, picture, WIDTHS } from './browser.mjs';

after(closeBrowser);

const SOCIETY = 'D-B-12';
const CLERK = { role: 'society_clerk' };
const HEADERS = () => ({ 'X-Laurel-Request': '1', Origin: BASE, 'Idempotency-Key': randomUUID() });

/** Writes fields past the page. */
async function write(page, id, values, seen = 0) {
  const edits = Object.entries(values).map(([address, value]) => ({ address, value, seen }));
  const answer = await page.request.patch(`${BASE}/api/v1/dossiers/${id}`, { headers: HEADERS(), data: { edits } });
  assert.equal(answer.status(), 200, await answer.text());
}

/** A dossier with three people, of whom the first has an identity number and the last no name. */
async function begun(page) {
  const answer = await page.request.post(`${BASE}/api/v1/rounds/2027/dossiers`, { headers: HEADERS(), data: { society_id: SOCIETY, form_id: 'nat-1' } });
  assert.equal(answer.status(), 201);
  const { id } = (await answer.json()).data;
  await write(page, id, {
    'project.title': '高温合金界面空位的演化规律',
    'project.grade': 'second',
    'completers.items': ['a', 'b', 'c'],
    'completers.items/a/name': '示范甲',
    'completers.items/a/id_type': 'id_card',
    'completers.items/a/id_number': '11010519491231002X',
    'completers.items/a/email': 'shifan.jia@example.org',
    'completers.items/a/title': '研究员',
    'completers.items/a/work_unit': '示范金属研究所',
    'completers.items/a/completing_unit': '示范金属研究所',
    'completers.items/a/contribution': '提出界面空位守恒关系，对发现点1、2作出创造性贡献。',
    'completers.items/b/name': '示范乙',
    'completers.items/b/work_unit': '示范理工大学',
  });
  return id;
}

const person = (page, row) => page.locator(`li[data-row=${row}]`);
async function links(dialog) {
  await dialog.locator('input[readonly]').first().waitFor();
  return dialog.locator('input[readonly]').evaluateAll((boxes) => boxes.map((box) => box.value));
}

/** A page of the nominee: no account, no scripts. */
async function asNominee(page, options, story) {
  const context = await page.context().browser().newContext({ javaScriptEnabled: false, locale: 'zh-CN', ...options });
  try {
    await story(await context.newPage());
  } finally {
    await context.close();
  }
}

async function confirm(page, address, { signature, number, relation }) {
  await page.goto(address);
  for (const box of await page.locator('input[type=checkbox]').all()) await box.check();
  if (relation) {
    await page.getByText('填写关系（最多五人）').click();
    await page.getByLabel('姓名', { exact: true }).first().fill(relation);
    await page.getByLabel('关系', { exact: true }).first().selectOption('teacher_student');
  }
  if (number) await page.getByLabel('您的证件号码的最后四位').fill(number);
  await page.getByLabel('签名：输入您的姓名').fill(signature);
  await page.getByRole('button', { name: '事实无误，同意并确认' }).click();
}

test('every missing person gets a link, answers on a telephone, and the board says so', async () => {
  await onPage(CLERK, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name: '人员与同意' }).click();
    await page.getByRole('heading', { level: 1, name: '人员与同意' }).waitFor();
    await person(page, 'c').getByText('请先填写姓名和项目名称。').waitFor();
    await picture(page, 'people-before-desktop-zh');
    await page.getByRole('button', { name: '为 2 名待确认者生成链接' }).click();
    const dialog = page.getByRole('dialog', { name: '2 个链接已生成' });
    const [first, second] = await links(dialog);
    assert.ok(first.startsWith(`${BASE}/nominee/`));
    await picture(page, 'people-links-desktop-zh');
    await accessible(page, 'links');
    await dialog.getByRole('button', { name: '已交给本人，关闭' }).click();
    await person(page, 'a').getByText('等待答复').waitFor();
    assert.ok(!(await page.content()).includes(first), 'shown once');

    await asNominee(page, { viewport: WIDTHS.phone }, async (phone) => {
      await phone.goto(first);
      await picture(phone, 'nominee-ask-phone-zh');
      await phone.getByRole('button', { name: '事实无误，同意并确认' }).click();
      await phone.getByRole('heading', { name: '还没有提交，请先补充' }).waitFor();
      await picture(phone, 'nominee-missing-phone-zh');
      await confirm(phone, first, { signature: '示范甲', number: '1234' });
      await phone.getByText(/与提名材料中的证件号码不符，还可以试 4 次/).first().waitFor();
      await confirm(phone, first, { signature: '示范甲', number: '002x', relation: '某评审专家' });
      await phone.getByRole('heading', { level: 1, name: '您已确认' }).waitFor();
      await picture(phone, 'nominee-confirmed-phone-zh');
      await phone.goto(second);
      await phone.getByText('有不对的地方，或者不同意：拒绝').click();
      await phone.getByLabel('理由').fill('我的排序应在示范甲之前。');
      await phone.getByLabel('签名：输入您的姓名').fill('示范乙');
      await phone.getByRole('button', { name: '拒绝' }).click();
      await phone.getByRole('heading', { level: 1, name: '您已拒绝' }).waitFor();
      await phone.goto(`${BASE}/nominee/no-such-word`);
      await phone.getByRole('heading', { level: 1, name: '链接不能使用' }).waitFor();
      await picture(phone, 'nominee-nothing-phone-zh');
    });

    await page.reload();
    await person(page, 'a').getByText('已申报关系 1 项（内容只供奖励办查看）').waitFor();
    await person(page, 'b').getByText('我的排序应在示范甲之前。').waitFor();
    await page.getByText('已确认 1／3').first().waitFor();
    await picture(page, 'people-answered-desktop-zh');
    await accessible(page, 'people');

    await write(page, id, { 'completers.items': ['b', 'a', 'c'] }, 2);
    await page.reload();
    await person(page, 'a').getByText('须再次确认').waitFor();
    await page.setViewportSize(WIDTHS.phone);
    await picture(page, 'people-outdated-phone-zh');
    await accessible(page, 'people on a telephone');
    await person(page, 'b').getByRole('button', { name: /^生成链接\s?：示范乙/ }).click();
    const once = page.getByRole('dialog', { name: '1 个链接已生成' });
    await once.waitFor();
    await picture(page, 'people-link-phone-zh');
    await accessible(page, 'link on a telephone');
    await once.getByRole('button', { name: '已交给本人，关闭' }).click();
    await person(page, 'b').getByRole('button', { name: /^撤销链接\s?：示范乙/ }).click();
    await person(page, 'b').getByText('已拒绝').waitFor();

    // By mail: the words are seen before, the link never.
    await person(page, 'b').getByText('材料中没有可用的电子邮箱').waitFor();
    await person(page, 'a').getByRole('button', { name: /^发送邮件\s?：示范甲/ }).click();
    const letter = page.getByRole('dialog', { name: '用邮件发送个人链接' });
    await letter.getByText('s***@example.org').waitFor();
    await letter.getByText(/This letter is for/).waitFor();
    await picture(page, 'people-letter-phone-zh');
    await accessible(page, 'letter on a telephone');
    await letter.getByRole('button', { name: '发送 1 封邮件' }).click();
    await person(page, 'a').getByText('邮件已发出').waitFor();
  });
});

test('the page of a nominee holds at every width and in English', async () => {
  await onPage({ ...CLERK, language: 'en' }, async (page) => {
    const id = await begun(page);
    await open(page, `/dossiers/${id}/people`);
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'people-desktop-en');
    await page.getByRole('button', { name: 'Write to the one who has not answered' }).click();
    await page.getByRole('dialog').getByText(/This letter is for/).waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'people-letter-desktop-en');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await person(page, 'a').getByRole('button', { name: /^Make link/ }).click();
    const [address] = await links(page.getByRole('dialog'));
    await page.getByRole('button', { name: /^Copy\s?: 示范甲/ }).click();
    for (const [size, name] of [
      [WIDTHS.desktop, 'desktop'],
      [WIDTHS.phone, 'phone'],
      [{ width: 360, height: 780 }, 'narrow'],
    ]) {
      // With scripts, as the inspection is one; the page itself has none.
      await onPage({ language: 'en', size }, async (nominee) => {
        await nominee.goto(address);
        await nominee.getByRole('heading', { name: '2. Statements' }).waitFor();
        await nominee.locator('summary').first().click();
        await nominee.locator('summary').last().click();
        await picture(nominee, `nominee-ask-${name}-en`);
        await accessible(nominee, `nominee at ${name}`);
        await nominee.getByRole('link', { name: '中文' }).click();
        await nominee.getByRole('heading', { name: '二、声明' }).waitFor();
        await accessible(nominee, `被提名人 ${name}`);
      });
    }
  });
});


