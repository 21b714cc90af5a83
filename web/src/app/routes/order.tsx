import { getRouteApi, useLocation, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { countryName } from '@/features/checkout/country';
import { BrokenLinkPage } from '@/features/orders/BrokenLinkPage';
import { OrderPage } from '@/features/orders/OrderPage';
import { saveOpenedOrder, openedOrderToken } from '@/features/orders/openedOrders';
import { findSavedOrder } from '@/features/orders/savedOrders';
import { ReorderPanel } from './ReorderPanel';

const route = getRouteApi('/orders/$id');

/**
 * The link's fragment is the order's token; orders placed in this browser, and those whose links were opened in this tab, open without it. Once it
 * has opened the order it leaves the address and the history, where others could see it, unless a reload would then not find the order.
 */
export function OrderRoute() {
  const { id } = route.useParams();
  const { hash } = useLocation();
  const router = useRouter();
  const token = hash || (openedOrderToken(id) ?? findSavedOrder(id)?.token);
  const hide = useCallback(() => {
    const { pathname, searchStr, hash: shown, state } = router.latestLocation;
    if (shown === '' || pathname !== `/orders/${id}`) return;
    if (saveOpenedOrder(id, shown)) router.history.replace(`${pathname}${searchStr}`, state);
  }, [router, id]);
  if (!token) return <BrokenLinkPage token="" />;
  return (
    <OrderPage
      key={`${id}#${token}`}
      id={id}
      token={token}
      onOpen={hide}
      countryName={countryName}
      reorderPanel={(order) => <ReorderPanel order={order} />}
    />
  );
}
