import './styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BasketProvider } from '@/features/basket/BasketProvider';
import { BasketStore } from '@/features/basket/store';
import { isTicket } from '@/features/basket/ticket';
import { LiveProvider } from '@/features/live/LiveProvider';
import { browserWorld } from '@/features/live/world';
import { LiveClient } from '@/lib/live/client';
import { stored } from '@/lib/storage';
import { makeQueries } from './queries';
import { desk, recoverOrder } from './recovery';
import { makeRouter } from './router';
import { isExpected } from './trouble';

const live = new LiveClient(browserWorld);
const queries = makeQueries(live);
const basket = new BasketStore(stored('vitrine.basket', isTicket), () => void recoverOrder());
const router = makeRouter();

// A basket that is forgotten while its checkout is in doubt was closed: the page was left before that was settled.
if (basket.ticket?.id !== desk.storage.read()?.body.basketId) void recoverOrder();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

createRoot(root, {
  // What the shop refused is shown on the page; only what is a fault of this code belongs on the console.
  onCaughtError(error) {
    if (!isExpected(error)) console.error(error);
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <LiveProvider client={live}>
        <BasketProvider store={basket}>
          <RouterProvider router={router} />
        </BasketProvider>
      </LiveProvider>
    </QueryClientProvider>
  </StrictMode>,
);

// After the first page is there: what it keeps for later must not be in the way of what is seen now.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  window.addEventListener(
    'load',
    () =>
      void import('./keeping').then(
        ({ keep }) => keep(),
        () => undefined,
      ),
  );
