// Is the window as narrow as a phone's?
import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 767px)');

function follow(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the window is narrower than 768 px; follows its changes. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(follow, () => narrow.matches);
}
