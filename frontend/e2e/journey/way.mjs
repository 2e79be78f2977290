// By which pages does a nomination go its way through its society? Each deed as the clerk, the nominee or the head does it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { send } from '../assignments.mjs';
import { open, settled } from '../browser.mjs';
import { pdf } from '../documents.mjs';
import { filesOf, peopleOf } from './complete.mjs';

const BOARD = '/rounds/2027/dossiers';

/** The dialog in which a nomination is begun, with its form chosen. */
export async function choose(page, form) {
  await open(page, BOARD);
  await page.getByRole('button', { name: '新建提名' }).click();
  const dialog = page.getByRole('dialog', { name: '新建提名' });
  await dialog.getByLabel(form.title.zh, { exact: true }).check();
  return dialog;
}

/** The dossier on whose page one has come. */
export async function arrived(page) {
  await page.waitForURL(/\/dossiers\/[0-9a-f-]+$/);
  await settled(page);
  return page.url().split('/').pop();
}

/** Goes to another page of the dossier on which one is. */
export const turnTo = (page, name) => page.getByRole('navigation', { name: '提名材料的各页' }).getByRole('link', { name, exact: true }).click();

/** Uploads every attachment on the page of attachments; their numbers follow the order in which they were picked. */
export async function handIn(page, dossier) {
  await turnTo(page, '附件');
  await page.getByLabel('上传文件').setInputFiles(await filesOf(page, dossier));
  const rows = page.getByRole('table').getByRole('row');
  await rows.nth(dossier.attachments.length).waitFor({ timeout: 60_000 });
  const texts = await rows.allInnerTexts();
  for (const { number, name } of dossier.attachments) assert.ok(texts[number].startsWith(`${number}\t`) && texts[number].includes(name), texts[number]);
}

/** A nominee declares a relation to a possible reviewer. */
async function declare(phone, { name, unit, kind, note }) {
  await phone.getByText('填写关系（最多五人）').click();
  const first = phone.getByRole('group', { name: '专家 1', exact: true });
  await first.getByLabel('姓名').fill(name);
  await first.getByLabel('单位').fill(unit);
  await first.getByLabel('关系').selectOption(kind);
  await first.getByLabel('说明').fill(note);
}

/** Hands each nominee a link on the page of people, and lets each agree and sign on a page of their own, without an account or a script. */
export async function confirm(page, dossier, look) {
  const people = peopleOf(dossier);
  await turnTo(page, '人员与同意');
  await page.getByRole('button', { name: `为 ${people.length} 名待确认者生成链接` }).click();
  const dialog = page.getByRole('dialog', { name: `${people.length} 个链接已生成` });
  await dialog.locator('input[readonly]').first().waitFor();
  const links = await dialog.locator('input[readonly]').evaluateAll((boxes) => boxes.map((box) => box.value));
  await dialog.getByRole('button', { name: '已交给本人，关闭' }).click();
  assert.equal(links.length, people.length);
  for (const [at, { name, number }] of people.entries()) {
    const context = await page.context().browser().newContext({ javaScriptEnabled: false, locale: 'zh-CN', viewport: { width: 390, height: 844 } });
    try {
      const phone = await context.newPage();
      await phone.goto(links[at]);
      for (const box of await phone.locator('input[type=checkbox]').all()) await box.check();
      if (at === 0 && dossier.relation) await declare(phone, dossier.relation);
      await phone.getByLabel('您的证件号码的最后四位').fill(number.slice(-4));
      await phone.getByLabel('签名：输入您的姓名').fill(name);
      if (at === 0) await look(phone, 'nominee');
      await phone.getByRole('button', { name: '事实无误，同意并确认' }).click();
      await phone.getByRole('heading', { level: 1, name: '您已确认' }).waitFor();
      if (at === 0) await look(phone, 'nominee-confirmed');
    } finally {
      await context.close();
    }
  }
  await page.reload();
  await page.getByText(`已确认 ${people.length}／${people.length}`).first().waitFor();
}

/** The clerk asks for the review, and cannot pass it. */
export async function askReview(page) {
  await turnTo(page, '遴选与公示');
  await page.getByRole('button', { name: '提请审核' }).click();
  await page.getByLabel('给审核人的说明（可不填）').fill('材料齐全，完成人均已确认。');
  await page.locator('form').getByRole('button', { name: '提请审核' }).click();
  await page.getByText(/这次审核由您提请/).waitFor();
  assert.equal(await page.getByRole('button', { name: '审核通过' }).count(), 0, 'not by who asked');
}

