import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { exchange } from '../support/http.ts';
import { must, shop } from '../support/shop.ts';

const api = shop();
const list = '/products?limit=100&sort=name';

/** fetch undoes the coding, and still tells of it. */
const fetched = async (path: string, headers: Record<string, string>): Promise<Response> =>
  await fetch(`${api.url}/api/v1${path}`, { headers });

describe('answers of the API', () => {
  test.each(['gzip', 'gzip, deflate, br, zstd', 'br;q=1.0, gzip;q=0.5', '*', 'identity;q=0.5, gzip'])(
    'come in gzip for Accept-Encoding: %s, and are what everybody gets',
    async (accepted) => {
      const plain = await api.call('GET', list);
      const coded = await fetched(list, { 'accept-encoding': accepted });
      expect(coded.headers.get('content-encoding')).toBe('gzip');
      expect(coded.headers.get('vary')).toBe('accept-encoding');
      expect(plain.headers).not.toHaveProperty('content-encoding');
      expect(plain.headers.vary).toBe('accept-encoding');
      expect(Object.keys((await coded.json()) as object)).toEqual(Object.keys(plain.body as object));
    },
  );

  test.each(['identity', 'br', 'gzip;q=0', '*;q=0', 'gzip;q=0.1, identity'])(
    'come as they are for Accept-Encoding: %s',
    async (accepted) => {
      const { headers } = await exchange(api.url, 'GET', `/api/v1${list}`, {
        headers: { 'Accept-Encoding': accepted },
      });
      expect(headers).not.toHaveProperty('content-encoding');
      expect(headers['content-type']).toBe('application/json');
    },
  );

  test('are a third as large at most, and their length is that of the bytes', async () => {
    const plain = await api.call('GET', list);
    const coded = await fetched(list, { 'accept-encoding': 'gzip' });
    const length = Number(coded.headers.get('content-length'));
    expect(length).toBeLessThan(plain.text.length / 3);
    expect(length).toBeLessThan(1.2 * gzipSync(plain.text).length);
    expect(await coded.text()).toHaveLength(plain.text.length);
  });

  test('have a weak ETag when they are coded, which is known again, and with which an owner edits', async () => {
    const { id } = await api.create({ description: 'Words. '.repeat(200) });
    const plain = await api.call('GET', `/products/${id}`);
    const coded = await fetched(`/products/${id}`, { 'accept-encoding': 'gzip' });
    expect(coded.headers.get('etag')).toBe(`W/${plain.headers.etag ?? ''}`);
    expect(await coded.json()).toEqual(plain.body);
    const again = await fetched(`/products/${id}`, {
      'accept-encoding': 'gzip',
      'if-none-match': coded.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('vary')).toBe('accept-encoding');

    const { etag } = await api.content(id);
    must(200, await api.patch(id, { name: 'Edited' }, { 'If-Match': `W/${etag}` }));
  });
});
