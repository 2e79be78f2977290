// How does the focus come to a field, which may still be on its way onto the page, or to what takes the place of a button?
import { type RefObject, useLayoutEffect, useRef } from 'react';

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

/** What takes the focus in a place: what tells by itself what it is, or the first control. */
const FIRST = '[tabindex="-1"], textarea, button';

/** Gives the focus to a place that turns into something else, as a button into the form that it opens, where it was lost with what stood there. */
export function useFocusOnTurn(turn: boolean | string): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(turn);
  useLayoutEffect(() => {
    if (before.current === turn) return;
    before.current = turn;
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) place.current?.querySelector<HTMLElement>(FIRST)?.focus();
  }, [turn]);
  return place;
}
