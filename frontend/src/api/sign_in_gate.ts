// Who waits while the user signs in again? Requests refused with "signed out" queue here.

/** How the dialog ended: the same person came back, somebody else did, or it was closed. */
export type GateOutcome = 'returned' | 'other_person' | 'given_up';

/** Told of every opening, and of every closing with how it ended. */
type Listener = (isOpen: boolean, outcome?: GateOutcome) => void;

let waiting: { promise: Promise<GateOutcome>; resolve: (outcome: GateOutcome) => void } | undefined;
const listeners = new Set<Listener>();

/** Opens the gate if it is shut, and waits until the user has signed in or given up. */
export function waitForSignIn(): Promise<GateOutcome> {
  if (waiting === undefined) {
    let resolve: (outcome: GateOutcome) => void = () => undefined;
    const promise = new Promise<GateOutcome>((settle) => {
      resolve = settle;
    });
    waiting = { promise, resolve };
    for (const listener of listeners) listener(true);
  }
  return waiting.promise;
}

/** Ends the wait of every queued request. */
export function closeGate(outcome: GateOutcome): void {
  const ended = waiting;
  waiting = undefined;
  ended?.resolve(outcome);
  for (const listener of listeners) listener(false, outcome);
}

/** Tells whether requests wait now. */
export function isGateOpen(): boolean {
  return waiting !== undefined;
}

/** Calls back at every opening and closing; returns how to stop. */
export function onGateChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
