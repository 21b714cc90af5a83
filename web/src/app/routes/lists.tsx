import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type Filters, isSlug, parseFilters } from '@/features/catalogue/filters';
import { ListPage } from '@/features/catalogue/ListPage';
import { NotFoundPage } from '../NotFoundPage';

const category = getRouteApi('/c/$slug');
const search = getRouteApi('/search');

/** A category alone has a page of its own; with search words it is a search. */
function useOpenFilters() {
  const navigate = useNavigate();
  return ({ category, ...rest }: Filters) => {
    if (category && !rest.q) void navigate({ to: '/c/$slug', params: { slug: category }, search: rest });
    else void navigate({ to: '/search', search: category ? { ...rest, category } : rest });
  };
}

/** The router passes on all query parameters: `parseFilters` drops what is no filter, like an advert's `utm_source`. */
export function CategoryRoute() {
  const { slug } = category.useParams();
  const filters = parseFilters(category.useSearch());
  const go = useOpenFilters();
  if (!isSlug(slug)) return <NotFoundPage />;
  return <ListPage key={slug} filters={{ ...filters, category: slug }} onFilters={go} notFound={<NotFoundPage />} />;
}

export function SearchRoute() {
  return <ListPage filters={parseFilters(search.useSearch())} onFilters={useOpenFilters()} />;
}
