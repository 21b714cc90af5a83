import { getRouteApi, useLocation } from '@tanstack/react-router';
import { countryName } from '@/features/checkout/country';
import { BrokenLinkPage } from '@/features/orders/BrokenLinkPage';
import { OrderPage } from '@/features/orders/OrderPage';
import { ownOrder } from '@/features/orders/own';
import { Again } from './Again';

const route = getRouteApi('/orders/$id');

/** The link's fragment opens the order; this browser's own orders open without it. */
export function OrderRoute() {
  const { id } = route.useParams();
  const { hash } = useLocation();
  const token = hash || ownOrder(id)?.token;
  if (!token) return <BrokenLinkPage token="" />;
  return (
    <OrderPage
      key={`${id}#${token}`}
      id={id}
      token={token}
      countryName={countryName}
      again={(order) => <Again order={order} />}
    />
  );
}
