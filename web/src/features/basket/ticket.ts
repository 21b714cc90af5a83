/** What opens the basket, and how far this browser has seen it: shared by all its tabs. */
export interface Ticket {
  id: string;
  token: string;
  rev: number;
}

export const isTicket = (value: unknown): value is Ticket => {
  const { id, token, rev } = (value ?? {}) as Partial<Ticket>;
  return typeof id === 'string' && typeof token === 'string' && typeof rev === 'number';
};
