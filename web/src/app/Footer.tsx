import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { categoriesQuery } from '@/features/catalogue/queries';

export function Footer() {
  const { data } = useQuery(categoriesQuery);
  const categories = data ?? [];
  const half = Math.ceil(categories.length / 2);
  return (
    <footer className="foot">
      <div className="wrap">
        <p className="motto">The lights are on a timer. The prices are not.</p>
        <div className="cols">
          {[categories.slice(0, half), categories.slice(half)].map((column, i) => (
            <div key={i}>
              <p className="t" aria-hidden={i > 0 || undefined}>
                {i === 0 ? 'The shop' : '\u00a0'}
              </p>
              <ul>
                {column.map(({ slug, name }) => (
                  <li key={slug}>
                    <Link to="/c/$slug" params={{ slug }}>
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
          <div>
            <p className="t">Yours</p>
            <ul>
              <li>
                <Link to="/basket">Basket</Link>
              </li>
              <li>
                <Link to="/orders">My orders</Link>
              </li>
            </ul>
          </div>
          <div>
            <p className="t">Fair warning</p>
            <p className="quiet">
              A price may change while you look at it. In your basket it never changes without asking you.
            </p>
          </div>
        </div>
        <FinePrint />
      </div>
    </footer>
  );
}

export function SlimFooter() {
  return (
    <footer className="foot slim">
      <div className="wrap">
        <FinePrint />
      </div>
    </footer>
  );
}

function FinePrint() {
  return (
    <div className="last">
      <span>Prices include tax. Shipping is free.</span>
      <span>Pictures: Fluent Emoji, © Microsoft, MIT licence.</span>
    </div>
  );
}
