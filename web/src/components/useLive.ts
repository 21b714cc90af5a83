import { createContext, use, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Card } from '@/lib/api/shapes';
import type { LiveClient } from '@/lib/live/client';
import type { Applied } from '@/lib/live/feed';
import type { Notification, Status, Subject } from '@/lib/live/ports';

export const LiveContext = createContext<LiveClient | null>(null);

export function useLive(): LiveClient {
  const client = use(LiveContext);
  if (!client) throw new Error('There is no LiveProvider above this component.');
  return client;
}

export function useLiveStatus(): Status {
  const client = useLive();
  return useSyncExternalStore(
    useCallback((listener) => client.onStatus(listener), [client]),
    () => client.status,
  );
}

/** The newest card of a product: the one an answer brought, or what the feed told since. Null when it is gone. */
export function useCard(answered: Card): Card | null {
  const { feed } = useLive();
  const known = useSyncExternalStore(
    useCallback((listener) => feed.watch(answered.id, listener), [feed, answered.id]),
    () => feed.get(answered.id),
  );
  return known && known.rev >= answered.rev ? known.card : answered;
}

/** Calls `listener` for every change the feed tells, as long as the component is there. */
export function useFeedChanges(listener: (change: Applied) => void): void {
  const { feed } = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => feed.watchAll((change) => latest.current(change)), [feed]);
}

/** Calls `listener` when everything shown is of an older world, as long as the component is there. */
export function useReset(listener: () => void): void {
  const client = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => client.onReset(() => latest.current()), [client]);
}

/** Hears of one order or basket; nothing while `subject` is null. */
export function useSubject(subject: Subject | null, listener: (notification: Notification) => void): void {
  const client = useLive();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  const { kind, id, token } = subject ?? {};
  useEffect(() => {
    if (!kind || !id || !token) return;
    return client.watch({ kind, id, token }, (notification) => latest.current(notification));
  }, [client, kind, id, token]);
}
