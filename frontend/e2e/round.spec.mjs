// Story: from the ballots to the published result. The panel that was called writes, signs and votes; nobody outside can tell; two people release, and the society reads its own. What was awarded before holds without the server, and not with one sign changed.
// It holds the one meeting that was called: it has a server of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { send } from './assignments.mjs';
import { ACCOUNTS, accessible, BASE, closeBrowser, onPage, open, picture, read, settled } from './browser.mjs';

const { LAUREL_E2E_PROGRAM: PROGRAM } = process.env;
const FOLDER = mkdtempSync(join(tmpdir(), 'laurel-round-'));
const YEAR = 2025;
const OFFICE = { role: 'award_office' };
const SECOND = { role: 'office_second' };
const HEAD = { role: 'society_head' };
const MEMBERS = ['chair', 'scribe', 'committee_member', ...Object.keys(ACCOUNTS).filter((key) => /^member\d+$/.test(key)).sort()];
const OPINION = '评审组听取了汇报，认为该项目主要结论有据，建议提交评审委员会。';
const TITLE = '进步奖初评结果';

const story = { meeting: '', release: '', before: {} };

/** What a society and anyone without an account can find out. */
async function outside() {
  const ofHead = await onPage(HEAD, async (page) => {
    const told = {};
    // Not the defences: whether something may still be handed in is the society's to know.
    for (const path of ['/society-results', `/rounds/${YEAR}/nominations?limit=200`, '/notices/unread', '/society-questions']) told[path] = JSON.stringify(await read(page, path));
    return told;
  });
  const ofAll = await onPage({}, async (page) => {
    const told = {};
    for (const path of ['/public/results', `/public/results/${YEAR}`, `/public/results/${YEAR}.json`]) {
      const text = await (await page.request.get(`${BASE}${path}`)).text();
      told[path] = text.replaceAll(/nonce="[^"]*"/g, '');
    }
    return told;
  });
  return { ...ofHead, ...ofAll };
}

const meetingOf = async (page) => (await read(page, `/meetings/${story.meeting}`)).data;

before(async () => {
  assert.ok(PROGRAM, 'this story asks for LAUREL_E2E_PROGRAM');
  assert.equal(MEMBERS.length, 15, 'the members of the panel');
  await onPage(OFFICE, async (page) => {
    const { data: meetings } = await read(page, `/rounds/${YEAR}/meetings`);
    const called = meetings.find((each) => each.state === 'called' && each.body.category === 'PRO');
    assert.ok(called, 'a panel that was called');
    story.meeting = called.id;
    for (const seat of (await meetingOf(page)).seats) {
      await send(page, 'POST', `/meetings/${called.id}/attendance`, { version: (await meetingOf(page)).version, data: { seat: seat.id, is_in: true } });
    }
    await send(page, 'POST', `/meetings/${called.id}/open`, { version: (await meetingOf(page)).version, data: {} });
  });
  story.before = await outside();
});
after(async () => {
  await closeBrowser();
  rmSync(FOLDER, { recursive: true });
});

/** The items of which somebody in the panel is told. */
async function ownItems(page) {
  const { data } = await read(page, `/my-meetings/${story.meeting}`);
  return data.items.map((item) => item.facts).filter((facts) => facts);
}

test('what the panel thinks is written, locked and signed by everybody who does not keep out', async () => {
  for (const role of ['scribe', 'chair']) {
    await onPage({ role }, async (page) => {
      for (const item of await ownItems(page)) {
        if (item.opinion) continue;
        const path = `/agenda-items/${item.id}/opinion`;
        await send(page, 'PUT', path, { version: 0, data: { text: OPINION } });
        await send(page, 'POST', `${path}/lock`, { version: 1, data: {} });
      }
    });
  }
  for (const role of MEMBERS) {
    await onPage({ role }, async (page) => {
      for (const { opinion } of await ownItems(page)) {
        await send(page, 'POST', `/my-meetings/${story.meeting}/opinions/${opinion.id}/sign`, { version: opinion.version, data: { digest: opinion.digest, answer: 'agree' } });
      }
    });
  }
});

/** A ballot on what was nominated for a grade: every line may pass, and all members mark all but the last of the second grade. */
async function vote(grade, items) {
  const ballot = await onPage(OFFICE, async (page) => {
    const data = { category: 'PRO', grade, items, cap: items.length, places: items.length, reason: '每一项都可以通过' };
    const drafted = await send(page, 'POST', `/meetings/${story.meeting}/ballots`, { data, key: true });
    return send(page, 'POST', `/ballots/${drafted.id}/open`, { version: drafted.version, data: {} });
  });
  const passing = grade === 'second' ? items.length - 1 : items.length;
  for (const role of MEMBERS) {
    await onPage({ role }, async (page) => {
      const { data: own } = await read(page, `/ballots/${ballot.id}`);
      const marks = own.lines.filter((line) => !line.is_recused && line.number <= passing).map((line) => line.number);
      await send(page, 'POST', `/ballots/${ballot.id}/papers`, { data: { marks }, key: true });
    });
  }
  await onPage(OFFICE, async (page) => {
    const { version } = (await read(page, `/ballots/${ballot.id}`)).data;
    await send(page, 'POST', `/ballots/${ballot.id}/close`, { version, data: {} });
  });
}

