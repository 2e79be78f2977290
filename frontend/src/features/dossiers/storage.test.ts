import { describe, expect, it, vi } from 'vitest';
import { written } from './copies';
import { LONGEST_WAIT_MS, RETRY_MS } from './disk';
import { board, keyOf, marked, openWindow, page, pass, queueOf, inFakeBrowser } from './fake_page';

const browser = inFakeBrowser();

describe('what a page that is gone has left', () => {
  it('is taken from the disk where local storage was full for the newest of it', async () => {
    const before = page(await openWindow(), 'before');
    before.type('old');
    browser.storage.fills();
    before.type('much longer, and new');
    await pass();
    expect(browser.copies(keyOf('before'))).toEqual([['old'], ['much longer, and new']]);
    browser.die('before');
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass();
    expect(after.taken).toEqual([['much longer, and new']]);
    expect(browser.copies(keyOf('before'))).toEqual([undefined, undefined]);
    expect(browser.copies(keyOf('after'))[1]).toEqual(['much longer, and new']);
    after.sent();
    await pass();
    expect(browser.keys()).toEqual([[], []]);
  });
  it('is taken from the disk where local storage has nothing, and marked before', async () => {
    const before = page(await openWindow(), 'before');
    before.type('typed');
    await pass();
    browser.storage.removeItem(keyOf('before'));
    browser.die('before');
    const window = await openWindow();
    expect(await marked(window)).toEqual(['paper']);
    const after = page(window, 'after');
    after.takeLeft();
    await pass();
    expect(after.taken).toEqual([['typed']]);
    expect(browser.keys()).toEqual([[keyOf('after')], [keyOf('after')]]);
  });
  it('is taken from local storage where the disk had only an older copy, which does not come back', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('newer'), 7));
    browser.database.rows.set(keyOf('before'), written(queueOf('older'), 6));
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass();
    after.sent();
    await pass();
    expect([after.taken, ...browser.keys()]).toEqual([[['newer']], [], []]);
  });
  it('stays where it is for other people and dossiers', async () => {
    const rows = [keyOf('page', 'paper', 'other'), keyOf('page', 'second')];
    for (const key of rows) browser.database.rows.set(key, written(queueOf('typed'), 1));
    const window = await openWindow();
    const after = page(window, 'after');
    after.takeLeft();
    await pass();
    expect([after.taken, ...browser.keys()]).toEqual([[], [], rows]);
    expect([await marked(window), await marked(window, 'other'), await marked(window, '')]).toEqual([['second'], ['paper'], []]);
  });
  it('is taken where another’s is torn', async () => {
    browser.storage.setItem(keyOf('a-torn'), '{"batches":[');
    browser.database.rows.set(keyOf('b-odd'), '{}');
    browser.storage.setItem(keyOf('c-whole'), written(queueOf('typed'), 1));
    const window = await openWindow();
    expect(await marked(window)).toEqual(['paper']);
    const after = page(window, 'after');
    after.takeLeft();
    await pass();
    expect(after.taken).toEqual([['typed']]);
    expect(browser.keys()).toEqual([
      [keyOf('a-torn'), keyOf('after')],
      [keyOf('b-odd'), keyOf('after')],
    ]);
  });
  it('stays where it is when taking it over fails, and holds no other up', async () => {
    for (const name of ['first', 'second']) browser.storage.setItem(keyOf(name), written(queueOf(name), 1));
    const after = page(await openWindow(), 'after');
    after.takeLeft(() => {
      if (after.taken.length === 1) throw new Error('a fault');
    });
    await pass();
    expect(after.taken).toEqual([['first'], ['second']]);
    expect(['first', 'second'].map((name) => browser.copies(keyOf(name))[0])).toEqual([['first'], undefined]);
  });
});

describe('where there is no room for what is taken over', () => {
  it('it is taken once, and stays where it was', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('typed'), 1));
    browser.database.rows.set(keyOf('before'), written(queueOf('typed'), 1));
    browser.storage.fills();
    const after = page(await openWindow(), 'after');
    after.takeLeft(() => browser.database.becomes('fails'));
    await pass(LONGEST_WAIT_MS);
    expect([after.taken, after.shelf.isUnkept]).toEqual([[['typed']], true]);
    expect(browser.copies(keyOf('before')), 'a crash now loses nothing').toEqual([['typed'], ['typed']]);
  });
  it('it leaves its place when it was sent meanwhile', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('typed'), 1));
    browser.storage.fills();
    const after = page(await openWindow(), 'after');
    after.takeLeft(() => browser.database.becomes('hangs'));
    await pass();
    expect(browser.copies(keyOf('before'))[0]).toEqual(['typed']);
    after.sent();
    await pass(LONGEST_WAIT_MS);
    expect(browser.copies(keyOf('before'))[0]).toEqual([]);
  });
});

