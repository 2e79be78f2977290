// How does the focus come to a field, which may still be on its way onto the page?

/** Frames to wait for a section or a row to open. */
const MOST_FRAMES = 30;

function take(address: string): boolean {
  const element = document.getElementById(address);
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
  return element !== null;
}

function wait(address: string, frames: number): void {
  requestAnimationFrame(() => {
    if (!take(address) && frames > 1) wait(address, frames - 1);
  });
}

/**
 * Moves the focus to the control of an address as soon as it is there: what the event at hand draws is there
 * before the next key is read, so that no key of somebody who types on is lost.
 */
export function focusOn(address: string): void {
  queueMicrotask(() => {
    if (!take(address)) wait(address, MOST_FRAMES);
  });
}
