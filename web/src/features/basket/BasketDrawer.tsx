import { Dialog } from '@base-ui/react/dialog';
import { Link } from '@tanstack/react-router';
import { Icon } from '@/components/Icon';
import { Totals } from '@/components/Totals';
import { BasketLines } from './BasketLines';
import { CheckoutLink } from './BasketPage';
import { useBasket } from './context';

export interface BasketDrawerProps {
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** The basket, over the page. */
export function BasketDrawer({ open, onOpenChange }: BasketDrawerProps) {
  const { lines, count, total } = useBasket();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="veil" />
        <Dialog.Popup className="drawer">
          <header>
            <Dialog.Title>Basket</Dialog.Title>
            <Dialog.Close aria-label="Close the basket">
              <Icon name="x" />
            </Dialog.Close>
          </header>
          {lines.length > 0 ? <BasketLines lines={lines} replace /> : <p className="lines quiet">Nothing in it yet.</p>}
          <footer>
            {lines.length > 0 && total ? (
              <>
                <Totals count={count} total={total} label="Total, tax included" />
                <CheckoutLink replace />
              </>
            ) : (
              <Link className="btn full" to="/search" replace>
                See everything
              </Link>
            )}
            <p className="small quiet">The same basket is open in all your tabs.</p>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
