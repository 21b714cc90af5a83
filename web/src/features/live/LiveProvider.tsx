import { type ReactNode, useEffect } from 'react';
import { LiveContext } from '@/components/useLive';
import type { LiveClient } from '@/lib/live/client';

/** Runs the live client while mounted, and reports the browser's online, offline and visibility events to it. */
export function LiveProvider({ client, children }: { client: LiveClient; children: ReactNode }) {
  useEffect(() => {
    const wake = () => client.wake();
    const lost = () => client.networkLost();
    const shown = () => document.visibilityState === 'visible' && client.wake();
    client.start();
    if (!navigator.onLine) lost();
    window.addEventListener('online', wake);
    window.addEventListener('offline', lost);
    document.addEventListener('visibilitychange', shown);
    return () => {
      window.removeEventListener('online', wake);
      window.removeEventListener('offline', lost);
      document.removeEventListener('visibilitychange', shown);
      client.stop();
    };
  }, [client]);

  // The status is an attribute of the root element, for styles and for browser tests.
  useEffect(() => {
    const tell = () => {
      document.documentElement.dataset['line'] = client.status;
    };
    tell();
    return client.onStatus(tell);
  }, [client]);

  return <LiveContext value={client}>{children}</LiveContext>;
}
