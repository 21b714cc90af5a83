import { ApiError, NoResponse } from '@/lib/api/problem';
import { NewRelease, ChunkMissing } from '@/lib/chunks';

/** What the error page says, by whose fault the error is. */
export interface ErrorMessage {
  title: string;
  text: string;
  /** What the button does: fetch again, or reload the page. */
  remedy: 'retry' | 'reload';
}

const REFUSED: ErrorMessage = {
  title: 'The shop cannot make sense of that',
  text: 'It answered, and refused: something in this address, or in what was asked for, is not as it should be. Asking the same again will not help; the window is a good place to start from.',
  remedy: 'retry',
};
const BUSY: ErrorMessage = {
  title: 'Too many at the door',
  text: 'The shop is asked more than it can answer just now. Nothing was ordered and nothing was charged. In a minute it usually can.',
  remedy: 'retry',
};
const FAILED: ErrorMessage = {
  title: 'The shop stumbled',
  text: 'It is us, not you. Nothing was ordered and nothing was charged. Trying again in a minute usually helps.',
  remedy: 'retry',
};
const NO_NETWORK: ErrorMessage = {
  title: 'No line to the shop',
  text: 'Nothing came back: you may be offline, or the network is slow. What you have seen before can be seen still; this page was not among it, and comes by itself when the line is back.',
  remedy: 'retry',
};
const NEW_RELEASE: ErrorMessage = {
  title: 'The shop has been rearranged',
  text: 'There is a newer version of this page than the one you have open. Loading it takes a second; your basket stays as it is.',
  remedy: 'reload',
};
const PART_MISSING: ErrorMessage = {
  title: 'A part of this page is missing',
  text: 'It could not be loaded, though the shop answers. Loading the page again usually helps; your basket stays as it is.',
  remedy: 'reload',
};
const OUR_FAULT: ErrorMessage = {
  title: 'This page broke',
  text: 'There is a mistake in it, and it is ours. Your basket and your orders are safe with the shop; loading the page again may help.',
  remedy: 'reload',
};

/** The message for any error that a page throws. */
export function errorMessageFor(error: unknown): ErrorMessage {
  if (error instanceof NewRelease) return NEW_RELEASE;
  if (error instanceof ChunkMissing) return PART_MISSING;
  if (error instanceof NoResponse) return NO_NETWORK;
  if (!(error instanceof ApiError)) return OUR_FAULT;
  if (error.status === 429 || error.status === 503) return BUSY;
  return error.status < 500 ? REFUSED : FAILED;
}

/** Not a bug of this code: it is shown on the page and not logged to the console. */
export const isExpected = (error: unknown): boolean => errorMessageFor(error) !== OUR_FAULT;
