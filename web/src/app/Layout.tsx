import { Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { OfflineBanner } from '@/features/live/OfflineBanner';
import { DrawerContext } from './drawer';
import { Footer, SlimFooter } from './Footer';
import { Header, SlimHeader } from './Header';

const BasketDrawer = lazy(() =>
  import('@/features/basket/BasketDrawer').then(({ BasketDrawer }) => ({ default: BasketDrawer })),
);

/** What is around every page. The checkout has little around it. */
export function Layout() {
  const slim = useLocation({ select: ({ pathname }) => pathname === '/checkout' });
  const [drawer, setDrawer] = useState<'never' | 'open' | 'closed'>('never');
  const openBasket = useCallback(() => setDrawer('open'), []);
  useFocusOnNavigation();
  return (
    <DrawerContext value={openBasket}>
      <OfflineBanner />
      <a className="skip" href="#main">
        Skip to the shop
      </a>
      {slim ? <SlimHeader /> : <Header onBasket={openBasket} />}
      <Suspense fallback={<main id="main" className="min-h-screen" aria-busy="true" />}>
        <Outlet />
      </Suspense>
      {slim ? <SlimFooter /> : <Footer />}
      {drawer !== 'never' && (
        <Suspense>
          <BasketDrawer open={drawer === 'open'} onOpenChange={(open) => setDrawer(open ? 'open' : 'closed')} />
        </Suspense>
      )}
    </DrawerContext>
  );
}

/** A new page takes the focus, as a browser's own navigation does; a change of filters does not. */
function useFocusOnNavigation() {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onResolved', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged) document.getElementById('main')?.focus({ preventScroll: true });
      }),
    [router],
  );
}
