import { describe, expect, it } from 'vitest';
import { acknowledge, adopt, drop, EMPTY, isEmpty, type Outcome, put, type Queue, refreshMet, refuse, retry, seal, takeMine, takeTheirs, typed } from './queue';

const NEW = { value: null, version: 0 };
const outcome = (given: Partial<Outcome>): Outcome => ({ version: 9, saved_at: '2027-01-01T00:00:00Z', saved: {}, merged: {}, met: [], ...given });
const theirs = (value: string | string[], version: number) => ({ value, version, by: 'other', at: '2027-01-01T00:00:00Z' });

describe('what waits', () => {
  it('keeps one edit a field, in the order in which the fields were begun, with what the first had seen', () => {
    let queue = put(EMPTY, 'a.x', '1', { value: '0', version: 3 });
    queue = put(queue, 'a.y', '1', NEW);
    queue = put(queue, 'a.x', '12', { value: '0', version: 7 });
    expect(queue.waiting).toEqual([
      { address: 'a.x', value: '12', seen: 3 },
      { address: 'a.y', value: '1', seen: 0 },
    ]);
    expect(typed(queue, 'a.x')?.value).toBe('12');
    expect(typed(queue, 'a.z')).toBeUndefined();
  });
  it('names what was seen of a list', () => {
    const queue = put(EMPTY, 'a.rows', ['r', 's'], { value: ['r'], version: 2 });
    expect(queue.waiting).toEqual([{ address: 'a.rows', value: ['r', 's'], seen: 2, base: ['r'] }]);
  });
  it('forgets what was typed and taken back before it left', () => {
    let queue = put(EMPTY, 'a.x', '01', { value: '0', version: 3 });
    queue = put(queue, 'a.x', '0', { value: '0', version: 3 });
    expect(isEmpty(queue)).toBe(true);
    // But not where something else is on its way.
    queue = seal(put(EMPTY, 'a.x', '01', { value: '0', version: 3 }), 'k');
    expect(put(queue, 'a.x', '0', { value: '0', version: 3 }).waiting).toHaveLength(1);
  });
});

describe('what is sent', () => {
  it('keeps its key and its text while more is typed', () => {
    let queue = seal(put(EMPTY, 'a.x', '1', NEW), 'first');
    queue = put(queue, 'a.x', '12', NEW);
    expect(seal(queue, 'second').batches).toEqual([{ key: 'first', edits: [{ address: 'a.x', value: '1', seen: 0 }] }]);
    expect(typed(queue, 'a.x')?.value).toBe('12');
  });
  it('is no longer than a request may be, and loses nothing', () => {
    let queue = EMPTY;
    for (let index = 0; index < 450; index += 1) queue = put(queue, `a.f${index}`, 'x', NEW);
    const sealed = seal(queue, 'k');
    expect([sealed.batches[0]?.edits.length, sealed.waiting.length]).toEqual([200, 250]);
    const long = seal(put(put(EMPTY, 'a.x', '字'.repeat(200_000), NEW), 'a.y', '1', NEW), 'k');
    expect([long.batches[0]?.edits.length, long.waiting.length]).toEqual([1, 1]);
  });
  it('leaves when it is acknowledged; what was typed since has seen it', () => {
    let queue = seal(put(put(EMPTY, 'a.x', '1', NEW), 'a.y', '1', NEW), 'k');
    queue = put(queue, 'a.x', '12', NEW);
    const answer = acknowledge(queue, outcome({ saved: { 'a.x': 5, 'a.y': 5 } }));
    expect(answer.settled).toEqual([
      { address: 'a.x', value: '1', version: 5 },
      { address: 'a.y', value: '1', version: 5 },
    ]);
    expect(answer.queue).toEqual({ ...EMPTY, waiting: [{ address: 'a.x', value: '12', seen: 5 }] });
  });
  it('takes a list that the server put together, and asks to be put together again where more was typed', () => {
    let queue = seal(put(EMPTY, 'a.rows', ['r', 'mine'], { value: ['r'], version: 2 }), 'k');
    const answered = outcome({ saved: { 'a.rows': 6 }, merged: { 'a.rows': ['r', 'mine', 'other'] } });
    expect(acknowledge(queue, answered).settled).toEqual([{ address: 'a.rows', value: ['r', 'mine', 'other'], version: 6 }]);
    queue = put(queue, 'a.rows', ['r', 'mine', 'more'], { value: ['r'], version: 2 });
    expect(acknowledge(queue, answered).queue.waiting).toEqual([{ address: 'a.rows', value: ['r', 'mine', 'more'], seen: 5, base: ['r', 'mine'] }]);
  });
});

