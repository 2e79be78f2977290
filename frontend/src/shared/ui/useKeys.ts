// Which single keys work on a page? Those that it names; never while something is typed, and only as long as the reader wants them.
import { useEffect, useRef, useState } from 'react';

/** Whether the keys are wanted on this machine, kept under a name, and how that is changed. */
export function useWantsKeys(stored: string): [boolean, (wants: boolean) => void] {
  const [wants, setWants] = useState(() => {
    try {
      return localStorage.getItem(stored) !== 'off';
    } catch {
      return true;
    }
  });
  const change = (next: boolean) => {
    setWants(next);
    try {
      localStorage.setItem(stored, next ? 'on' : 'off');
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };
  return [wants, change];
}

/** Whether a key is meant for what is being typed. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, dialog') !== null);
}

/** Calls back for each of the keys; one that is held down counts once, unless it is a key to move by. */
export function useKeys<Key extends string>(keys: readonly Key[], isOn: boolean, onKey: (key: Key) => void, moving: readonly Key[] = []): void {
  const latest = useRef({ keys, onKey, moving });
  useEffect(() => {
    latest.current = { keys, onKey, moving };
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const key = latest.current.keys.find((one) => one === event.key);
      if (key === undefined || (event.repeat && !latest.current.moving.includes(key))) return;
      if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      latest.current.onKey(key);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isOn]);
}
