/** A position in the feed, written `EPOCH:SEQ`. Positions of different epochs cannot be compared: the log was restarted in between. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

/** Null for what is no position. */
export function parsePosition(text: string): Position | null {
  const at = text.lastIndexOf(':');
  const digits = text.slice(at + 1);
  if (at < 1 || !/^\d{1,15}$/.test(digits)) return null;
  return { epoch: text.slice(0, at), seq: Number(digits) };
}

export const formatPosition = ({ epoch, seq }: Position): string => `${epoch}:${seq}`;