describe('a field that somebody else changed', () => {
  const met = (): Queue => acknowledge(seal(put(EMPTY, 'a.x', 'mine', { value: 'old', version: 1 }), 'k'), outcome({ met: [{ address: 'a.x', ...theirs('theirs', 4) }] })).queue;

  it('waits for a choice, and keeps what is typed meanwhile', () => {
    const queue = put(met(), 'a.x', 'mine too', { value: 'theirs', version: 4 });
    expect(queue).toEqual({ ...EMPTY, met: [{ address: 'a.x', mine: 'mine too', theirs: theirs('theirs', 4) }] });
    expect(typed(queue, 'a.x')?.value).toBe('mine too');
  });
  it('takes what was typed while the answer was on its way as mine', () => {
    const queue = put(seal(put(EMPTY, 'a.x', '1', NEW), 'k'), 'a.x', '12', NEW);
    expect(acknowledge(queue, outcome({ met: [{ address: 'a.x', ...theirs('t', 4) }] })).queue).toEqual({ ...EMPTY, met: [{ address: 'a.x', mine: '12', theirs: theirs('t', 4) }] });
  });
  it('is sent again having seen the other, or left as the other wrote it', () => {
    expect(takeMine(met(), 'a.x')).toEqual({ ...EMPTY, waiting: [{ address: 'a.x', value: 'mine', seen: 4 }] });
    expect(isEmpty(takeTheirs(met(), 'a.x'))).toBe(true);
  });
  it('follows what the other writes next, and is settled where both say the same', () => {
    expect(refreshMet(met(), 'a.x', theirs('newer', 6)).met[0]?.theirs.value).toBe('newer');
    expect(refreshMet(met(), 'a.x', theirs('older', 3)).met[0]?.theirs.value).toBe('theirs');
    expect(isEmpty(refreshMet(met(), 'a.x', theirs('mine', 6)))).toBe(true);
  });
});

describe('what is refused', () => {
  const problem = { code: 'invalid', status: 422 };
  const sent = () => seal(put(put(put(EMPTY, 'a.x', '1', NEW), 'a.y', '2', NEW), 'a.z', '3', NEW), 'k');

  it('is set aside by itself; the others wait for a new key', () => {
    const queue = refuse(put(sent(), 'a.z', '33', NEW), problem, 1);
    expect(queue.refused).toEqual([{ edit: { address: 'a.y', value: '2', seen: 0 }, problem }]);
    expect(seal(queue, 'new').batches).toEqual([
      {
        key: 'new',
        edits: [
          { address: 'a.x', value: '1', seen: 0 },
          { address: 'a.z', value: '33', seen: 0 },
        ],
      },
    ]);
  });
  it('stays in sight until it is dropped, tried again or typed anew', () => {
    const queue = refuse(sent(), problem);
    expect(queue.refused).toHaveLength(3);
    expect(typed(queue, 'a.y')?.value).toBe('2');
    expect(drop(queue, 'a.y').refused.map((one) => one.edit.address)).toEqual(['a.x', 'a.z']);
    expect(retry(queue).waiting).toHaveLength(3);
    const again = put(queue, 'a.y', '22', NEW);
    expect([again.refused.length, again.waiting]).toEqual([2, [{ address: 'a.y', value: '22', seen: 0 }]]);
  });
});

describe('what another page left behind', () => {
  it('is sent under its own key, before what waited there and here; what was typed here wins', () => {
    const left = put(put(seal(put(EMPTY, 'a.x', '1', NEW), 'theirs'), 'a.y', 'old', NEW), 'a.z', '3', NEW);
    const queue = adopt(put(EMPTY, 'a.y', 'new', NEW), left);
    expect(queue.batches.map((batch) => batch.key)).toEqual(['theirs']);
    expect(queue.waiting.map((edit) => [edit.address, edit.value])).toEqual([
      ['a.z', '3'],
      ['a.y', 'new'],
    ]);
  });
});
