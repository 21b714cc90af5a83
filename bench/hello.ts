// What a hello takes at two running shops, in turns: node bench/hello.ts URL URL [PAIRS]. A fresh socket each, as a page has it: the
// catalogue's hello, then a basket's, from the frame's leaving to `ready`. Prints both medians, and the median of the pairs' ratios (second / first).
import { performance } from 'node:perf_hooks';
import { argv, exit } from 'node:process';
import { median } from './report.ts';

const [, , first, second, pairs = '500'] = argv;
if (first === undefined || second === undefined) {
  console.error('usage: node bench/hello.ts URL URL [PAIRS]');
  exit(2);
}

interface Basket {
  id: string;
  token: string;
}

async function answered(socket: WebSocket, hello: object): Promise<number> {
  const ready = new Promise<void>((resolve, reject) => {
    socket.onmessage = ({ data }) => {
      const { type } = JSON.parse(String(data)) as { type: string };
      if (type === 'ready') resolve();
      else if (type === 'error') reject(new Error(String(data)));
    };
    socket.onclose = () => reject(new Error('closed'));
  });
  const begun = performance.now();
  socket.send(JSON.stringify({ action: 'hello', ...hello }));
  await ready;
  return performance.now() - begun;
}

async function helloes(url: string): Promise<{ catalogue: number; basket: number }> {
  const response = await fetch(`${url}/api/v1/baskets`, { method: 'POST' });
  const { id, token } = (await response.json()) as Basket;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error('no socket'));
  });
  const catalogue = await answered(socket, { topics: ['catalogue'] });
  const basket = await answered(socket, { topics: [], tokens: [{ basket: id, token }] });
  const closed = new Promise((resolve) => (socket.onclose = resolve));
  socket.close();
  await closed;
  return { catalogue, basket };
}

const taken: { first: { catalogue: number; basket: number }; second: { catalogue: number; basket: number } }[] = [];
for (let pair = 0; pair < Number(pairs); pair++) {
  // Whoever goes first in one pair goes second in the next.
  if (pair % 2 === 0) taken.push({ first: await helloes(first), second: await helloes(second) });
  else {
    const theirs = await helloes(second);
    taken.push({ first: await helloes(first), second: theirs });
  }
}
for (const kind of ['catalogue', 'basket'] as const) {
  const of = (which: 'first' | 'second'): number => median(taken.map((pair) => pair[which][kind]));
  const ratio = median(taken.map((pair) => pair.second[kind] / pair.first[kind]));
  console.log(`hello for ${kind}: ${of('first').toFixed(3)} ms, ${of('second').toFixed(3)} ms, ratio ${ratio.toFixed(4)}`);
}
