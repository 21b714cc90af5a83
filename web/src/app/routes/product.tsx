import { getRouteApi } from '@tanstack/react-router';
import { BuyBox } from '@/features/basket/BuyBox';
import { ProductPage } from '@/features/catalogue/ProductPage';
import { stockNote } from '@/features/catalogue/stock';
import { useOpenBasket } from '../drawer';
import { NotFoundPage } from '../NotFoundPage';

const route = getRouteApi('/p/$id');

export function ProductRoute() {
  const { id } = route.useParams();
  const openBasket = useOpenBasket();
  return (
    <ProductPage
      key={id}
      id={id}
      notFound={<NotFoundPage />}
      buy={(card, gone) => <BuyBox card={card} gone={gone} note={stockNote(card.available)} onAdded={openBasket} />}
    />
  );
}
