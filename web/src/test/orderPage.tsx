import { http, HttpResponse } from 'msw/http';
import { OrderPage } from '@/features/orders/OrderPage';
import type { Order } from '@/lib/api/shapes';
import { server } from './server';
import { anOrder } from './shop';

/** The time so many minutes from now, as the API writes it. */
export const minutes = (n: number): string => new Date(Date.now() + n * 60_000).toISOString();

/** An order that is held for nine minutes more. Each test file takes its own: the module outlives the minutes that a file takes. */
export const heldOrder = (): Order => anOrder({ placedAt: minutes(-1), holdUntil: minutes(9) });

export const orderPage = ({ id }: Order) => (
  <OrderPage
    id={id}
    token="secret"
    onOpen={() => undefined}
    countryName={(code) => `<${code}>`}
    reorderPanel={() => <p>Again?</p>}
  />
);

/** Answers what `orderPage` asks for: whether the shop takes payments, and the order as it is then, to whoever has its token. */
export function serveOrder(order: () => Order, { simulator = true, date = () => new Date() } = {}): void {
  server.use(
    http.get('*/api/v1/meta', () => HttpResponse.json({ switches: { simulator, editorOpen: true } })),
    http.get('*/api/v1/orders/:id', ({ request }) =>
      request.headers.get('authorization') === 'Bearer secret'
        ? HttpResponse.json(order(), { headers: { etag: `"${order().rev}"`, date: date().toUTCString() } })
        : new HttpResponse(null, { status: 404 }),
    ),
  );
}
