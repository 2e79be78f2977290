// Story: somebody objects on the public page, the office takes it, the society answers, the objector keeps silent, and the clock ends it; who objected is nowhere on the way. Beside it a nominator and a nominee keep silent, and somebody comes too late.
// It moves the clock of its server: it has a server of its own, which serves it once.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { accessible, BASE, chineseOutsideRecords, closeBrowser, forgetSessions, onPage, open, picture, read, settled, WIDTHS } from './browser.mjs';

const { LAUREL_E2E_CLOCK: CLOCK } = process.env;

before(() => assert.ok(CLOCK, 'this story asks for LAUREL_E2E_CLOCK'));
after(closeBrowser);

const OFFICE = { role: 'award_office' };
const ADMIN = { role: 'award_admin' };
const HEAD = { role: 'society_head' };
const SOCIETY = '示范冶金学会';
/** Fifteen working days are over within these, whatever holidays lie between; so is the publicity. */
const SILENCE_DAYS = 32;
/** The server looks at the file five times a second, and at what is due every two seconds. */
const LOOK_MS = 1_000;
const SWEEP_MS = 6_000;
const PUBLICITY = process.env.LAUREL_E2E_PUBLICITY ?? '2027-acceptance-1';
const NAME = '示例异议者甲申';
const EMAIL = 'story.objector@example.org';
const FACTS = '第一项创新点在 2018 年的论文中已由他人公开，提名书未作引用，见所附首页。';
const SUMMARY = '有人对第一项创新点的首创性提出异议，请说明其与已有论文的关系。';
const PDF = { name: 'mine.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n') };

/** The objections of the story by whose silence ends them, each with its code and number. */
const objections = { objector: {}, nominee: {}, nominator: {} };
const story = objections.objector;

/** The form for the first entry of the head's society in the publicity of the demonstration, or of anybody else. */
async function form(language, isOwn = true) {
  const response = await fetch(`${BASE}/public/publicities/${PUBLICITY}.json`);
  assert.equal(response.status, 200, PUBLICITY);
  const { entries } = await response.json();
  const found = entries.find((one) => (one.nominator === SOCIETY) === isOwn);
  assert.ok(found, `an entry of ${isOwn ? SOCIETY : 'another'}`);
  return `/public/objections/new?publicity=${PUBLICITY}&entry=${found.position}&lang=${language}`;
}

/** Fills the form, without a name. */
async function fill(page) {
  await page.getByLabel('学术类').check();
  await page.locator('textarea[name=facts]').fill(FACTS);
  await page.locator('input[type=file]').setInputFiles(PDF);
  await page.getByLabel('匿名提出').check();
}

/** Sends the form, and keeps what the receipt says. */
async function send(page, objection) {
  await page.locator('button[type=submit]').click();
  await page.locator('code.receipt').waitFor();
  objection.code = await page.locator('code.receipt').innerText();
  objection.number = await page.locator('dd').first().innerText();
}

/** The page of a case, by its code. */
async function follow(page, { code }, language = 'zh') {
  await page.goto(`${BASE}/public/objections/follow?lang=${language}`);
  await page.locator('input[name=code]').fill(code);
  await page.locator('button[type=submit]').click();
  await page.locator('dl').first().waitFor();
}

/** The office takes an objection that is open on its page. */
async function take(page, objection) {
  await page.getByLabel('受理，转提名单位答复').check();
  await page.getByLabel('转述给提名单位的内容').fill(SUMMARY);
  await page.getByRole('button', { name: '提交审查结论' }).click();
  await page.getByRole('heading', { name: '要求补充材料' }).waitFor();
  objection.id = new URL(page.url()).pathname.split('/').at(-1);
}

/** The society answers what is asked of it on the page that is open, with files where there are any. */
async function answer(page, files = []) {
  await page.getByLabel('答复', { exact: true }).fill('该论文与本项的对象和方法不同，比较说明见附表。');
  await page.getByLabel('材料（可不附）').setInputFiles(files);
  await page.getByRole('button', { name: '提交答复' }).click();
  await page.getByRole('button', { name: '提交答复' }).waitFor({ state: 'detached' });
}