describe('what is done', () => {
  it('is noted until the disk has forgotten it, so that no older copy comes back', async () => {
    const before = page(await openWindow(), 'before');
    before.type('typed');
    await pass();
    browser.database.becomes('fails');
    before.sent();
    await pass();
    expect(browser.copies(keyOf('before'))).toEqual([[], ['typed']]);
    browser.die('before');
    const window = await openWindow();
    browser.database.becomes('works');
    expect(await marked(window)).toEqual([]);
    const after = page(window, 'after');
    after.takeLeft();
    await pass();
    expect([after.taken, ...browser.keys()]).toEqual([[], [], []]);
  });
  it('is forgotten by the disk as soon as that works again', async () => {
    const only = page(await openWindow(), 'only');
    only.type('typed');
    await pass();
    browser.database.becomes('fails');
    only.sent();
    await pass(RETRY_MS);
    expect(browser.copies(keyOf('only'))).toEqual([[], ['typed']]);
    browser.database.becomes('works');
    await pass(RETRY_MS);
    expect(browser.keys()).toEqual([[], []]);
  });
  it('leaves what is typed on while the disk forgets', async () => {
    const only = page(await openWindow(), 'only');
    only.type('one');
    only.sent();
    only.type('two');
    await pass();
    expect(browser.copies(keyOf('only'))).toEqual([['two'], ['two']]);
  });
  it('is not left to do in a local storage that is full even for the note', async () => {
    const window = await openWindow();
    const only = page(window, 'only');
    only.type('typed');
    await pass();
    browser.storage.fills(0);
    only.sent();
    expect([browser.copies(keyOf('only')), only.shelf.isUnkept]).toEqual([[undefined, ['typed']], false]);
    browser.database.becomes('fails');
    only.shelf.close();
    await pass();
    browser.database.becomes('works');
    expect([browser.copies(keyOf('only'))[1], await marked(window)], 'what goes from the disk is not marked').toEqual([['typed'], []]);
    const next = page(window, 'next');
    next.takeLeft();
    await pass();
    expect(next.taken, 'nor taken').toEqual([]);
  });
});

describe('a disk that does not answer', () => {
  it('holds up nothing that local storage has, for longer than a moment', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('typed'), 1));
    browser.database.becomes('hangs');
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass(LONGEST_WAIT_MS - 1);
    expect(after.taken).toEqual([]);
    await pass(1);
    expect(after.taken).toEqual([['typed']]);
  });
  it('keeps what is newer there, which is taken when it answers', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('older'), 1));
    browser.database.rows.set(keyOf('before'), written(queueOf('newer', 'a.y'), 2));
    browser.database.becomes('hangs');
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass(2 * LONGEST_WAIT_MS);
    expect([after.taken, browser.copies(keyOf('before'))]).toEqual([[['older']], [[], ['newer']]]);
    browser.database.becomes('works');
    await pass();
    expect([after.taken, browser.copies(keyOf('before'))]).toEqual([[['older'], ['newer']], [undefined, undefined]]);
  });
  it('does not bring back what is older there, and forgets it when it answers', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('newer'), 2));
    browser.database.rows.set(keyOf('before'), written(queueOf('older'), 1));
    browser.database.becomes('hangs');
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass(2 * LONGEST_WAIT_MS);
    expect(browser.copies(keyOf('before'))).toEqual([[], ['older']]);
    browser.database.becomes('works');
    await pass();
    expect([after.taken, browser.copies(keyOf('before'))]).toEqual([[['newer']], [undefined, undefined]]);
  });
  it('does not hold a closed shelf for ever; the next page of the window takes what is on it', async () => {
    const window = await openWindow();
    const first = page(window, 'first');
    browser.storage.fills(0);
    browser.database.becomes('hangs');
    first.type('typed');
    first.shelf.close();
    const second = page(window, 'second');
    second.takeLeft();
    await pass(LONGEST_WAIT_MS);
    expect(second.taken).toEqual([]);
    await pass(LONGEST_WAIT_MS);
    expect(second.taken).toEqual([['typed']]);
  });
  it('is not needed for the mark', async () => {
    browser.storage.setItem(keyOf('before'), written(queueOf('typed'), 1));
    browser.database.becomes('hangs');
    expect(await marked(await openWindow())).toEqual(['paper']);
    browser.database.becomes('fails');
    expect(await marked(await openWindow())).toEqual(['paper']);
  });
  it('need not be there at all', async () => {
    vi.stubGlobal('indexedDB', undefined);
    browser.storage.setItem(keyOf('before'), written(queueOf('typed'), 1));
    const after = page(await openWindow(), 'after');
    after.takeLeft();
    await pass();
    expect([after.taken, browser.copies(keyOf('after'))[0], after.shelf.isOnDisk, after.shelf.isUnkept]).toEqual([[['typed']], ['typed'], false, false]);
  });
});

