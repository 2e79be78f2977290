// Is there too little room for a dossier beside its sheet? As on a laptop at twice the size.
import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 1099px)');

function follow(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the window is narrower than 1,100 px; follows its changes. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(follow, () => narrow.matches);
}
