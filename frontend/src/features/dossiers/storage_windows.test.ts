import { beforeEach, describe, expect, it, vi } from 'vitest';
import { written } from './copies';
import { LONGEST_WAIT_MS } from './disk';
import { board, keyOf, openWindow, page, pass, queueOf, inFakeBrowser } from './fake_page';

const browser = inFakeBrowser();

describe('two windows', () => {
  it('never take each other’s edits; when one dies, one of the others takes them, once', async () => {
    const [first, second, third] = [page(await openWindow(), 'first'), page(await openWindow(), 'second'), page(await openWindow(), 'third')];
    first.type('at first');
    await pass();
    second.takeLeft();
    third.takeLeft();
    await pass(LONGEST_WAIT_MS);
    browser.storage.fills();
    first.type('at last, and longer');
    await pass();
    expect([second.taken, third.taken, browser.copies(keyOf('first'))]).toEqual([[], [], [['at first'], ['at last, and longer']]]);
    browser.die('first');
    await pass();
    expect([second.taken, third.taken, browser.copies(keyOf('first'))]).toEqual([[['at last, and longer']], [], [undefined, undefined]]);
  });
  it('see each other’s edits on the list of dossiers, and see them go', async () => {
    const list = board(await openWindow());
    await pass();
    const writer = page(await openWindow(), 'writer');
    writer.type('typed');
    await pass();
    await browser.change(keyOf('writer'));
    expect([list.heard(), list.marks()]).toEqual([[keyOf('writer')], ['paper']]);
    writer.sent();
    expect(list.marks(), 'before the disk was heard again').toEqual([]);
    await pass();
    await browser.change(keyOf('writer', 'paper', 'other'));
    expect(list.heard(), 'another person’s is no reason to ask').toEqual([keyOf('writer')]);
    await browser.change(keyOf('writer'));
    expect(list.heard()).toEqual([]);
    writer.type('typed');
    await pass();
    await browser.change(null);
    expect(list.heard(), 'a cleared storage is').toEqual([keyOf('writer')]);
    list.stop();
    const { length } = list.tell.mock.calls;
    await browser.change(null);
    expect(list.tell.mock.calls.length).toBe(length);
  });
  it('let go of a shelf that is closed after the disk has what lies on it', async () => {
    const first = page(await openWindow(), 'first');
    await pass();
    browser.storage.fills(0);
    browser.database.becomes('hangs');
    first.type('typed');
    first.shelf.close();
    await pass(LONGEST_WAIT_MS - 1);
    expect(browser.locks.inLine(keyOf('first'))).toBe(1);
    browser.database.becomes('works');
    await pass();
    expect([browser.locks.inLine(keyOf('first')), browser.copies(keyOf('first'))]).toEqual([0, [undefined, ['typed']]]);
    expect(first.told, 'a closed page is told nothing').not.toHaveBeenCalled();
    const second = page(await openWindow(), 'second');
    second.takeLeft();
    await pass();
    expect(second.taken).toEqual([['typed']]);
  });
  it('let go of a shelf that was taken over after the disk has forgotten it', async () => {
    browser.database.rows.set(keyOf('before'), written(queueOf('typed'), 1));
    const [first, second] = [page(await openWindow(), 'first'), page(await openWindow(), 'second')];
    // What takes the text away from the disk is not answered.
    first.takeLeft(() => browser.database.becomes('hangs'));
    await pass();
    expect(browser.copies(keyOf('before')), 'done, as local storage has it').toEqual([[], ['typed']]);
    second.takeLeft();
    await pass(LONGEST_WAIT_MS - 1);
    expect([browser.locks.inLine(keyOf('before')), second.taken]).toEqual([2, []]);
    browser.database.becomes('works');
    await pass();
    expect([browser.locks.inLine(keyOf('before')), second.taken, browser.copies(keyOf('before'))]).toEqual([0, [], [undefined, undefined]]);
  });
  it('take nothing over any more when they are closed', async () => {
    const [first, second] = [page(await openWindow(), 'first'), page(await openWindow(), 'second')];
    first.type('typed');
    second.takeLeft();
    await pass();
    expect(browser.locks.inLine(keyOf('first'))).toBe(2);
    second.shelf.close();
    expect(browser.locks.inLine(keyOf('first')), 'not in line either').toBe(1);
    browser.die('first');
    await pass();
    expect([second.taken, browser.copies(keyOf('first'))]).toEqual([[], [['typed'], ['typed']]]);
  });
  it('take nothing over when they are closed while the disk is asked', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('typed'), 1));
    browser.database.becomes('hangs');
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass();
    after.shelf.close();
    await pass(LONGEST_WAIT_MS);
    browser.database.becomes('works');
    await pass();
    expect([after.taken, browser.copies(keyOf('before'))[0]]).toEqual([[], ['typed']]);
  });
});

describe('where the browser knows no locks', () => {
  beforeEach(() => void vi.stubGlobal('navigator', {}));

  it('what is left is taken, and nothing of the page’s own, or of another dossier', async () => {
    const window = await openWindow();
    const [own, other] = [page(window, 'own'), page(window, 'other', 'second')];
    browser.database.rows.set(keyOf('before'), written(queueOf('typed', 'a.y'), 1));
    own.type('own');
    other.type('other');
    own.takeLeft();
    await pass();
    expect([own.taken, browser.copies(keyOf('before'))]).toEqual([[['typed']], [undefined, undefined]]);
    expect(browser.copies(keyOf('other', 'second'))).toEqual([['other'], ['other']]);
  });
  it('what a living page types on while it is taken over stays in local storage', async () => {
    const [first, second] = [page(await openWindow(), 'first'), page(await openWindow(), 'second')];
    first.type('one');
    await pass();
    second.takeLeft(() => browser.database.becomes('hangs'));
    await pass();
    first.type('two');
    browser.database.becomes('works');
    await pass();
    expect([second.taken, browser.copies(keyOf('first'))[0]]).toEqual([[['one']], ['two']]);
  });
});