test('it votes on each grade, the meeting ends, and nobody outside can tell', async () => {
  const lines = await onPage(OFFICE, async (page) => {
    const { data: nominations } = await read(page, `/rounds/${YEAR}/nominations?category=PRO&limit=200`);
    const gradeOf = new Map(nominations.map((each) => [each.nomination_id, each.grade]));
    return (await meetingOf(page)).items.map((item) => ({ id: item.id, grade: gradeOf.get(item.nomination.number) }));
  });
  for (const grade of ['second', 'special', 'first']) {
    const items = lines.filter((line) => line.grade === grade).map((line) => line.id);
    if (items.length > 0) await vote(grade, items);
  }
  await onPage(OFFICE, async (page) => {
    await open(page, `/meetings/${story.meeting}`);
    await page.getByRole('button', { name: '结束会议' }).click();
    await page.getByRole('button', { name: '结束会议' }).waitFor({ state: 'detached' });
    assert.equal((await meetingOf(page)).state, 'closed');
  });
  assert.deepEqual(await outside(), story.before);
});

test('one officer drafts what was decided, and still nobody outside can tell', async () => {
  await onPage(OFFICE, async (page) => {
    await open(page, `/rounds/${YEAR}/results`);
    await page.getByRole('button', { name: '起草发布' }).click();
    const form = page.getByRole('form', { name: '起草发布' });
    await form.getByLabel('初评', { exact: true }).check();
    await form.getByLabel('国家科学技术进步奖').check();
    await form.getByLabel('标题').fill(TITLE);
    await form.getByRole('button', { name: '生成草案' }).click();
    await page.getByText('符合发布条件。').waitFor();
    await page.getByText('由您起草，须由奖励办另一人发布。').waitFor();
    story.release = page.url().split('/').at(-1);
    await accessible(page, 'a draft of results');
    await picture(page, 'round-draft-desktop-zh');
  });
  assert.deepEqual(await outside(), story.before);
});

test('another releases it by typing how many there are, and the society reads its own', async () => {
  const count = await onPage(SECOND, async (page) => {
    await open(page, `/rounds/${YEAR}/results/${story.release}`);
    const { data } = await read(page, `/result-releases/${story.release}`);
    const form = page.getByRole('form', { name: '发布结果' });
    await form.getByRole('button', { name: '发布', exact: true }).click();
    await form.getByText(`请输入 ${data.decisions.length}。`).waitFor();
    await form.getByLabel('输入项数以确认').fill(String(data.decisions.length));
    await form.getByRole('button', { name: '发布', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    const { data: done } = await read(page, `/result-releases/${story.release}`);
    assert.equal(done.state, 'released');
    assert.ok(done.decisions.every((one) => one.is_final));
    await picture(page, 'round-released-desktop-zh');
    return done.decisions.length;
  });
  assert.ok(count > 20, 'so many that their number is typed');
  await onPage(HEAD, async (page) => {
    await open(page, '/society-results');
    await settled(page);
    const { data } = await read(page, '/society-results');
    const own = data.find((one) => one.category === 'PRO');
    assert.equal(own.decisions[0].stage, 'first_review');
    assert.equal(own.decisions[0].votes ?? null, null, 'no vote leaves the office');
    await page.getByText(own.title).first().waitFor();
    await picture(page, 'round-society-desktop-zh');
    assert.notEqual(JSON.stringify(await read(page, '/society-results')), story.before['/society-results']);
  });
});

test('what was awarded holds without the server, and with one sign changed it does not', async () => {
  const bundle = await onPage({}, async (page) => (await page.request.get(`${BASE}/public/results/${YEAR}/bundle.json`)).body());
  const verify = async (bytes) => {
    const file = join(FOLDER, 'bundle.json');
    writeFileSync(file, bytes);
    return promisify(execFile)(PROGRAM, ['verify', file]).then(
      () => 0,
      (error) => error.code,
    );
  };
  assert.equal(await verify(bundle), 0);
  for (const at of [10, Math.floor(bundle.length / 2), bundle.length - 20]) {
    const changed = Buffer.from(bundle);
    changed[at] ^= 1;
    assert.equal(await verify(changed), 1, `the byte ${at}`);
  }
});
