import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type Filters, isSlug, parseFilters } from '@/features/catalogue/filters';
import { ListPage } from '@/features/catalogue/ListPage';
import { NotFoundPage } from '../NotFoundPage';

const category = getRouteApi('/c/$slug');
const search = getRouteApi('/search');

/** A category is a page of its own; as soon as words or another category are asked for, it is a search. */
function useGo() {
  const navigate = useNavigate();
  return ({ category, ...rest }: Filters) => {
    if (category && !rest.q) void navigate({ to: '/c/$slug', params: { slug: category }, search: rest });
    else void navigate({ to: '/search', search: category ? { ...rest, category } : rest });
  };
}

/** The router hands on what is no filter, too: an advert's `utm_source` is none of the API's business. */
export function CategoryRoute() {
  const { slug } = category.useParams();
  const filters = parseFilters(category.useSearch());
  const go = useGo();
  if (!isSlug(slug)) return <NotFoundPage />;
  return <ListPage key={slug} filters={{ ...filters, category: slug }} onFilters={go} notFound={<NotFoundPage />} />;
}

export function SearchRoute() {
  return <ListPage filters={parseFilters(search.useSearch())} onFilters={useGo()} />;
}
