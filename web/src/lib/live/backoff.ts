const FIRST_MS = 500;
const MAX_MS = 30_000;

/** How long to wait before attempt number `attempt` (0 for the first repeat): full jitter, with a floor so that not all clients return at once. In milliseconds; `random` returns [0, 1). */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(FIRST_MS / 2 + random() * ceiling);
}
