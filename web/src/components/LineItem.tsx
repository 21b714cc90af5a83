import { Link } from '@tanstack/react-router';
import type { Image, Money } from '@/lib/api/shapes';
import { formatMoney } from '@/lib/money';
import { Price } from './Price';
import { Tile } from './Tile';

export interface LineItemProps {
  productId: string;
  name: string;
  image: Image | undefined;
  quantity: number;
  unitPrice: Money;
  lineTotal: Money;
  /** The unit price at which it was added, where that changed since. */
  previousPrice?: Money | undefined;
}

/** One line of an order or of a checkout's summary; nothing in it can be changed. */
export function LineItem({ productId, name, image, quantity, unitPrice, lineTotal, previousPrice }: LineItemProps) {
  return (
    <li className="item lean">
      <Tile image={image} sizes="60px" />
      <div>
        <Link className="name" to="/p/$id" params={{ id: productId }}>
          {name}
        </Link>
        <p className="each">{`${quantity} × ${formatMoney(unitPrice)}`}</p>
        {previousPrice && <p className="small few">{`was ${formatMoney(previousPrice)}`}</p>}
      </div>
      <span className="sum">
        <Price money={lineTotal} />
      </span>
    </li>
  );
}
