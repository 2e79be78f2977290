// How does the focus come to a field, which may still be on its way onto the page?

/** Frames to wait for a section or a row to open. */
const MOST_FRAMES = 30;

/** Moves the focus to the control of an address as soon as it is there. */
export function focusOn(address: string, frame = 0): void {
  requestAnimationFrame(() => {
    const element = document.getElementById(address);
    if (element !== null) {
      element.scrollIntoView({ block: 'center' });
      element.focus({ preventScroll: true });
    } else if (frame < MOST_FRAMES) focusOn(address, frame + 1);
  });
}