/** The office asks something of a party. */
async function ask(page, { id }, party, what) {
  await open(page, `/objections/${id}`);
  await page.getByLabel('向谁').selectOption(party);
  await page.getByLabel('要求的内容').fill(what);
  // The words stand in the form already: only the server's answer says that they were sent.
  const sent = page.waitForResponse((answer) => answer.request().method() === 'POST' && answer.url().includes(id));
  await page.getByRole('button', { name: '发出' }).click();
  assert.ok((await sent).ok(), 'it was asked');
}

/** How an objection ended, as the office reads it. */
async function ending(page, { id }) {
  await open(page, `/objections/${id}`);
  const { data } = await read(page, `/objections/${id}`);
  return [data.state, data.outcome, data.effect, data.nomination.state];
}

test('somebody objects without an account: what is missing is said, nothing typed is lost, a receipt is shown', async () => {
  await onPage({ size: WIDTHS.phone, language: 'en' }, async (page) => {
    await page.goto(`${BASE}${await form('en')}`);
    await accessible(page, 'objection form, phone, en');
    await picture(page, 'objection-form-phone-en');
  });
  await onPage({}, async (page) => {
    await page.goto(`${BASE}${await form('zh')}`);
    await accessible(page, 'objection form');
    await picture(page, 'objection-form-desktop-zh');
    await page.locator('textarea[name=facts]').fill(FACTS);
    await page.locator('input[name=name]').fill(NAME);
    await page.locator('input[name=email]').fill(EMAIL);
    await page.locator('button[type=submit]').click();
    await page.getByRole('alert').getByText('请选择异议类型').waitFor();
    assert.equal(await page.locator('input[name=name]').inputValue(), NAME, 'what was typed stays');
    await accessible(page, 'objection form with faults');
    await picture(page, 'objection-form-faults-desktop-zh');
    await page.getByLabel('学术类').check();
    await page.locator('input[type=file]').setInputFiles(PDF);
    await send(page, story);
    assert.match(story.code, /^([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
    await accessible(page, 'receipt');
    await picture(page, 'objection-receipt-desktop-zh');
    await follow(page, story);
    await page.getByText('待审查').waitFor();
    await picture(page, 'objection-follow-received-desktop-zh');
  });
  for (const [objection, isOwn] of [
    [objections.nominee, true],
    [objections.nominator, false],
  ]) {
    await onPage({}, async (page) => {
      await page.goto(`${BASE}${await form('zh', isOwn)}`);
      await fill(page);
      await send(page, objection);
    });
  }
});

test('the office takes all three, and the society answers what the office tells it', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, '/objections');
    await accessible(page, 'queue');
    await picture(page, 'objections-queue-desktop-zh');
    await page.getByRole('link', { name: story.number }).click();
    await settled(page);
    await accessible(page, 'objection to be screened');
    await picture(page, 'objection-received-desktop-zh');
    assert.ok(!(await page.content()).includes(NAME), 'who objected is not there');
    await take(page, story);
    for (const objection of [objections.nominee, objections.nominator]) {
      await open(page, '/objections');
      await page.getByRole('link', { name: objection.number }).click();
      await settled(page);
      await take(page, objection);
    }
  });
  await onPage(HEAD, async (page) => {
    await open(page, '/society-objections');
    await accessible(page, 'objections of the society');
    await picture(page, 'society-objections-desktop-zh');
    await page.getByRole('link', { name: story.number }).click();
    await settled(page);
    assert.ok(!(await page.content()).includes(NAME), 'who objected is not there');
    assert.equal(await page.getByText('提名书未作引用').count(), 0, 'nor what the objector wrote');
    await accessible(page, 'objection of the society');
    await picture(page, 'society-objection-desktop-zh');
    await answer(page, [PDF, PDF]);
    await page.getByText('已完成').waitFor();
    const material = page.getByRole('list', { name: '提名单位的材料' });
    assert.equal(await material.getByRole('link').count(), 2, 'what was handed in is seen');
    await accessible(page, 'material handed in');
    await picture(page, 'society-objection-material-desktop-zh');
    // Also what the demonstration left open of the same nomination: whoever is silent there ends it here as well.
    const { data } = await read(page, '/society-objections');
    for (const { id } of data.filter((one) => one.id !== story.id && one.tasks.some((task) => task.standing === 'open'))) {
      await open(page, `/society-objections/${id}`);
      await answer(page);
    }
  });
});

