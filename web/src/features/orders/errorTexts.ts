import { ApiError } from '@/lib/api/problem';

const UNKNOWN =
  'The shop could not say how the payment went. This page shows it as soon as it is known; paying again charges nothing twice.';

const PAYMENT_ERROR_TEXTS: Record<string, string> = {
  'payment-declined':
    'The payment was declined. Nothing was charged, and your pieces are still held: try another way to pay.',
  'hold-expired':
    'Too little time was left to pay. Nothing was charged; once the pieces are back on the shelf you can order them again here.',
  'order-not-payable': 'The order moved on before the payment arrived. Nothing was charged.',
  'payment-in-progress': 'A payment for this order is being decided already. This page shows how it ends.',
  'invalid-content': 'This shop does not take payments here just now. Nothing was charged.',
};

/** Why a payment failed, whether anything was charged, and what to do. */
export function paymentErrorText(error: unknown): string {
  if (!(error instanceof ApiError))
    return 'The shop did not answer, so the payment may or may not have arrived. This page shows it if it did; paying again charges nothing twice.';
  const known = Object.entries(PAYMENT_ERROR_TEXTS).find(([name]) => error.is(name));
  if (known) return known[1];
  // The gateway's answer: the request never reached the shop.
  if (error.status === 429)
    return 'Very many are paying just now. Nothing was charged: wait a few seconds, then try again.';
  if (error.status >= 500) return UNKNOWN;
  return error.problem?.detail ?? UNKNOWN;
}

/** Why an order was not cancelled. */
export function cancelErrorText(error: unknown): string {
  if (error instanceof ApiError && error.is('payment-in-progress'))
    return 'A payment is being decided, so the order stays as it is until then.';
  if (error instanceof ApiError && error.status < 500 && error.problem?.detail) return error.problem.detail;
  return 'The shop did not answer. The order stands, or this page says otherwise in a moment; cancelling again does no harm.';
}
