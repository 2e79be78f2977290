// What does every story need? A browser, a signed-in page, and a watch over faults that no test looks for.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

/** Address of the server under test. */
export const BASE = (process.env.LAUREL_E2E_URL ?? '').replace(/\/$/, '');

/** Accounts by role: `{ award_office: { username, password }, … }`. */
export const ACCOUNTS = JSON.parse(process.env.LAUREL_E2E_ACCOUNTS ?? '{}');

/** The widths at which every page must hold. */
export const WIDTHS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const SCREENSHOTS = fileURLToPath(new URL('./screenshots/', import.meta.url));
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const CANDIDATES = [process.env.LAUREL_E2E_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

let browser;
const states = new Map();

/** Path of a Chromium on this machine, or undefined. */
export function chromiumPath() {
  return CANDIDATES.find((path) => path && existsSync(path));
}

/** One for a file, also where several stories ask at once. */
function theBrowser() {
  browser ??= chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return browser;
}

/** Closes the browser at the end of a file. */
export async function closeBrowser() {
  await (await browser)?.close();
  browser = undefined;
}

/** The account that holds a role. */
export function accountOf(role) {
  const account = ACCOUNTS[role];
  assert.ok(account, `LAUREL_E2E_ACCOUNTS names no account for ${role}`);
  return account;
}

/** Types name and password and sends them. */
export async function signIn(page, { username, password }) {
  const form = page.locator('form', { has: page.locator('input[name=password]') });
  await form.locator('input[name=username]').fill(username);
  await form.locator('input[name=password]').fill(password);
  await form.locator('button[type=submit]').click();
}

/** Cookies of a signed-in session of a role, made once per file. */
function stateOf(role) {
  if (!states.has(role)) states.set(role, signedIn(role));
  return states.get(role);
}

async function signedIn(role) {
  const context = await (await theBrowser()).newContext();
  const answer = await context.request.post(`${BASE}/api/v1/session`, {
    headers: { 'X-Laurel-Request': '1', Origin: BASE },
    data: accountOf(role),
  });
  assert.equal(answer.status(), 200, `signing in as ${role}`);
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Lets everybody sign in anew: when the server's clock has moved on, sessions are over. */
export function forgetSessions() {
  states.clear();
}

/**
 * Runs a story on a fresh page and fails it for what nobody should see in the console: violations of the
 * content security policy, uncaught errors, warnings of React. Gives what the story gives.
 */
export async function onPage({ role, language = 'zh-CN', size = WIDTHS.desktop, isScriptless = false }, story) {
  const context = await (await theBrowser()).newContext({
    viewport: size,
    locale: language,
    javaScriptEnabled: !isScriptless,
    ...(role ? { storageState: await stateOf(role) } : {}),
  });
  context.setDefaultTimeout(30_000);
  await context.addInitScript((chosen) => {
    // Only where nothing was chosen yet: the story itself may switch.
    // The frame of a PDF has no storage.
    if (globalThis.localStorage?.getItem('laurel.language') === null) localStorage.setItem('laurel.language', chosen);
  }, language);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const text = message.text();
    const isAnswer = text.startsWith('Failed to load resource');
    if (/Content Security Policy/i.test(text) || (message.type() === 'error' && !isAnswer)) faults.push(text);
  });
  try {
    const told = await story(page, context);
    assert.deepEqual(faults, [], 'the console stays clean');
    return told;
  } finally {
    await context.close();
  }
}

/** Goes to an address and waits until its data stands there. */
export async function open(page, path) {
  await page.goto(`${BASE}${path}`);
  await settled(page);
}

/** Waits until the page has its heading and nothing of it is still loading. */
export async function settled(page) {
  await page.locator('h1').first().waitFor();
  // It looks once a frame: only after two has a link that was followed begun to load its page, and said so.
  await page.waitForFunction(
    (seen) => {
      seen.frames += 1;
      return seen.frames > 2 && document.querySelector('.ant-skeleton, main[aria-busy="true"]') === null;
    },
    { frames: 0 },
  );
}

/** Scrolls to the top of the page, where nothing lies under the bar. */
export async function toTop(page) {
  await page.evaluate(() => window.scrollTo(0, 0));
}

/** Reads an address of the API as the signed-in account. */
export async function read(page, path) {
  const answer = await page.request.get(`${BASE}/api/v1${path}`);
  assert.equal(answer.status(), 200, path);
  return answer.json();
}

/** Year of the newest round that holds nominations. */
export async function roundWithNominations(page) {
  const { data } = await read(page, '/rounds');
  const round = [...data].sort((left, right) => right.year - left.year).find((each) => each.nominations > 0);
  assert.ok(round, 'a round with nominations');
  return round.year;
}

/** Takes a picture for people to look at; where nobody looks, none. */
export async function picture(page, name) {
  if (process.env.CI) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  // The bar stands where the page was scrolled to.
  await toTop(page);
  // Behind a dialog nothing is to be seen; and for the whole page the window is made another for a moment.
  const isWhole = (await page.locator('dialog[open]').count()) === 0;
  await page.screenshot({ path: `${SCREENSHOTS}${name}.png`, fullPage: isWhole });
}

/** Waits until no colour is on its way to another: half-way it may lack contrast. What turns for ever is let turn. */
function still(page) {
  return page.waitForFunction(() => {
    const ends = (moving) => Number.isFinite(moving.effect.getComputedTiming().endTime);
    return !document.getAnimations().some((moving) => moving.playState === 'running' && ends(moving));
  });
}

/** Finds no fault of accessibility from the top of the page, where nothing lies under the bar, and no sideways scrolling. */
export async function accessible(page, name) {
  await toTop(page);
  await still(page);
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(AXE_TAGS).analyze();
  const told = violations.map((each) => `${name}: ${each.id} ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  assert.deepEqual(told, []);
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(excess, 0, `${name} scrolls sideways by ${excess} px`);
}

/** Chinese on an English page outside of what is marked as Chinese: names and titles of the records. */
export function chineseOutsideRecords(page) {
  return page.evaluate(() => {
    const han = /\p{Script=Han}/u;
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode;
      if (han.test(textContent) && !parentElement.closest('[lang^=zh], noscript')) found.push(textContent.trim());
    }
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (han.test(element.getAttribute(name)) && !element.closest('[lang^=zh]')) found.push(element.getAttribute(name));
      }
    }
    return found;
  });
}
