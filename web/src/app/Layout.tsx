import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useState } from 'react';
import { Snackbar } from '@/components/Snackbar';
import { OfflineBanner } from '@/features/live/OfflineBanner';
import { DrawerContext } from './drawer';
import { Footer, SlimFooter } from './Footer';
import { Header, SlimHeader } from './Header';
import { part } from './part';
import { PartBoundary } from './PartBoundary';

const BasketDrawer = part(() => import('@/features/basket/BasketDrawer').then((module) => module.BasketDrawer));

/** What is around every page. The checkout has little around it. */
export function Layout() {
  const slim = useLocation({ select: ({ pathname }) => pathname === '/checkout' });
  const [drawer, setDrawer] = useState<'never' | 'open' | 'closed'>('never');
  const [attempt, setAttempt] = useState(0);
  const openBasket = useCallback(() => {
    void BasketDrawer.preload();
    setAttempt((before) => before + 1);
    setDrawer('open');
  }, []);
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
        <PartBoundary
          attempt={attempt}
          without={drawer === 'open' ? <WithoutDrawer onClose={() => setDrawer('closed')} /> : <></>}
        >
          <Suspense>
            <BasketDrawer open={drawer === 'open'} onOpenChange={(open) => setDrawer(open ? 'open' : 'closed')} />
          </Suspense>
        </PartBoundary>
      )}
    </DrawerContext>
  );
}

/** What was put in is in the basket, though its drawer cannot be shown. */
function WithoutDrawer({ onClose }: { onClose(): void }) {
  return (
    <Snackbar>
      <span>The basket’s drawer could not be loaded. What you put in is in the basket.</span>
      <span className="acts">
        <Link className="link" to="/basket" onClick={onClose}>
          See the basket
        </Link>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </span>
    </Snackbar>
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
