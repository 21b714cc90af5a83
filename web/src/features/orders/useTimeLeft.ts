import { useEffect, useState } from 'react';
import { latestServerTime, readClocks, type ServerTimeBound } from '@/lib/serverTime';

const SECOND_MS = 1_000;

/** How long a hold lasts, in milliseconds; negative once it is over. Never more than is left by the server's clock, whatever this machine's says. */
export function useTimeLeft(until: string, bound: ServerTimeBound | null): number {
  const [now, setNow] = useState(readClocks);
  useEffect(() => {
    const timer = setInterval(() => setNow(readClocks()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(until) - (bound ? latestServerTime(bound, now) : now.wall);
}
