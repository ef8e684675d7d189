/** What time it is, each minute anew: what is shown as “in 3 hours” must not stay so. */
import { useEffect, useState } from 'react';

const TICK_MS = 60_000;

/** Epoch milliseconds, at most a minute old. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
