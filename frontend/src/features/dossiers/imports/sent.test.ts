import { describe, expect, it, vi } from 'vitest';
import type { FormField } from '../../../api/types';
import type { Editor } from '../editor';
import { sendAll } from './sent';
import { hasPrefill } from './tables';

/** An editor that has something to send until it is told otherwise. */
function editor(hasToSend: boolean) {
  let standing = { hasToSend };
  const listeners = new Set<() => void>();
  const flush = vi.fn();
  const double = {
    sender: { flush },
    getStanding: () => standing,
    subscribeStanding: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const settle = () => {
    standing = { hasToSend: false };
    for (const listener of listeners) listener();
  };
  return { editor: double as unknown as Editor, flush, settle, listeners };
}

describe('sendAll', () => {
  it('waits for what is on its way, and listens no longer', async () => {
    const one = editor(true);
    const sent = sendAll(one.editor);
    expect(one.flush).toHaveBeenCalledOnce();
    one.settle();
    expect(await sent).toBe(true);
    expect(one.listeners.size).toBe(0);
    expect(await sendAll(editor(false).editor)).toBe(true);
  });

  it('gives up after a while', async () => {
    vi.useFakeTimers();
    const sent = sendAll(editor(true).editor);
    await vi.runAllTimersAsync();
    expect(await sent).toBe(false);
    vi.useRealTimers();
  });
});

describe('hasPrefill', () => {
  const table = (...codes: string[]) => ({ column: codes.map((code) => ({ code })) }) as unknown as FormField;
  it('knows people, units and papers', () => {
    expect(hasPrefill(table('name', 'work_unit'))).toBe(true);
    expect(hasPrefill(table('name', 'credit_code'))).toBe(true);
    expect(hasPrefill(table('title', 'venue'))).toBe(true);
    expect(hasPrefill(table('word'))).toBe(false);
    expect(hasPrefill(table('name', 'number'))).toBe(false);
  });
});
