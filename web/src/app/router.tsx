import { createRootRoute, createRoute, createRouter, type RouterHistory } from '@tanstack/react-router';
import { parseFilters } from '@/features/catalogue/filters';
import { ErrorPage } from './ErrorPage';
import { Layout } from './Layout';
import { NotFoundPage } from './NotFoundPage';
import { lazyComponent } from './lazyComponent';
import { parseSearch, stringifySearch } from './search';

const root = createRootRoute({ component: Layout, notFoundComponent: NotFoundPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyComponent(() => import('@/features/catalogue/HomePage').then((module) => module.HomePage)),
});

const category = createRoute({
  getParentRoute: () => root,
  path: '/c/$slug',
  validateSearch: parseFilters,
  component: lazyComponent(() => import('./routes/lists').then((module) => module.CategoryRoute)),
});

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: parseFilters,
  component: lazyComponent(() => import('./routes/lists').then((module) => module.SearchRoute)),
});

const product = createRoute({
  getParentRoute: () => root,
  path: '/p/$id',
  component: lazyComponent(() => import('./routes/product').then((module) => module.ProductRoute)),
});

const basket = createRoute({
  getParentRoute: () => root,
  path: '/basket',
  component: lazyComponent(() => import('@/features/basket/BasketPage').then((module) => module.BasketPage)),
});

const checkout = createRoute({
  getParentRoute: () => root,
  path: '/checkout',
  component: lazyComponent(() => import('./routes/checkout').then((module) => module.CheckoutRoute)),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  component: lazyComponent(() => import('@/features/orders/OrdersPage').then((module) => module.OrdersPage)),
});

const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$id',
  component: lazyComponent(() => import('./routes/order').then((module) => module.OrderRoute)),
});

const routeTree = root.addChildren([home, category, search, product, basket, checkout, orders, order]);

/** `history`: tests have one of their own, browsers theirs. */
export function makeRouter(history?: RouterHistory) {
  const router = createRouter({
    routeTree,
    ...(history && { history }),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: ErrorPage,
    scrollRestoration: true,
  });
  // An order's fragment is its token, not an anchor on the page: the router would not scroll to the top.
  let forward = true;
  router.history.subscribe(({ action }) => {
    forward = action.type === 'PUSH' || action.type === 'REPLACE';
  });
  router.subscribe('onRendered', ({ toLocation, pathChanged }) => {
    if (forward && pathChanged && toLocation.hash !== '') window.scrollTo({ top: 0 });
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The basket's drawer is open over the page. */
    drawer?: true;
  }
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
