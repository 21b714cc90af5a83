import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
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
  const drawer = useDrawer();
  useFocusOnNavigation();
  return (
    <DrawerContext value={drawer.open}>
      <OfflineBanner />
      <a className="skip" href="#main">
        Skip to the shop
      </a>
      {slim ? <SlimHeader /> : <Header onBasket={drawer.open} />}
      <Suspense fallback={<main id="main" className="min-h-screen" aria-busy="true" />}>
        <Outlet />
      </Suspense>
      {slim ? <SlimFooter /> : <Footer />}
      {drawer.attempt > 0 && (
        <PartBoundary
          attempt={drawer.attempt}
          without={drawer.isOpen ? <WithoutDrawer onClose={drawer.close} /> : <></>}
        >
          <Suspense>
            <BasketDrawer open={drawer.isOpen} onOpenChange={(open) => !open && drawer.close()} />
          </Suspense>
        </PartBoundary>
      )}
    </DrawerContext>
  );
}

/**
 * The basket's drawer is an entry of the history: Back closes it first. Whoever closes it otherwise goes back, too; what leads on from it takes its
 * entry's place.
 */
function useDrawer() {
  const router = useRouter();
  const isOpen = useLocation({ select: ({ state }) => state.drawer === true });
  const [attempt, setAttempt] = useState(isOpen ? 1 : 0);
  const closing = useRef(false);
  useEffect(() => {
    closing.current = false;
  }, [isOpen]);
  const open = useCallback(() => {
    void BasketDrawer.preload();
    setAttempt((before) => before + 1);
    const { state, search, hash } = router.latestLocation;
    if (!state.drawer)
      void router.navigate({
        to: '.',
        search,
        hash,
        state: { drawer: true },
        resetScroll: false,
        hashScrollIntoView: false,
      });
  }, [router]);
  const close = useCallback(() => {
    if (closing.current || !router.latestLocation.state.drawer) return;
    closing.current = true;
    router.history.back();
  }, [router]);
  return { isOpen, attempt, open, close };
}

/** What was put in is in the basket, though its drawer cannot be shown. */
function WithoutDrawer({ onClose }: { onClose(): void }) {
  return (
    <Snackbar>
      <span>The basket’s drawer could not be loaded. What you put in is in the basket.</span>
      <span className="acts">
        <Link className="link" to="/basket" replace>
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
        const main = document.getElementById('main');
        // Who came back to a list is at the product they left.
        if (fromLocation && pathChanged && !main?.contains(document.activeElement))
          main?.focus({ preventScroll: true });
      }),
    [router],
  );
}
