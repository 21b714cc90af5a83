import './styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BasketProvider } from '@/features/basket/BasketProvider';
import { isTicket, BasketStore } from '@/features/basket/store';
import { LiveProvider } from '@/features/live/LiveProvider';
import { browserWorld } from '@/features/live/world';
import { LiveClient } from '@/lib/live/client';
import { stored } from '@/lib/storage';
import { makeQueries } from './queries';
import { makeRouter } from './router';

const live = new LiveClient(browserWorld);
const queries = makeQueries(live);
const basket = new BasketStore(stored('vitrine.basket', isTicket));
const router = makeRouter();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');

createRoot(root).render(
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