/** Somebody else passes the review. */
export async function passReview(page, id, look) {
  await open(page, `/dossiers/${id}/process`);
  await page.getByRole('button', { name: '审核通过' }).waitFor();
  await look(page, 'approval');
  await page.getByRole('button', { name: '审核通过' }).click();
  await page.getByText(/由学会登记提名前公示/).waitFor();
}

/** Writes down the publicity, in the society and in every unit, for as few days as are allowed. */
export async function beginPublicity(page) {
  await page.reload();
  const form = page.getByRole('form', { name: '登记公示' });
  await form.getByLabel('公示地点').fill('学会网站\n各完成单位公告栏');
  for (const box of await form.getByRole('group', { name: '以下完成单位已同时公示' }).getByRole('checkbox').all()) await box.check();
  await form.getByRole('button', { name: '登记公示' }).click();
  await page.getByText(/公示至 [\d-]+ 24 时结束/).first().waitFor();
  assert.equal(await page.getByRole('form', { name: '登记公示结果' }).count(), 0, 'not while it runs');
}

/** Writes down that nobody objected, with what proves the publicity, without which it is not taken. */
export async function endPublicity(page, id) {
  await open(page, `/dossiers/${id}/process`);
  const form = page.getByRole('form', { name: '登记公示结果' });
  await form.getByLabel('无异议').check();
  await form.getByRole('button', { name: '登记公示结果' }).click();
  await form.getByText('请附上公示的证明材料。').waitFor();
  // With the file the dossier is one version on, which is what is ended.
  const looked = page.waitForResponse((answer) => answer.url().endsWith(`/dossiers/${id}/process`) && answer.ok());
  await form.getByLabel('证明附件').setInputFiles({ name: '公示截图.pdf', mimeType: 'application/pdf', buffer: pdf('Notice of the publicity') });
  await form.getByRole('link', { name: /：公示截图\.pdf$/ }).waitFor();
  await looked;
  await settled(page);
  await form.getByRole('button', { name: '登记公示结果' }).click();
  await page.getByText(/公示已结束，由学会登记理事会或常务理事会的决议/).waitFor();
}

/** Records one resolution of the standing council on several nominations. */
export async function resolve(page, [id, ...others], look) {
  await open(page, `/dossiers/${id}/process`);
  const today = /服务器时间 (\d{4}-\d\d-\d\d)/.exec(await page.getByRole('timer').innerText())[1];
  const form = page.getByRole('form', { name: '登记决议' });
  for (const other of others) await form.locator(`input[value="${other}"]`).check();
  await form.getByLabel('会议', { exact: true }).selectOption('standing_council');
  await form.getByLabel('开会日期').fill(today);
  for (const [name, count] of Object.entries({ 应到: 31, 实到: 25, 赞成: 24, 弃权: 1 })) await form.getByLabel(name, { exact: true }).fill(String(count));
  await form.getByLabel('会议纪要', { exact: true }).fill('会议听取了遴选和公示情况，同意提名。');
  await look(page, 'resolution');
  await form.getByRole('button', { name: '登记决议' }).click();
  await page.getByText(/应到 31 人，实到 25 人；赞成 24/).waitFor();
}

/** The head finds nothing wrong, declares and submits; gives the paths of the receipt and of the archive, saved in `folder`. */
export async function submit(page, id, folder, look) {
  await open(page, `/dossiers/${id}/submission`);
  await page.getByText('没有不合格项，可以提交。').waitFor();
  await page.getByRole('checkbox', { name: /不含国家秘密/ }).check();
  await look(page, 'submit');
  await page.getByRole('button', { name: '提交提名' }).click();
  await page.getByText(/^已提交。提名号 \S+，回执如下。$/).waitFor();
  await look(page, 'receipt');
  return { receipt: await saved(page, '下载回执', folder), archive: await saved(page, '下载材料存档（含附件）', folder) };
}

/** The office examines what was submitted, finds every rule to hold, and accepts. */
export async function accept(page, id) {
  const { id: examination } = await send(page, 'POST', `/nominations/${id}/examination`, { key: true });
  await open(page, `/examinations/${examination}`);
  await page.getByRole('button', { name: /^其余 \d+ 项未审项目均合格$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^确认这 \d+ 项合格$/ }).click();
  await page.getByRole('button', { name: '受理', exact: true }).click();
  await page.getByRole('dialog', { name: '受理' }).getByRole('button', { name: '确认受理' }).click();
  await page.getByText('已受理，通知书可以下载。').waitFor();
}

/** Clicks what is to be downloaded, and gives the path at which it was saved. */
export async function saved(page, name, folder) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText(name, { exact: true }).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}
