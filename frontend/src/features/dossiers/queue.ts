// Which edits wait to be kept, and what becomes of each? Plain data in, plain data out: no clock, no network, no React.
import { isSame, type Value } from './form';

/** A field as somebody wants it. */
export interface Edit {
  address: string;
  value: Value | null;
  /** The version of the field that was last seen; 0 where nothing was there. */
  seen: number;
  /** Of a list, what was last seen, so that rows which two people add are both kept. */
  base?: readonly string[];
}

/** Edits that were sent, or are about to be: their key and their text stay as they are until the answer is there. */
export interface Batch {
  key: string;
  edits: readonly Edit[];
}

/** What stands in a field where somebody else wrote. */
export interface Theirs {
  value: Value | null;
  version: number;
  by: string;
  at: string;
}

/** A field that somebody else changed in the meantime; a choice is due. */
export interface Met {
  address: string;
  mine: Value | null;
  theirs: Theirs;
}

/** An edit that the server does not take, with what it said. */
export interface Refused {
  edit: Edit;
  problem: { code: string; status: number; detail?: string | undefined };
}

/** All that is not yet kept of what was typed into a dossier. */
export interface Queue {
  batches: readonly Batch[];
  waiting: readonly Edit[];
  met: readonly Met[];
  refused: readonly Refused[];
}

/** The server's answer to a batch. */
export interface Outcome {
  version: number;
  saved_at: string;
  saved: Readonly<Record<string, number>>;
  merged: Readonly<Record<string, readonly string[]>>;
  met: readonly (Theirs & { address: string })[];
}

export const EMPTY: Queue = { batches: [], waiting: [], met: [], refused: [] };

/** A request stays below the server's limits on edits and bytes. */
const MOST_EDITS = 200;
const MOST_CHARACTERS = 150_000;

/** Whether nothing is left to do or to decide. */
export const isEmpty = (queue: Queue): boolean => queue.batches.length + queue.waiting.length + queue.met.length + queue.refused.length === 0;

/** Whether something is left to send. */
export const hasToSend = (queue: Queue): boolean => queue.batches.length + queue.waiting.length > 0;

/** What was last typed into a field, where it is not kept yet. */
export function typed(queue: Queue, address: string): { value: Value | null } | undefined {
  const edit = queue.waiting.find((one) => one.address === address);
  if (edit !== undefined) return edit;
  const met = queue.met.find((one) => one.address === address);
  if (met !== undefined) return { value: met.mine };
  for (const batch of [...queue.batches].reverse()) {
    const sent = batch.edits.find((one) => one.address === address);
    if (sent !== undefined) return sent;
  }
  return queue.refused.find((one) => one.edit.address === address)?.edit;
}

/** Every field that the queue knows something of. */
export function addresses(queue: Queue): Set<string> {
  return new Set([
    ...queue.batches.flatMap((batch) => batch.edits.map((edit) => edit.address)),
    ...queue.waiting.map((edit) => edit.address),
    ...queue.met.map((met) => met.address),
    ...queue.refused.map((refused) => refused.edit.address),
  ]);
}

function edited(address: string, value: Value | null, seen: number, base: Value | null | undefined): Edit {
  return base === null || base === undefined || typeof base === 'string' ? { address, value, seen } : { address, value, seen, base };
}

const without = (edits: readonly Edit[], address: string) => edits.filter((edit) => edit.address !== address);

/** Takes a change of a field in. Later ones of the same field take the place of the earlier, and keep what that one had seen. */
export function put(queue: Queue, address: string, value: Value | null, known: { value: Value | null; version: number }): Queue {
  if (queue.met.some((met) => met.address === address)) {
    // Not sent before the choice is made; the choice then sends what was typed last.
    return { ...queue, met: queue.met.map((met) => (met.address === address ? { ...met, mine: value } : met)) };
  }
  const refused = queue.refused.find((one) => one.edit.address === address)?.edit;
  const rest = { ...queue, refused: queue.refused.filter((one) => one.edit.address !== address) };
  const before = queue.waiting.find((edit) => edit.address === address) ?? refused;
  const isSent = queue.batches.some((batch) => batch.edits.some((edit) => edit.address === address));
  // Typed and taken back before anything was sent: nothing to keep.
  if (!isSent && isSame(value, known.value)) return { ...rest, waiting: without(queue.waiting, address) };
  if (before !== undefined && before !== refused) {
    return { ...rest, waiting: queue.waiting.map((edit) => (edit === before ? { ...edit, value } : edit)) };
  }
  const edit = refused ? { ...refused, value } : edited(address, value, known.version, known.value);
  return { ...rest, waiting: [...queue.waiting, edit] };
}

