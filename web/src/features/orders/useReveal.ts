import { type RefObject, useEffect, useRef } from 'react';

export interface Revealed {
  text: string;
  /** What the shopper began is still under way: its page stays as it is until it is answered. */
  busy: boolean;
  /** The headline tells of something that is not over: the next one belongs to the same act. */
  unsettled: boolean;
}

/**
 * Whoever pays or cancels looks at the button, far down the page, and the button is gone when it is done. So what their act came to is brought
 * before them: the page shows its headline, which takes the focus. What happens without them moves nothing under their eyes. Answers what is to
 * be called when the shopper acts.
 */
export function useReveal(headline: RefObject<HTMLElement | null>, { text, busy, unsettled }: Revealed): () => void {
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
