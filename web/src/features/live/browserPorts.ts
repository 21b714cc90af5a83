import { callApi } from '@/lib/api/client';
import { ApiError } from '@/lib/api/problem';
import type { ChangeList, Product } from '@/lib/api/shapes';
import type { Socket, LivePorts } from '@/lib/live/ports';
import { formatPosition, parsePosition } from '@/lib/live/position';

/** The live client's ports, by the browser's own APIs. */
export const browserPorts: LivePorts = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  openSocket,
  async fetchChanges(position) {
    try {
      const { data } = await callApi<ChangeList>('/changes', { query: { since: formatPosition(position) } });
      const to = parsePosition(data.to);
      return to ? { to, changes: data.changes, more: data.more } : 'lost';
    } catch (error) {
      if (error instanceof ApiError && error.status === 410) return 'lost';
      throw error;
    }
  },
  async checkHealth() {
    await callApi('/health');
  },
  async fetchProduct(id) {
    try {
      return (await callApi<Product>(`/products/${id}`)).data;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  },
  hidden: () => document.visibilityState === 'hidden',
};

function openSocket(): Socket {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const web = new WebSocket(url);
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => web.send(text),
    close: () => web.close(),
  };
  web.onopen = () => socket.onopen?.();
  web.onmessage = ({ data }) => typeof data === 'string' && socket.onmessage?.(data);
  web.onclose = () => socket.onclose?.();
  return socket;
}
