// What if a link is pressed while a search still waits to be sent? Sent at once, the search draws the page anew between
// press and release, the link moves away from under the pointer, and no click comes. So it is sent just before the click.

/** What is asked about links that are pressed. */
export interface LinkWatch {
  /** Whether a link is held down just now. */
  isPressed: () => boolean;
  stop: () => void;
}

const isOnLink = ({ target }: Event): boolean => (target as Partial<Element> | null)?.closest?.('a[href]') != null;

// In words, not `true`: with that Node, where this is tested, removes no listener.
const DOWN = { capture: true };

const MAIN_BUTTON = 0;

/** Calls `send` before any link of the page is followed, and after a press that followed none. */
export function watchLinks(page: EventTarget, send: () => void): LinkWatch {
  let isPressed = false;
  const end = () => {
    if (!isPressed) return;
    isPressed = false;
    send();
  };
  const listeners: Readonly<Record<string, (event: Event) => void>> = {
    mousedown: (event) => {
      // A press whose end was never told, such as one let go outside of the window.
      end();
      // What the other buttons press is not followed by a click.
      isPressed = (event as MouseEvent).button === MAIN_BUTTON && isOnLink(event);
    },
    // On its way down to the link, whose own handler goes last and wins; also where a screen reader clicks.
    click: (event) => {
      isPressed ||= isOnLink(event);
      end();
    },
    // Let go elsewhere: a click, if there is one, comes before the timer.
    mouseup: () => setTimeout(end, 0),
    dragend: end,
    // The page itself, not a box of it: whoever turns to another window follows nothing here.
    blur: ({ target }) => {
      if (target === page) end();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) page.addEventListener(name, listener, DOWN);
  return {
    isPressed: () => isPressed,
    stop: () => {
      for (const [name, listener] of Object.entries(listeners)) page.removeEventListener(name, listener, DOWN);
    },
  };
}
