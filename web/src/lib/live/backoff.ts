const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before attempt number `attempt` (0 for the first repeat): full jitter, with a floor so that a herd cannot return at once. */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.round(FIRST_MS / 2 + random() * ceiling);
}