describe('a disk that comes back', () => {
  it('is written to when it failed from the first, and when it was closed', async () => {
    browser.database.becomes('fails');
    const only = page(await openWindow(), 'only');
    only.type('one');
    await pass();
    browser.database.becomes('works');
    await pass(RETRY_MS);
    expect([only.shelf.isOnDisk, browser.copies(keyOf('only'))[1]]).toEqual([true, ['one']]);
    browser.database.closes();
    only.type('two');
    await pass();
    expect([only.shelf.isOnDisk, browser.copies(keyOf('only'))[1]]).toEqual([true, ['two']]);
  });
});

describe('that there is no room', () => {
  it('is said where neither takes the edits, and not while the disk is written', async () => {
    const { shelf, type, sent, told } = page(await openWindow(), 'only');
    const said: boolean[] = [];
    told.mockImplementation(() => said.push(shelf.isUnkept));
    const look = async (value: string) => {
      type(value);
      said.push(shelf.isUnkept);
      await pass();
    };
    await look('fits');
    browser.storage.fills(0);
    await look('on the disk');
    await look('on the disk again');
    expect(said.splice(0)).toEqual([false, false, false, false, false, false]);
    browser.database.becomes('fails');
    await look('nowhere');
    await look('nowhere again');
    expect(said.splice(0), 'and stays said while it is tried').toEqual([false, true, true, true]);
    browser.database.becomes('works');
    await pass(RETRY_MS);
    expect([said.splice(0), shelf.isOnDisk]).toEqual([[false], true]);
    browser.database.becomes('fails');
    await look('nowhere');
    sent();
    expect(shelf.isUnkept, 'nothing is left to keep').toBe(false);
  });
  it('is not said of what is on the disk already', async () => {
    const window = await openWindow();
    browser.storage.fills(0);
    const [first, second] = [page(window, 'first'), page(window, 'second')];
    first.type('typed');
    await pass();
    browser.database.becomes('fails');
    second.type('typed');
    await pass();
    expect([first.shelf.isUnkept, second.shelf.isUnkept]).toEqual([false, true]);
  });
  it('is said of a local storage that is forbidden, and a disk that is none', async () => {
    vi.stubGlobal('indexedDB', undefined);
    vi.stubGlobal('localStorage', undefined);
    const window = await openWindow();
    const { shelf, type } = page(window, 'only');
    type('typed');
    await pass();
    expect([shelf.isUnkept, await marked(window)]).toEqual([true, ['paper']]);
  });
});

describe('a list of dossiers', () => {
  it('hears what its window writes, until it is gone', async () => {
    const window = await openWindow();
    const [list, only] = [board(window), page(window, 'only')];
    only.type('typed');
    await pass();
    expect([list.heard(), list.marks()]).toEqual([[keyOf('only')], ['paper']]);
    only.sent();
    await pass();
    expect([list.heard(), list.marks()]).toEqual([[], []]);
    only.type('typed');
    list.stop();
    await pass();
    expect(list.heard()).toEqual([]);
  });
  it('is told nothing when it is gone before the disk answers', async () => {
    browser.database.rows.set(keyOf('page'), written(queueOf('typed'), 1));
    browser.database.becomes('hangs');
    const list = board(await openWindow());
    await pass();
    list.stop();
    browser.database.becomes('works');
    await pass();
    expect(list.tell).not.toHaveBeenCalled();
  });
  it('marks nothing of another person, whatever was heard before', async () => {
    const window = await openWindow();
    const heard = new Map([[keyOf('page'), written(queueOf('typed'), 1)]]);
    expect([window.dossiersWithEdits('me', heard).size, window.dossiersWithEdits('other', heard).size]).toEqual([1, 0]);
  });
});
