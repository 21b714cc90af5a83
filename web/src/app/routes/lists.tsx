import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { Filters } from '@/features/catalogue/filters';
import { ListPage } from '@/features/catalogue/ListPage';

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

export function CategoryRoute() {
  const { slug } = category.useParams();
  const filters = category.useSearch();
  const go = useGo();
  return <ListPage key={slug} filters={{ ...filters, category: slug }} onFilters={go} />;
}

export function SearchRoute() {
  return <ListPage filters={search.useSearch()} onFilters={useGo()} />;
}
