import { useEffect, useState } from 'react';
import { latestNow, readClocks, type Sighting } from '@/lib/serverTime';

const SECOND_MS = 1_000;

/** How long a hold lasts still. Never more than is left by the server's clock, whatever this machine's says. */
export function useTimeLeft(until: string, sighting: Sighting | null): number {
  const [now, setNow] = useState(readClocks);
  useEffect(() => {
    const timer = setInterval(() => setNow(readClocks()), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return Date.parse(until) - (sighting ? latestNow(sighting, now) : now.wall);
}
