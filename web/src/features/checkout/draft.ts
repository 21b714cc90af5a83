import type { Customer } from '@/lib/api/shapes';
import { stored, tabStored } from '@/lib/storage';
import type { CustomerForm } from './schema';

/** What is typed and not ordered yet. */
interface Draft {
  /** The basket it was typed for; null where it was taken over from an order that came to nothing. */
  basketId: string | null;
  values: Partial<CustomerForm>;
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'values' in value &&
  typeof value.values === 'object' &&
  value.values !== null;

/** In this tab only. A browser that keeps nothing loses what is typed by a reload, as every page there does. */
const draft = tabStored('vitrine.draft', isDraft);

/** What was typed in this tab, unless it has become an order since. */
export function draftOf(isOrdered: (basketId: string) => boolean): Partial<CustomerForm> | null {
  const kept = draft.read();
  if (!kept) return null;
  if (kept.basketId === null || !isOrdered(kept.basketId)) return textsOf(kept.values);
  dropDraft();
  return null;
}

/** The fields that are texts: a draft of another release may hold others. */
const textsOf = (values: object): Partial<CustomerForm> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));

export const keepDraft = (basketId: string | null, values: Partial<CustomerForm>): void =>
  void draft.write({ basketId, values });
export const dropDraft = (): void => void draft.write(null);

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
