const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** `14:31` */
export const formatClock = (time: Date): string => clock.format(time);

/** `12 May`, with the year where it is another than this one. */
export function formatDay(time: Date, now: Date): string {
  return (time.getFullYear() === now.getFullYear() ? dayMonth : dayMonthYear).format(time);
}

/** `today at 14:31`, `12 May at 14:31` */
export function formatMoment(time: Date, now: Date): string {
  const day = time.toDateString() === now.toDateString() ? 'today' : formatDay(time, now);
  return `${day} at ${formatClock(time)}`;
}

/** `just now`, `4 min`, `3 h`, `12 May` */
export function formatAgo(time: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - time.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h`;
  return formatDay(time, now);
}

/** `changed a minute ago` and its like, for sentences. */
export function formatAgoInWords(time: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - time.getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes === 1) return 'a minute ago';
  if (minutes < 60) return `${minutes} minutes ago`;
  if (minutes < 120) return 'an hour ago';
  return formatMoment(time, now);
}

/** `9:05`, for a span that runs out. Never below zero. */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
