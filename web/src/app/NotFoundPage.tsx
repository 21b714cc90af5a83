import { part } from './part';

/** What stands at an address that leads nowhere. It comes when it is needed: the shop has just answered. */
export const NotFoundPage = part(() => import('./NotFound').then(({ NotFound }) => NotFound));
