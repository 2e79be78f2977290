// What time is it at the server? Ticks each second, whatever this machine's clock says.
import { useEffect, useState } from 'react';

const TICK_MS = 1_000;

/** The present by a server's clock that is so many ms ahead of this machine's. */
export function useServerNow(offsetMs: number): number {
  const [here, setHere] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return here + offsetMs;
}
