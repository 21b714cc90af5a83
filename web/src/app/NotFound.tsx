import { Link, useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { Head } from '@/components/Head';
import { StatePage } from '@/components/StatePage';
import { EmptyTile } from '@/components/Tile';

export function NotFound() {
  const navigate = useNavigate();
  const find = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
    void navigate({ to: '/search', search: q ? { q } : {} });
  };
  return (
    <main id="main" className="wrap" tabIndex={-1}>
      <Head title="Nothing hangs here" description="The page has moved, or it never was." />
      <StatePage
        title="Nothing hangs here"
        picture={<EmptyTile tint="var(--tint-celadon)" hangs />}
        actions={
          <>
            <Link className="btn" to="/">
              To the window
            </Link>
            <form className="field min-w-[min(14rem,100%)]" role="search" aria-label="This page" onSubmit={find}>
              <label className="sr" htmlFor="lost">
                Search the shop
              </label>
              <input id="lost" name="q" type="search" placeholder="Search the shop" maxLength={100} />
            </form>
          </>
        }
      >
        <p>The page has moved, or it never was. The nail is all we have.</p>
      </StatePage>
    </main>
  );
}
