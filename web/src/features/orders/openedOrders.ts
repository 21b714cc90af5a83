import { recentInTab } from '@/lib/storage';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Tokens of the orders whose links were opened in this tab. For the tab alone: the machine may be anybody's. */
const tokens = recentInTab('vitrine.opened', 20, isText);

/** The token that this order's link had when it was opened in this tab. */
export const openedOrderToken = (id: string): string | undefined => tokens.get(id);

/** Saves an order's token, so that it can leave the address; false where this browser keeps nothing. */
export const saveOpenedOrder = (id: string, token: string): boolean => tokens.set(id, token);
