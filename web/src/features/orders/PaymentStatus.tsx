import { Panel } from '@/components/Panel';
import type { Order } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';

/** A pending payment or a refund. Unpaid and paid orders need no message. */
export function PaymentStatus({ order: { payment, total } }: { order: Order }) {
  switch (payment.state) {
    case 'pending':
      return (
        <Panel dot="half" title="Your payment is being decided">
          The bank has not answered yet. It takes two minutes at the most, and nothing runs out meanwhile. There is
          nothing to do: this page moves by itself, and you can come back to it.
        </Panel>
      );
    case 'refunding':
      return (
        <Panel dot="half" title={`${formatMoney(total)} is on its way back to you`}>
          The bank has been told and has not confirmed yet. The order stays as it is until then; this page moves by
          itself.
        </Panel>
      );
    case 'refunded':
      return (
        <Panel dot="hollow" title={`${formatMoney(total)} went back to you`}>
          {payment.method === 'transfer'
            ? 'It was paid back the way it came, by transfer.'
            : 'It was paid back the way it came. Your bank may take a day or two to show it.'}
        </Panel>
      );
    default:
      return null;
  }
}