/** Gives waiting edits the key under which they are sent. A batch that waits already goes first, as it is. */
export function seal(queue: Queue, key: string): Queue {
  if (queue.batches.length > 0 || queue.waiting.length === 0) return queue;
  let size = 0;
  let count = 0;
  for (const edit of queue.waiting) {
    size += JSON.stringify(edit).length;
    if (count > 0 && (count >= MOST_EDITS || size > MOST_CHARACTERS)) break;
    count += 1;
  }
  return { ...queue, batches: [{ key, edits: queue.waiting.slice(0, count) }], waiting: queue.waiting.slice(count) };
}

/** A field as the server has it after an answer. */
export interface Settled {
  address: string;
  value: Value | null;
  version: number;
}

/** Takes the answer to the first batch in; gives what stands now in the fields that were written. */
export function acknowledge(queue: Queue, outcome: Outcome): { queue: Queue; settled: readonly Settled[] } {
  const [batch, ...batches] = queue.batches;
  if (batch === undefined) return { queue, settled: [] };
  const settled: Settled[] = [];
  let { waiting, met } = queue;
  for (const edit of batch.edits) {
    const { address } = edit;
    const meeting = outcome.met.find((one) => one.address === address);
    const later = waiting.find((one) => one.address === address);
    if (meeting !== undefined) {
      const { address: _, ...theirs } = meeting;
      met = [...met.filter((one) => one.address !== address), { address, mine: later ? later.value : edit.value, theirs }];
      waiting = without(waiting, address);
      continue;
    }
    const version = outcome.saved[address];
    if (version === undefined) continue;
    const merged = outcome.merged[address];
    settled.push({ address, value: merged ?? edit.value, version });
    if (later === undefined) continue;
    // Typed on while this was on its way: the next edit has seen what this one wrote. Where the server put two
    // lists together it has not, so it names the version before and is put together with them in its turn.
    const next = edited(address, later.value, merged ? version - 1 : version, edit.value);
    waiting = waiting.map((one) => (one === later ? next : one));
  }
  return { queue: { ...queue, batches, waiting, met }, settled };
}

/** Sets the edit at `index` of the first batch aside, or all of it; the others wait again, for a new key. */
export function refuse(queue: Queue, problem: Refused['problem'], index?: number): Queue {
  const [batch, ...batches] = queue.batches;
  if (batch === undefined) return queue;
  const isBad = (at: number) => index === undefined || at === index;
  const isTypedAgain = (edit: Edit) => queue.waiting.some((one) => one.address === edit.address);
  const refused = batch.edits.filter((edit, at) => isBad(at) && !isTypedAgain(edit)).map((edit) => ({ edit, problem }));
  const again = batch.edits.filter((edit, at) => !isBad(at) && !isTypedAgain(edit));
  // What was typed since takes the place of what came back, and keeps what that one had seen.
  const waiting = queue.waiting.map((edit) => {
    const sent = batch.edits.find((one) => one.address === edit.address);
    return sent ? { ...sent, value: edit.value } : edit;
  });
  return { ...queue, batches, waiting: [...again, ...waiting], refused: [...queue.refused, ...refused] };
}

/** Sends what was refused once more. */
export function retry(queue: Queue): Queue {
  return { ...queue, refused: [], waiting: [...queue.refused.map((one) => one.edit), ...queue.waiting] };
}

/** Gives up what was refused in a field. */
export const drop = (queue: Queue, address: string): Queue => ({ ...queue, refused: queue.refused.filter((one) => one.edit.address !== address) });

/** Decides for what was typed here: it is sent again, having seen the other's. */
export function takeMine(queue: Queue, address: string): Queue {
  const met = queue.met.find((one) => one.address === address);
  if (met === undefined) return queue;
  const edit = edited(address, met.mine, met.theirs.version, met.theirs.value);
  return { ...queue, met: queue.met.filter((one) => one !== met), waiting: [...queue.waiting, edit] };
}

/** Decides for what the other wrote: it stands already. */
export const takeTheirs = (queue: Queue, address: string): Queue => ({ ...queue, met: queue.met.filter((met) => met.address !== address) });

/** Brings the other's side of an open choice up to date; settles it where both say the same by now. */
export function refreshMet(queue: Queue, address: string, theirs: Theirs): Queue {
  const met = queue.met.find((one) => one.address === address);
  if (met === undefined || met.theirs.version >= theirs.version) return queue;
  if (isSame(met.mine, theirs.value)) return takeTheirs(queue, address);
  return { ...queue, met: queue.met.map((one) => (one === met ? { ...one, theirs } : one)) };
}

/** Takes over what another page left behind. What it had sent keeps its key; what was typed here later wins over what only waited there. */
export function adopt(queue: Queue, left: Queue): Queue {
  const here = addresses(queue);
  return {
    batches: [...queue.batches, ...left.batches],
    waiting: [...left.waiting.filter((edit) => !here.has(edit.address)), ...queue.waiting],
    met: [...left.met.filter((met) => !here.has(met.address)), ...queue.met],
    refused: [...left.refused.filter((one) => !here.has(one.edit.address)), ...queue.refused],
  };
}
