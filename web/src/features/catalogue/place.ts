import { useLocation } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { recentInTab } from '@/lib/storage';

/** Where a reader was in a list: how many pages of it were open, how far down, and at which product. */
interface Place {
  pages: number;
  y: number;
  at?: string;
}

const isPlace = (value: unknown): value is Place => typeof value === 'object' && value !== null;

/** By the entry of the history. Of this tab alone; where the browser keeps none, a reader comes back to the top. */
const places = recentInTab('vitrine.places', 30, isPlace);

export interface OpenList {
  pages: number;
  hasNext: boolean;
  isFetching: boolean;
  fetchNext(): void;
}

/**
 * Brings a reader who comes back to a list, by Back or by a reload, to where they were: opens as many pages, scrolls, and gives the focus to the
 * product it was at. The place belongs to the entry of the history, so a new visit of the same list begins at its top.
 */
export function usePlace({ pages, hasNext, isFetching, fetchNext }: OpenList): void {
  const entry = useLocation({ select: ({ state }) => state.__TSR_key ?? '' });
  const wanted = useMemo(() => places.get(entry), [entry]);
  const here = useRef<Place>({ pages: 0, y: 0 });
  const returned = useRef<Place>(undefined);

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
    const keep = () => void places.set(entry, now);
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
