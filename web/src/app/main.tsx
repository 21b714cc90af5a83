import './styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BasketProvider } from '@/features/basket/BasketProvider';
import { BasketStore } from '@/features/basket/store';
import { storedHandle } from '@/features/basket/handle';
import { LiveProvider } from '@/features/live/LiveProvider';
import { browserPorts } from '@/features/live/browserPorts';
import { LiveClient } from '@/lib/live/client';
import { createQueryClient } from './queryClient';
import { checkoutPorts, recoverOrder } from './recovery';
import { makeRouter } from './router';
import { isExpected } from './errorMessage';

const live = new LiveClient(browserPorts);
const queries = createQueryClient(live);
const basket = new BasketStore(storedHandle(), () => void recoverOrder());
const router = makeRouter();

// The basket of the attempt is no longer this browser's basket: it was closed, and the page was left before the answer came.
if (basket.handle?.id !== checkoutPorts.attempts.read()?.body.basketId) void recoverOrder();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

createRoot(root, {
  // Refusals are shown on the page; only bugs of this code belong on the console.
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

// After the first page has loaded: caching must not compete with what is shown now.
if (import.meta.env.PROD && 'serviceWorker' in navigator)
  window.addEventListener(
    'load',
    () =>
      void import('./serviceWorker').then(
        ({ registerServiceWorker }) => registerServiceWorker(),
        () => undefined,
      ),
  );