test('the objector and a nominee are asked', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/objections/${story.id}`);
    const material = page.getByRole('list', { name: '提名单位的材料' });
    const [file] = await Promise.all([page.waitForEvent('download'), material.getByRole('link').first().click()]);
    assert.match(file.suggestedFilename(), /^material-\d+\.pdf$/);
    assert.equal(await page.getByRole('list', { name: '异议者的证明材料' }).getByRole('link').count(), 1);
    await ask(page, story, 'objector', '请补充论文的出处和页码。');
    await picture(page, 'objection-asked-desktop-zh');
    await ask(page, objections.nominee, 'nominee', '请第一完成人书面说明该创新点的来源。');
  });
  await onPage({ ...OFFICE, language: 'en' }, async (page) => {
    for (const address of ['/objections', `/objections/${story.id}`]) {
      await open(page, address);
      assert.deepEqual(await chineseOutsideRecords(page), [], address);
    }
  });
  await onPage({ size: WIDTHS.phone }, async (page) => {
    await follow(page, story);
    await page.getByText('请补充论文的出处和页码。').waitFor();
    await accessible(page, 'case, phone');
    await picture(page, 'objection-follow-asked-phone-zh');
  });
});

test('the last second of the publicity is in time; who comes a second later reads the rule', async () => {
  const { publicity } = await (await fetch(`${BASE}/public/publicities/${PUBLICITY}.json`)).json();
  const end = Date.parse(publicity.closes_at);
  const stand = async (instant) => {
    writeFileSync(CLOCK, new Date(instant).toISOString());
    await new Promise((done) => setTimeout(done, LOOK_MS));
  };
  const address = `${BASE}${await form('zh', false)}`;
  await onPage({ size: WIDTHS.phone }, async (late) => {
    await late.goto(address);
    await fill(late);
    await onPage({}, async (page) => {
      await page.goto(address);
      await fill(page);
      await stand(end - 1_000);
      await send(page, {});
    });
    await stand(end);
    await late.locator('button[type=submit]').click();
    const alert = late.getByRole('alert');
    await alert.getByRole('heading', { name: '异议期已经结束，不能受理' }).waitFor();
    await alert.getByText('《实施细则》第六十七条：任何单位或者个人对公示的候选者、候选项目有异议的，应当在公示期内提出；逾期提出的，不予受理。').waitFor();
    assert.equal(await late.locator('textarea[name=facts]').inputValue(), FACTS, 'what was typed stays');
    await accessible(late, 'late objection, phone');
    await picture(late, 'objection-late-phone-zh');
    assert.equal((await late.goto(address)).status(), 409, 'nor is there a form any more');
    await late.getByText(/第六十七条/).waitFor();
    await picture(late, 'objection-late-form-phone-zh');
  });
});

test('the time of all runs out', async () => {
  writeFileSync(CLOCK, String(SILENCE_DAYS));
  await new Promise((done) => setTimeout(done, SWEEP_MS));
  const { publicity } = await (await fetch(`${BASE}/public/publicities/${PUBLICITY}.json`)).json();
  assert.notEqual(publicity.standing, 'open');
  forgetSessions();
});

test('the objector kept silent: the clock drops the objection', async () => {
  await onPage({ size: WIDTHS.phone, language: 'en' }, async (page) => {
    await follow(page, story, 'en');
    await page.getByText('Dropped: no answer came in time').waitFor();
    await accessible(page, 'case dropped, phone, en');
    await picture(page, 'objection-follow-dropped-phone-en');
  });
  await onPage({ ...ADMIN, language: 'en', size: WIDTHS.phone }, async (page) => {
    // The nomination waits for what else was objected to it.
    assert.deepEqual(await ending(page, story), ['decided', 'dropped', 'stays', 'objection_investigating']);
    await page.getByText('Objector silent').waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await accessible(page, 'objection decided, phone, en');
    await picture(page, 'objection-decided-phone-en');
  });
  await onPage({ ...HEAD, language: 'en' }, async (page) => {
    await open(page, `/society-objections/${story.id}`);
    await page.getByText('Objection dropped').first().waitFor();
    assert.deepEqual(await chineseOutsideRecords(page), []);
    await picture(page, 'society-objection-decided-desktop-en');
  });
});

test('a nominator kept silent: the nomination is given up', async () => {
  await onPage({}, async (page) => {
    await follow(page, objections.nominator);
    await page.getByText('提名者放弃提名').waitFor();
    await page.getByText('提名者逾期未提供材料且未申请延期，视为放弃提名，提名终止').waitFor();
    await accessible(page, 'nomination given up');
    await picture(page, 'objection-follow-abandoned-desktop-zh');
  });
  await onPage(ADMIN, async (page) => {
    assert.deepEqual(await ending(page, objections.nominator), ['decided', 'abandoned', 'terminated', 'abandoned']);
    await page.getByText('提名单位逾期', { exact: true }).waitFor();
    await picture(page, 'objection-abandoned-desktop-zh');
  });
});

test('a nominee kept silent: that admits it, and two people decide what follows', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/objections/${objections.nominee.id}`);
    await page.getByText(/候选者逾期未提供材料，视为承认异议（实施细则第七十三条）/).waitFor();
    await accessible(page, 'objection admitted');
    await page.getByLabel('调查记录').fill('候选者逾期未作说明，调阅所附论文，异议所述属实。');
    await page.getByRole('button', { name: '保存调查记录' }).click();
    assert.equal(await page.getByLabel('异议不成立').count(), 0, 'nothing but the effect is to be decided');
    await page.getByLabel('候选者承认异议').check();
    await page.getByLabel('提名终止').check();
    await page.getByLabel('理由', { exact: true }).fill('候选者承认异议，影响提名书的主要创新点。');
    await picture(page, 'objection-admitted-desktop-zh');
    await page.getByRole('button', { name: '提交处理意见' }).click();
    await page.getByText('处理意见由您拟定，须由另一人决定。').waitFor();
  });
  await onPage({ ...ADMIN, size: WIDTHS.phone }, async (page) => {
    await open(page, `/objections/${objections.nominee.id}`);
    await page.getByLabel('同意，按此办结').check();
    await picture(page, 'objection-deciding-phone-zh');
    await page.getByRole('button', { name: '作出决定' }).click();
    await page.getByText('已办结').first().waitFor();
    assert.deepEqual(await ending(page, objections.nominee), ['decided', 'admitted', 'terminated', 'upheld_terminated']);
  });
  await onPage({ ...HEAD, size: WIDTHS.phone }, async (page) => {
    await open(page, `/society-objections/${objections.nominee.id}`);
    await page.getByText('候选者承认异议').first().waitFor();
    await accessible(page, 'objection admitted, society, phone');
    await picture(page, 'society-objection-admitted-phone-zh');
    await open(page, '/society-objections');
    await picture(page, 'society-objections-phone-zh');
  });
});

