// Story: ten minutes without a network, a browser that is killed, a storage that is full, a clock that is a day off;
// nothing that was typed is lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';
import { accountOf, BASE, chromiumPath, closeBrowser, onPage, open, read, signIn } from './browser.mjs';
import { at, begun, changes, lands } from './written.mjs';

after(closeBrowser);

const CLERK = { role: 'society_clerk' };
const HOME = '/rounds/2027/home';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const EDIT_EVERY_MS = 5_000;
const EDITS = (10 * MINUTE_MS) / EDIT_EVERY_MS;

test('the network is cut for ten minutes of typing: all fields land, once and in order', async () => {
  await onPage(CLERK, async (page, context) => {
    await page.clock.install();
    const id = await begun(page);
    await open(page, `/dossiers/${id}`);
    await at(page, 'project.title').fill('断网之前');
    await page.clock.fastForward(EDIT_EVERY_MS);
    await lands(page, id, 'project.title', '断网之前');
    await context.setOffline(true);
    for (let edit = 1; edit <= EDITS; edit += 1) {
      await at(page, 'project.title').fill(`第${edit}次修改`);
      if (edit === 1) await at(page, 'project.title_en').fill('At once');
      if (edit === EDITS / 2) await at(page, 'project.title_en').fill('Half way');
      await page.clock.fastForward(EDIT_EVERY_MS);
    }
    await page.getByText('未保存：离线，稍后自动重试').first().waitFor();
    await context.setOffline(false);
    await page.clock.fastForward(MINUTE_MS);
    await lands(page, id, 'project.title', `第${EDITS}次修改`);
    await lands(page, id, 'project.title_en', 'Half way');
    const made = await changes(page, id);
    assert.equal(new Set(made.map((change) => JSON.stringify(change.slice(1)))).size, made.length, 'nothing twice');
    const numbers = made.filter(([, address]) => address === 'project.title').map(([, , text]) => Number(/\d+/.exec(text)?.[0] ?? 0));
    assert.deepEqual(numbers, [...numbers].sort((one, other) => one - other), 'in the order in which they were typed');
    assert.equal(numbers.at(-1), EDITS);
  });
});

/** Starts a browser of its own on a profile; gives what talks to it and what kills it. */
async function browserOn(profile) {
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-sync', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  // A group of its own, so that all its processes end at once.
  const child = spawn(chromiumPath(), flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const address = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (part) => {
      said += part;
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(said)));
  });
  const browser = await chromium.connectOverCDP(address);
  return { browser, context: browser.contexts()[0], kill };
}

/** Keys of edits in local storage, asked where nothing of the program runs. */
async function inLocalStorage(context) {
  const page = await context.newPage();
  await page.goto(`${BASE}/favicon.svg`);
  const keys = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('laurel.edits')));
  await page.close();
  return keys;
}

/** Opens a dossier in such a browser, signing in on the way. */
async function openedIn(context, id) {
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${BASE}/dossiers/${id}`);
  await page.locator('input[name=password], h1').first().waitFor();
  if ((await page.locator('input[name=password]').count()) > 0) await signIn(page, accountOf(CLERK.role));
  await page.waitForURL(new RegExp(`/dossiers/${id}`));
  await at(page, 'project.title').waitFor();
  return page;
}

test('the browser is killed while the network is away: what was typed is sent when it is started again', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'laurel-profile-'));
  let running;
  try {
    await onPage(CLERK, async (watch) => {
      const id = await begun(watch);
      running = await browserOn(profile);
      const page = await openedIn(running.context, id);
      await running.context.setOffline(true);
      await at(page, 'project.title').fill('浏览器被终止之前');
      // What is said to be kept outlives the browser from this moment on.
      await page.getByText('；已存入本机').waitFor();
      await running.kill();
      assert.equal((await read(watch, `/dossiers/${id}`)).data.fields['project.title'] ?? null, null, 'not sent yet');
      // Whether local storage got to the disk in time is chance; so it goes, and what comes back is what was said to be kept.
      rmSync(join(profile, 'Default', 'Local Storage'), { recursive: true });
      running = await browserOn(profile);
      assert.deepEqual(await inLocalStorage(running.context), []);
      const again = await openedIn(running.context, id);
      await lands(watch, id, 'project.title', '浏览器被终止之前');
      assert.equal(await at(again, 'project.title').inputValue(), '浏览器被终止之前');
      assert.equal((await changes(watch, id)).length, 1);
    });
  } finally {
    await running?.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('local storage is full and the page dies: the newest of what was typed comes back, not what had room', async () => {
  const [old, last] = ['有空间时写的', '本机存储已满之后写的，比原来的长'];
  await onPage(CLERK, async (page, context) => {
    const id = await begun(page);
    const doomed = await context.newPage();
    await open(doomed, `/dossiers/${id}`);
    await context.setOffline(true);
    await at(doomed, 'project.title').fill(old);
    await doomed.getByText('；已存入本机').waitFor();
    await doomed.evaluate(() => {
      for (let [size, count] = [2 ** 20, 0]; size >= 1; size /= 2) {
        try {
          for (; ; count += 1) localStorage.setItem(`room.${count}`, 'x'.repeat(size));
        } catch {
          // Full for texts of this size.
        }
      }
    });
    await at(doomed, 'project.title').fill(last);
    await doomed.getByText('；已存入本机').waitFor();
    assert.equal(await doomed.getByText('本机存储空间不足').count(), 0, 'the disk has room');
    const kept = await doomed.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith('laurel.edits')).join());
    assert.ok(kept.includes(old) && !kept.includes(last), kept);
    const crashed = doomed.waitForEvent('crash');
    (await context.newCDPSession(doomed)).send('Page.crash').catch(() => undefined);
    await crashed;
    await doomed.close();
    await context.setOffline(false);
    await open(page, `/dossiers/${id}`);
    await lands(page, id, 'project.title', last);
    assert.equal(await at(page, 'project.title').inputValue(), last);
    assert.deepEqual((await changes(page, id)).map(([, , text]) => text), [old, last]);
  });
});

for (const [name, off] of [
  ['a day ahead', DAY_MS],
  ['a day behind', -DAY_MS],
]) {
  test(`the clock of the browser is ${name}: saving, sending again and the shown time go by the server`, async () => {
    await onPage(CLERK, async (page, context) => {
      const id = await begun(page);
      await page.clock.install({ time: Date.now() + off });
      await open(page, `/dossiers/${id}`);
      await at(page, 'project.title').fill('按服务器的时间');
      // Of another day than the browser's, the instant has its day with it.
      await page.getByText(/^已保存 .*\d\d:\d\d:\d\d$/).waitFor();
      await context.setOffline(true);
      await at(page, 'project.title_en').fill('By the clock of the server');
      await page.getByText('未保存：离线，稍后自动重试').first().waitFor();
      await context.setOffline(false);
      await lands(page, id, 'project.title_en', 'By the clock of the server');
      assert.equal((await changes(page, id)).length, 2, 'each once');
      await open(page, HOME);
      const shown = await page.locator('dt', { hasText: '现在（服务器时间）' }).locator('xpath=following-sibling::dd').innerText();
      const { now } = (await read(page, HOME)).data;
      const seconds = Math.abs(Date.parse(`${shown.replace(' ', 'T')}+08:00`) - Date.parse(now)) / 1_000;
      assert.ok(seconds < 30, `${seconds} s apart`);
    });
  });
}
