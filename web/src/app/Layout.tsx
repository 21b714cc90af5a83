import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { Snackbar } from '@/components/Snackbar';
import { OfflineBanner } from '@/features/live/OfflineBanner';
import { DrawerContext } from './drawer';
import { Footer, SlimFooter } from './Footer';
import { Header, SlimHeader } from './Header';
import { lazyComponent } from './lazyComponent';
import { ChunkBoundary } from './ChunkBoundary';

const BasketDrawer = lazyComponent(() =>
  import('@/features/basket/BasketDrawer').then((module) => module.BasketDrawer),
);

/** Header, footer, banner and drawer around every page; fewer of them around the checkout. */
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
      {slim ? <SlimHeader /> : <Header onOpenBasket={drawer.open} />}
      <Suspense fallback={<main id="main" className="min-h-screen" aria-busy="true" />}>
        <Outlet />
      </Suspense>
      {slim ? <SlimFooter /> : <Footer />}
      {drawer.attempt > 0 && (
        <ChunkBoundary
          attempt={drawer.attempt}
          fallback={drawer.isOpen ? <DrawerUnavailable onClose={drawer.close} /> : <></>}
        >
          <Suspense>
            <BasketDrawer open={drawer.isOpen} onOpenChange={(open) => !open && drawer.close()} />
          </Suspense>
        </ChunkBoundary>
      )}
    </DrawerContext>
  );
}

/**
 * The basket's drawer is an entry of the history: Back closes it. Closing it otherwise goes back, too; links in it replace its entry.
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

/** Shown when the drawer's code could not be loaded. */
function DrawerUnavailable({ onClose }: { onClose(): void }) {
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
        // After Back, a list has given the focus to the product that was left.
        if (fromLocation && pathChanged && !main?.contains(document.activeElement))
          main?.focus({ preventScroll: true });
      }),
    [router],
  );
}