test('two people open who objected; once', async () => {
  await onPage(ADMIN, async (page) => {
    await open(page, `/objections/${story.id}`);
    await page.getByLabel('查阅理由').fill('异议者反映受到打击报复，须当面核实情况。');
    await page.getByRole('button', { name: '申请查阅' }).click();
    await page.getByText('待批准').waitFor();
    assert.equal(await page.getByLabel('是否同意查阅').count(), 0, 'not by who asked');
  });
  await onPage({ role: 'supervisor' }, async (page) => {
    await open(page, `/objections/${story.id}`);
    await page.getByLabel('同意', { exact: true }).check();
    await page.getByLabel('理由', { exact: true }).fill('情况属实，同意查阅一次。');
    await picture(page, 'objection-identity-supervisor-desktop-zh');
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByText('已批准').waitFor();
    assert.equal(await page.getByRole('button', { name: '查看身份（仅一次）' }).count(), 0);
  });
  await onPage(ADMIN, async (page) => {
    await open(page, `/objections/${story.id}`);
    await page.getByRole('button', { name: '查看身份（仅一次）' }).click();
    await page.getByText(NAME).waitFor();
    await page.getByText(EMAIL).waitFor();
    await accessible(page, 'identity shown');
    await open(page, `/objections/${story.id}`);
    await page.getByText('已查看').waitFor();
    assert.equal(await page.getByText(NAME).count(), 0, 'once');
  });
});
