import { describe, expect, it, vi } from 'vitest';
import type { Editor } from '../editor';
import { sendAll } from './sent';

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
