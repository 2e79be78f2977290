// Which keys work on the rules? j and k move, y passes, n objects; never while something is typed, and only as long as the reader wants them.
import { useEffect, useRef, useState } from 'react';

const STORED = 'laurel.examinationKeys';

/** Whether the keys are wanted on this machine, and how that is changed. */
export function useWantsKeys(): [boolean, (wants: boolean) => void] {
  const [wants, setWants] = useState(() => {
    try {
      return localStorage.getItem(STORED) !== 'off';
    } catch {
      return true;
    }
  });
  const change = (next: boolean) => {
    setWants(next);
    try {
      localStorage.setItem(STORED, next ? 'on' : 'off');
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
  };
  return [wants, change];
}

export type Key = 'j' | 'k' | 'y' | 'n';

const KEYS: ReadonlySet<string> = new Set(['j', 'k', 'y', 'n']);

/** Whether a key is meant for what is being typed. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, dialog') !== null);
}

/** Calls back for each of the keys. */
export function useKeys(isOn: boolean, onKey: (key: Key) => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
      if (!KEYS.has(event.key) || isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      latest.current(event.key as Key);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isOn]);
}
