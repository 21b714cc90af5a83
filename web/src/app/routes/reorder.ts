import type { BasketStore } from '@/features/basket/store';
import { callApi } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import type { OrderLine, Product } from '@/lib/api/shapes';

/** One line of an old order, and how many of it were added to the basket. */
export interface ReorderedLine {
  productId: string;
  name: string;
  wanted: number;
  added: number;
  /** The reason where fewer were added than wanted. */
  why?: string;
}

type Found = { line: OrderLine; product: Product | null; why?: string };

/** Adds an order's lines to the basket, as far as they are available. Resolves when the shop has answered for each; never rejects. */
export async function reorder(lines: readonly OrderLine[], store: BasketStore): Promise<ReorderedLine[]> {
  const found = await Promise.all(lines.map(find));
  const before = new Map(store.view.get().lines.map(({ card, quantity }) => [card.id, quantity]));
  for (const { line, product } of found) {
    const quantity = product ? Math.min(line.quantity, product.available) : 0;
    if (product && quantity > 0) store.add(product, quantity);
  }
  await store.settled();
  const { lines: held, failures } = store.view.get();
  const after = new Map(held.map(({ card, quantity }) => [card.id, quantity]));
  return found.map(({ line, product, why }) => {
    const { productId, name, quantity: wanted } = line;
    const added = Math.max(0, (after.get(productId) ?? 0) - (before.get(productId) ?? 0));
    if (added >= wanted) return { productId, name, wanted, added: wanted };
    return { productId, name, wanted, added, why: failures.get(productId) ?? why ?? shortage(product, added, wanted) };
  });
}

async function find(line: OrderLine): Promise<Found> {
  try {
    const { data } = await callApi<Product>(`/products/${encodeURIComponent(line.productId)}`);
    return data.status === 'active'
      ? { line, product: data }
      : { line, product: null, why: 'is no longer in the window.' };
  } catch (error) {
    const gone = error instanceof ApiError && error.status === 404;
    return {
      line,
      product: null,
      why: gone ? 'is no longer in the window.' : 'could not be asked for: the shop did not answer.',
    };
  }
}

function shortage(product: Product | null, added: number, wanted: number): string {
  if (!product || product.available === 0) return 'is sold out, for now.';
  return added > 0 ? `is there ${added} of ${wanted} times.` : 'does not fit into this basket.';
}
