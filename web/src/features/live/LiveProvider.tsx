import { type ReactNode, useEffect } from 'react';
import { LiveContext } from '@/components/useLive';
import type { LiveClient } from '@/lib/live/client';

/** Runs the live client as long as the shop is open, and tells it what only the page can know. */
export function LiveProvider({ client, children }: { client: LiveClient; children: ReactNode }) {
  useEffect(() => {
    const wake = () => client.wake();
    const lost = () => client.lost();
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

  // How the line stands is a fact about the whole page: for styles, and for whoever drives the page from outside.
  useEffect(() => {
    const tell = () => {
      document.documentElement.dataset['line'] = client.status;
    };
    tell();
    return client.onStatus(tell);
  }, [client]);

  return <LiveContext value={client}>{children}</LiveContext>;
}
