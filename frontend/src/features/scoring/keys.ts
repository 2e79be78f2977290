// What does a key mean on the page of a sheet? Plain data in, plain data out.

/** What is asked for by a key. */
export type KeyDeed = 'save' | 'skip' | 'help';

/** As much of a key event as counts. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
}

/** The deed of a key: Ctrl+Enter saves and goes on, Alt+S puts off, ? helps where no sentence is being written. */
export function deedOf(pressed: Pressed, isInText: boolean): KeyDeed | undefined {
  if (pressed.isComposing) return undefined;
  const isControl = pressed.ctrlKey || pressed.metaKey;
  if (isControl && !pressed.altKey && pressed.key === 'Enter') return 'save';
  // The letter that Alt makes of S differs from keyboard to keyboard; the key does not.
  if (pressed.altKey && !isControl && pressed.code === 'KeyS') return 'skip';
  if (!isControl && !pressed.altKey && !isInText && (pressed.key === '?' || pressed.key === '？')) return 'help';
  return undefined;
}

/** Which way an arrow leads among the criteria, or the cells of a table. */
export function arrowOf(key: string): { rows: number; columns: number } | undefined {
  switch (key) {
    case 'ArrowUp':
      return { rows: -1, columns: 0 };
    case 'ArrowDown':
      return { rows: 1, columns: 0 };
    case 'ArrowLeft':
      return { rows: 0, columns: -1 };
    case 'ArrowRight':
      return { rows: 0, columns: 1 };
    default:
      return undefined;
  }
}
