const NAME = 'vitrine.opened';
const MOST = 20;

/** What opens the orders whose links were opened in this tab, newest first: pairs of id and token. For the tab alone: the machine may be anybody's. */
function opened(): [id: string, token: string][] {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? '[]');
    return Array.isArray(value) ? value.filter(isPair) : [];
  } catch {
    return [];
  }
}

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');

/** The token that this order's link had when it was opened in this tab. */
export const openedToken = (id: string): string | undefined => opened().find(([known]) => known === id)?.[1];

/** Keeps what opens an order, so that its address need not hold it; false where this browser keeps nothing. */
export function keepOpened(id: string, token: string): boolean {
  try {
    const others = opened().filter(([known]) => known !== id);
    sessionStorage.setItem(NAME, JSON.stringify([[id, token], ...others].slice(0, MOST)));
    return openedToken(id) === token;
  } catch {
    return false;
  }
}
