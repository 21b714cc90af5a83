import { type RefObject, useEffect, useRef } from 'react';

/** The headline, and whether it may be shown as the outcome of the shopper's action. */
export interface Outcome {
  text: string;
  /** The shopper's action is not answered yet: the page does not scroll before. */
  busy: boolean;
  /** The outcome is not final: the next headline belongs to the same action. */
  unsettled: boolean;
}

/**
 * Who pays or cancels looks at a button far down the page, which is gone once that is done. So the page then scrolls to its headline and gives it the
 * focus. What happens without an action of the shopper scrolls nothing. Returns the function to call when the shopper acts.
 */
export function useRevealOutcome(
  headline: RefObject<HTMLElement | null>,
  { text, busy, unsettled }: Outcome,
): () => void {
  const acted = useRef(false);
  const shown = useRef(text);
  useEffect(() => {
    if (busy || shown.current === text) return;
    shown.current = text;
    if (!acted.current) return;
    acted.current = unsettled;
    window.scrollTo({ top: 0 });
    headline.current?.focus({ preventScroll: true });
  }, [headline, text, busy, unsettled]);
  return () => {
    acted.current = true;
  };
}
