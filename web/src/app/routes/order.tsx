import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { countryName } from '@/features/checkout/country';
import { BrokenLinkPage } from '@/features/orders/BrokenLinkPage';
import { OrderPage } from '@/features/orders/OrderPage';
import { keepOpened, openedToken } from '@/features/orders/opened';
import { ownOrder } from '@/features/orders/own';
import { Again } from './Again';

const route = getRouteApi('/orders/$id');

/**
 * The link's fragment opens the order; this browser's own orders, and those whose links were opened in this tab, open without it. Once it has, it leaves
 * the address and the history, where others would see it, unless this browser would then not know it after a reload.
 */
export function OrderRoute() {
  const { id } = route.useParams();
  const { hash } = useLocation();
  const router = useRouter();
  const token = hash || (openedToken(id) ?? ownOrder(id)?.token);
  const hide = useCallback(() => {
    const { pathname, searchStr, hash: shown, state } = router.latestLocation;
    if (shown === '' || pathname !== `/orders/${id}`) return;
    if (keepOpened(id, shown)) router.history.replace(`${pathname}${searchStr}`, state);
  }, [router, id]);
  if (!token) return <BrokenLinkPage token="" />;
  return (
    <OrderPage
      key={`${id}#${token}`}
      id={id}
      token={token}
      onOpen={hide}
      countryName={countryName}
      again={(order) => <Again order={order} />}
    />
  );
}
