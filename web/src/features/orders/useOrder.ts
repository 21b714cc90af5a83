import { useQuery } from '@tanstack/react-query';
import { useSubjectUpdates } from '@/components/useLive';
import { orderQuery } from './queries';

/** The query of an order, fetched again when a newer revision is reported. `watched`: false subscribes to nothing. */
export function useOrder(id: string, token: string, watched = true) {
  const query = useQuery(orderQuery(id, token));
  const { data, refetch } = query;
  useSubjectUpdates(watched ? { kind: 'order', id, token } : null, (update) => {
    if (update === 'refresh' || update.rev > (data?.order.rev ?? 0)) void refetch();
  });
  return query;
}
