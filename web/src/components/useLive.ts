import { createContext, type RefObject, use, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { Card } from '@/lib/api/shapes';
import type { LiveClient } from '@/lib/live/client';
import type { FeedChange } from '@/lib/live/feed';
import type { SubjectUpdate, ConnectionStatus, Subject } from '@/lib/live/ports';

export const LiveContext = createContext<LiveClient | null>(null);

/** The live client; throws outside of a LiveProvider. */
export function useLive(): LiveClient {
  const client = use(LiveContext);
  if (!client) throw new Error('There is no LiveProvider above this component.');
  return client;
}

export function useLiveStatus(): ConnectionStatus {
  const client = useLive();
  return useSyncExternalStore(
    useCallback((listener) => client.onStatus(listener), [client]),
    () => client.status,
  );
}

/** The newest card of a product: of an answer, or of a later message of the feed. Null when the product is gone. */
export function useLiveCard(answered: Card): Card | null {
  const { feed } = useLive();
  const known = useSyncExternalStore(
    useCallback((listener) => feed.watch(answered.id, listener), [feed, answered.id]),
    () => feed.get(answered.id),
  );
  return known && known.rev >= answered.rev ? known.card : answered;
}

/** Calls `listener` for every change of the feed while the component is mounted. */
export function useFeedChanges(listener: (change: FeedChange) => void): void {
  const { feed } = useLive();
  const latest = useLatest(listener);
  useEffect(() => feed.watchAll((change) => latest.current(change)), [feed, latest]);
}

/** Calls `listener` when the feed was reset and everything shown may be stale, while the component is mounted. */
export function useFeedReset(listener: () => void): void {
  const client = useLive();
  const latest = useLatest(listener);
  useEffect(() => client.onReset(() => latest.current()), [client, latest]);
}

/** Subscribes to one order or basket while the component is mounted; to nothing while `subject` is null. */
export function useSubjectUpdates(subject: Subject | null, listener: (update: SubjectUpdate) => void): void {
  const client = useLive();
  const latest = useLatest(listener);
  const { kind, id, token } = subject ?? {};
  useEffect(() => {
    if (!kind || !id || !token) return;
    return client.watch({ kind, id, token }, (update) => latest.current(update));
  }, [client, kind, id, token, latest]);
}

/** The value of the last render, for listeners that are registered once. */
function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
