import { useLocation } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { recentInTab } from '@/lib/storage';

/** A reader's position in a list: open pages, scroll offset in pixels, and the `href` of the focused product. */
interface ListPosition {
  pages: number;
  y: number;
  at?: string;
}

const isListPosition = (value: unknown): value is ListPosition => typeof value === 'object' && value !== null;

/** By the key of the history entry, in this tab. Where the browser keeps none, a list opens at its top. */
const positions = recentInTab('vitrine.places', 30, isListPosition);

/** The list as far as it is loaded: its pages, and how to load the next. */
export interface GrowingList {
  pages: number;
  hasNext: boolean;
  isFetching: boolean;
  fetchNext(): void;
}

/**
 * Restores a list after Back or a reload: opens as many pages, scrolls, and focuses the product that had the focus. The position belongs to the
 * entry of the history, so a new visit of the same list begins at its top.
 */
export function useListPosition({ pages, hasNext, isFetching, fetchNext }: GrowingList): void {
  const entry = useLocation({ select: ({ state }) => state.__TSR_key ?? '' });
  const wanted = useMemo(() => positions.get(entry), [entry]);
  const here = useRef<ListPosition>({ pages: 0, y: 0 });
  const returned = useRef<ListPosition>(undefined);

  useLayoutEffect(() => {
    here.current.pages = pages;
  }, [pages]);

  useLayoutEffect(() => {
    const now = here.current;
    const scrolled = () => void (now.y = window.scrollY);
    const focused = ({ target }: FocusEvent) => {
      const at = target instanceof Element && target.closest('.cards') ? target.getAttribute('href') : null;
      if (at) now.at = at;
    };
    const keep = () => void positions.set(entry, now);
    window.addEventListener('scroll', scrolled, { passive: true });
    window.addEventListener('pagehide', keep);
    document.addEventListener('focusin', focused);
    return () => {
      if (now.pages > 0) keep();
      window.removeEventListener('scroll', scrolled);
      window.removeEventListener('pagehide', keep);
      document.removeEventListener('focusin', focused);
    };
  }, [entry]);

  useEffect(() => {
    if (!wanted || pages === 0 || returned.current === wanted) return;
    if (pages < wanted.pages && hasNext) {
      if (!isFetching) fetchNext();
      return;
    }
    returned.current = wanted;
    window.scrollTo({ top: wanted.y });
    if (wanted.at)
      document.querySelector<HTMLElement>(`.cards a[href="${CSS.escape(wanted.at)}"]`)?.focus({ preventScroll: true });
  }, [wanted, pages, hasNext, isFetching, fetchNext]);
}
