import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouterHistory,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createQueryClient } from '@/app/queryClient';
import { makeRouter } from '@/app/router';
import { BasketProvider } from '@/features/basket/BasketProvider';
import { BasketStore } from '@/features/basket/store';
import { storedHandle } from '@/features/basket/handle';
import { LiveProvider } from '@/features/live/LiveProvider';
import { callApi } from '@/lib/api/client';
import type { Product } from '@/lib/api/shapes';
import { LiveClient } from '@/lib/live/client';
import { FakeLivePorts } from './fakeLivePorts';

/** The whole site at an address, with its own routes, before a live line that the test has in its hands. */
export function renderShop(address: string, history?: RouterHistory) {
  const world = new FakeLivePorts();
  const live = new LiveClient(world);
  const basket = new BasketStore(storedHandle());
  const router = makeRouter(history ?? createMemoryHistory({ initialEntries: [address] }));
  const view = render(
    <QueryClientProvider client={createQueryClient(live)}>
      <LiveProvider client={live}>
        <BasketProvider store={basket}>
          <RouterProvider router={router} />
        </BasketProvider>
      </LiveProvider>
    </QueryClientProvider>,
  );
  return { ...view, world, live, basket, router, user: userEvent.setup({ delay: null }) };
}

/** Renders a page with everything that is around it in the shop, and hands out the other ends of it. */
export async function renderPage(page: ReactNode) {
  const world = new FakeLivePorts();
  world.fetchProduct = async (id) => (await callApi<Product>(`/products/${id}`)).data;
  const live = new LiveClient(world);
  const queries = createQueryClient(live);
  const basket = new BasketStore(storedHandle());

  const root = createRootRoute({ component: Outlet });
  const everywhere = createRoute({ getParentRoute: () => root, path: '/', component: () => page });
  const elsewhere = ['/p/$id', '/c/$slug', '/search', '/orders', '/orders/$id', '/basket', '/checkout'].map((path) =>
    createRoute({ getParentRoute: () => root, path, component: () => <p>{path}</p> }),
  );
  const router = createRouter({
    routeTree: root.addChildren([everywhere, ...elsewhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  await router.load();

  const view = render(
    <QueryClientProvider client={queries}>
      <LiveProvider client={live}>
        <BasketProvider store={basket}>
          <RouterProvider router={router as never} />
        </BasketProvider>
      </LiveProvider>
    </QueryClientProvider>,
  );
  return { ...view, world, live, basket, router, user: userEvent.setup({ delay: null }) };
}
