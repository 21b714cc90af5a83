// A browser cannot choose the address it comes from. A relay can: each visitor comes through one of their own, as each
// household does.
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Relay {
  /** http://127.0.0.1:PORT */
  url: string;
  close(): Promise<void>;
}

/** Passes bytes on to a shop of this machine, from an address of 127.0.0.0/8 that no other relay uses. */
export async function relayTo(shop: string): Promise<Relay> {
  const { hostname: host, port } = new URL(shop);
  const localAddress = `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host, port: Number(port), localAddress });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}
