import type { Customer } from '@/lib/api/shapes';
import { stored } from '@/lib/storage';
import type { CustomerForm } from './schema';

const KEY = 'vitrine.draft';

/** What is typed and not ordered yet. In this tab only: it outlives a reload and Back, and no other tab or later visit finds it. */
interface Draft {
  /** The basket it was typed for; null where it was taken over from an order that came to nothing. */
  basketId: string | null;
  values: Partial<CustomerForm>;
}

function read(): Draft | null {
  try {
    const { basketId, values } = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Draft;
    const texts = Object.entries(values).filter(([, value]) => typeof value === 'string');
    return { basketId, values: Object.fromEntries(texts) };
  } catch {
    return null;
  }
}

function write(draft: Draft | null): void {
  try {
    if (draft) sessionStorage.setItem(KEY, JSON.stringify(draft));
    else sessionStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing loses what is typed by a reload, as every page there does.
  }
}

/** What was typed in this tab, unless it has become an order since. */
export function draftOf(isOrdered: (basketId: string) => boolean): Partial<CustomerForm> | null {
  const draft = read();
  if (!draft) return null;
  if (draft.basketId === null || !isOrdered(draft.basketId)) return draft.values;
  write(null);
  return null;
}

export const keepDraft = (basketId: string | null, values: Partial<CustomerForm>): void => write({ basketId, values });
export const dropDraft = (): void => write(null);

const isCustomer = (value: unknown): value is Customer => {
  const { name, email, address } = (value ?? {}) as Partial<Customer>;
  return typeof name === 'string' && typeof email === 'string' && typeof address?.line1 === 'string';
};

/** The address that the shopper said to keep for their next order. */
export const savedCustomer = stored<Customer>('vitrine.address', isCustomer);

/** An order came to nothing, and its lines are to be ordered again: nobody types the address twice for that. What was erased stays so. */
export function redraft(customer: unknown): void {
  if (!isCustomer(customer)) return;
  const { address, ...who } = customer;
  keepDraft(null, { ...who, ...address });
}
