// For each function an event, as AWS would send it, that it cannot answer without its table.
import {
  connectEvent,
  httpEvent,
  messageEvent,
  scheduleEvent,
  streamEvent,
  type Change,
} from '../support/aws-events.ts';
import { origin, originSecret } from './functions.ts';

export const fromCloudFront = { 'x-origin-secret': originSecret };
export const stream = (table: string) => `vitrine-test-${table}`;

const product = (rev: string, available: string) => ({
  id: { S: 'sunday-teapot' },
  name: { S: 'Sunday teapot' },
  description: { S: 'Holds five cups.' },
  category: { S: 'kitchen' },
  price: { N: '4400' },
  received: { N: '10' },
  available: { N: available },
  reserved: { N: '0' },
  sold: { N: String(10 - Number(available)) },
  images: { L: [] },
  status: { S: 'active' },
  contentRev: { N: '1' },
  rev: { N: rev },
  createdAt: { S: '2026-11-22T11:00:00.000Z' },
  updatedAt: { S: '2026-11-22T12:00:00.000Z' },
});

/** A teapot is sold. */
export const sale = (number: string): Change => ({
  table: stream('products'),
  keys: { id: { S: 'sunday-teapot' } },
  before: product('1', '10'),
  after: product('2', '9'),
  number,
});

/** The feed gains an entry. */
export const entry = (number: string): Change => ({
  table: stream('feed'),
  keys: { topic: { S: 'catalogue' }, seq: { N: '7' } },
  after: {
    topic: { S: 'catalogue' },
    seq: { N: '7' },
    epoch: { S: 'a1b2c3d4' },
    changes: { L: [] },
    at: { S: '2026-11-22T12:00:00.000Z' },
    expiresAt: { N: '1795435200' },
  },
  number,
});

const get = (route: string, path: string, parameters?: Record<string, string>) =>
  httpEvent({
    route: `GET ${route}`,
    path,
    headers: { ...fromCloudFront, authorization: 'Bearer dG9rZW4tb2YtYS10ZXN0' },
    ...(parameters === undefined ? {} : { parameters }),
  });

export const wake: Record<string, unknown> = {
  catalog: get('/api/v1/products', '/api/v1/products'),
  baskets: get('/api/v1/baskets/{id}', '/api/v1/baskets/basket-one', { id: 'basket-one' }),
  orders: get('/api/v1/orders/{id}', '/api/v1/orders/order-one', { id: 'order-one' }),
  sockets: messageEvent('hello', '{"action":"hello","topics":["catalogue"]}'),
  projector: streamEvent(sale('100000000000000000001')),
  pusher: streamEvent(entry('100000000000000000001')),
  sweeper: scheduleEvent(),
};

export const connection = connectEvent({ Origin: origin, 'X-Origin-Secret': originSecret });
