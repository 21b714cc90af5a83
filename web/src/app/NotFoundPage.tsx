import { lazyComponent } from './lazyComponent';

/** The page of unknown addresses. Lazy: when it is needed, the shop has just answered. */
export const NotFoundPage = lazyComponent(() => import('./NotFound').then(({ NotFound }) => NotFound));
