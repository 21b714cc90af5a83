import type { Customer } from '@/lib/api/shapes';
import { stored, tabStored } from '@/lib/storage';
import type { CustomerForm } from './schema';

/** What is in the checkout's form and not ordered yet. */
interface Draft {
  /** The basket it was typed for; null where it was taken from an expired or cancelled order. */
  basketId: string | null;
  values: Partial<CustomerForm>;
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'values' in value &&
  typeof value.values === 'object' &&
  value.values !== null;

/** In this tab only. Where the browser keeps nothing, a reload loses it. */
const draft = tabStored('vitrine.draft', isDraft);

/** The draft of this tab; null where there is none or its basket was ordered, which discards it. */
export function readDraft(isOrdered: (basketId: string) => boolean): Partial<CustomerForm> | null {
  const kept = draft.read();
  if (!kept) return null;
  if (kept.basketId === null || !isOrdered(kept.basketId)) return textsOf(kept.values);
  discardDraft();
  return null;
}

/** Only the texts: a draft of another release may hold other values. */
const textsOf = (values: object): Partial<CustomerForm> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'string'));

export const saveDraft = (basketId: string | null, values: Partial<CustomerForm>): void =>
  void draft.write({ basketId, values });
export const discardDraft = (): void => void draft.write(null);

const isCustomer = (value: unknown): value is Customer => {
  const { name, email, address } = (value ?? {}) as Partial<Customer>;
  return typeof name === 'string' && typeof email === 'string' && typeof address?.line1 === 'string';
};

/** The customer's data that the shopper chose to save for the next order. */
export const savedCustomer = stored<Customer>('vitrine.address', isCustomer);

/** Fills the draft from an order whose lines are ordered again. Does nothing for an erased customer. */
export function saveDraftOf(customer: unknown): void {
  if (!isCustomer(customer)) return;
  const { address, ...who } = customer;
  saveDraft(null, { ...who, ...address });
}
