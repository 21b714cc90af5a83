import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { Icon } from '@/components/Icon';
import { useBasket } from '@/features/basket/context';
import { categoriesQuery } from '@/features/catalogue/queries';
import { plural } from '@/lib/words';

export function Header({ onOpenBasket }: { onOpenBasket(): void }) {
  const { data } = useQuery(categoriesQuery);
  const [searching, setSearching] = useState(false);
  return (
    <header className="top">
      <div className="wrap top-in">
        <Wordmark />
        <div className="tools">
          <button
            type="button"
            className="find-toggle"
            aria-expanded={searching}
            aria-controls="find"
            aria-label="Search"
            onClick={() => setSearching(!searching)}
          >
            <Icon name={searching ? 'x' : 'search'} />
          </button>
          <SearchForm open={searching} onDone={() => setSearching(false)} />
          <Link className="word" to="/orders">
            My orders
          </Link>
          <BasketButton onOpen={onOpenBasket} />
          <button type="button" className="menu-toggle" popoverTarget="menu" aria-label="Menu">
            <Icon name="menu" />
          </button>
        </div>
        {/* On a phone the browser opens and closes it, as a popover. */}
        <nav id="menu" aria-label="Categories" popover="auto">
          <button
            type="button"
            className="menu-toggle"
            popoverTarget="menu"
            popoverTargetAction="hide"
            aria-label="Close the menu"
          >
            <Icon name="x" />
          </button>
          <ul>
            {data ? (
              data.map(({ slug, name }) => (
                <li key={slug}>
                  <Link to="/c/$slug" params={{ slug }} onClick={closeMenu}>
                    {name}
                  </Link>
                </li>
              ))
            ) : (
              <li aria-hidden="true">
                <span className="block py-2 text-14">&nbsp;</span>
              </li>
            )}
            <li className="my-orders">
              <Link to="/orders" onClick={closeMenu}>
                My orders
              </Link>
            </li>
          </ul>
        </nav>
      </div>
    </header>
  );
}

const closeMenu = ({ currentTarget }: MouseEvent<HTMLElement>) =>
  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();

export function SlimHeader() {
  return (
    <header className="top slim-top">
      <div className="wrap top-in slim">
        <Link className="live" to="/basket">
          <Icon name="back" />
          <span>Basket</span>
        </Link>
        <Wordmark />
        <span />
      </div>
    </header>
  );
}

/** The dot of the i is drawn by CSS. */
function Wordmark() {
  return (
    <Link className="wordmark" to="/" translate="no">
      <span aria-hidden="true">
        V<span className="t">ı</span>trine
      </span>
      <span className="sr">Vitrine, home</span>
    </Link>
  );
}

function SearchForm({ open, onDone }: { open: boolean; onDone(): void }) {
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.value = q;
  }, [q]);
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open]);
  const find = (event: FormEvent) => {
    event.preventDefault();
    const words = input.current?.value.trim() ?? '';
    onDone();
    void navigate({ to: '/search', search: words ? { q: words } : {} });
  };
  return (
    <form id="find" className={open ? 'find open' : 'find'} role="search" onSubmit={find}>
      <label className="sr" htmlFor="q">
        Search the shop
      </label>
      <Icon name="search" />
      <input
        id="q"
        ref={input}
        type="search"
        placeholder="Search"
        maxLength={100}
        enterKeyHint="search"
        autoComplete="off"
      />
    </form>
  );
}

function BasketButton({ onOpen }: { onOpen(): void }) {
  const { count, ready } = useBasket();
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <Link to="/basket" onClick={open}>
      <Icon name="bag" />
      <span className="word">Basket </span>
      <span className="count" data-wide={count > 99 || undefined}>
        {/* Before the basket was fetched its count is unknown, not 0. */}
        <span>{ready ? count : '–'}</span>
        <span className="sr">{ready ? ` ${plural(count, 'piece')} in the basket` : ' not known yet'}</span>
      </span>
    </Link>
  );
}
