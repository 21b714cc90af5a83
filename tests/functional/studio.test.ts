import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Content, euros, must, pointers, problem, shop, type StudioProduct, unique } from '../support/shop.ts';

const api = shop();
const valid = {
  name: 'A thing',
  description: 'Made by a test.',
  category: 'testing',
  price: euros(1000),
  available: 10,
};

describe('a new product', () => {
  test('is answered with its place and its whole stock', async () => {
    const id = unique('made');
    const answer = await api.own('POST', '/products', { json: { id, ...valid } });
    const product = must<StudioProduct>(201, answer);

    expect(answer.headers.location).toBe(`/api/v1/products/${id}`);
    expect(product).toMatchObject({ id, ...valid, status: 'active', images: [], reserved: 0, sold: 0, received: 10 });
  });

  test.each([
    ['Crème brûlée', 'creme-brulee'],
    ['  Two   Spoons & a Fork! ', 'two-spoons-a-fork'],
  ])('called %s gets its id from its name', async (name, slug) => {
    const suffix = unique('').slice(1);
    const product = must<StudioProduct>(
      201,
      await api.own('POST', '/products', { json: { ...valid, name: `${name} ${suffix}` } }),
    );
    expect(product.id).toBe(`${slug}-${suffix}`);
  });

  test('needs an id where its name has no letter to make one of', async () => {
    const answer = await api.own('POST', '/products', { json: { ...valid, name: '🫖' } });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual(['/id']);
  });

  test('may not take the id of another, archived ones included', async () => {
    const { id } = await api.create();
    problem(409, 'product-exists', await api.own('POST', '/products', { json: { id, ...valid } }));
    must(204, await api.own('DELETE', `/products/${id}`));
    problem(409, 'product-exists', await api.own('POST', '/products', { json: { id, ...valid } }));
  });

  test.each([
    ['/id', { id: 'Not An Id' }],
    ['/id', { id: `a${'b'.repeat(64)}` }],
    ['/name', { name: '' }],
    ['/name', { name: '   ' }],
    ['/name', { name: 'x'.repeat(121) }],
    ['/name', { name: 'line\nbreak' }],
    ['/name', { name: 7 }],
    ['/name', { name: undefined }],
    ['/description', { description: 'x'.repeat(2001) }],
    ['/description', { description: null }],
    ['/category', { category: 'Kitchen!' }],
    ['/price', { price: 1000 }],
    ['/price/amount', { price: euros(0) }],
    ['/price/amount', { price: euros(100_000_001) }],
    ['/price/amount', { price: euros(9.5) }],
    ['/price/amount', { price: { amount: '1000', currency: 'EUR' } }],
    ['/price/currency', { price: { amount: 1000, currency: 'USD' } }],
    ['/price/vat', { price: { ...euros(1000), vat: 19 } }],
    ['/searchWords', { searchWords: 'kettle' }],
    ['/searchWords', { searchWords: Array.from({ length: 21 }, () => 'kettle') }],
    ['/searchWords/1', { searchWords: ['kettle', ' '] }],
    ['/searchWords/0', { searchWords: ['k\u200bettle'] }],
    ['/searchWords/0', { searchWords: ['x'.repeat(41)] }],
    ['/available', { available: -1 }],
    ['/available', { available: 1_000_001 }],
    ['/available', { available: true }],
    ['/colour', { colour: 'red' }],
    ['/received', { received: 10 }],
  ])('with %s wrong is refused by that name (case %#)', async (pointer, wrong) => {
    const answer = await api.own('POST', '/products', { json: { id: unique('wrong'), ...valid, ...wrong } });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual([pointer]);
  });

  test('with many fields wrong is told all of them', async () => {
    const answer = await api.own('POST', '/products', {
      json: { id: '!', name: '', price: { amount: -1, currency: 'XXX' }, extra: 1 },
    });
    expect(pointers(problem(422, 'invalid-content', answer))).toEqual(
      ['/available', '/category', '/description', '/extra', '/id', '/name', '/price/amount', '/price/currency'].sort(),
    );
  });

  test('may use every bound', async () => {
    const product = await api.create({
      id: `${unique('long')}${'-x'.repeat(24)}`.slice(0, 64),
      name: '🫖'.repeat(120),
      description: `${'é'.repeat(1999)}\n`,
      price: euros(100_000_000),
      available: 1_000_000,
    });
    expect(await api.product(product.id)).toMatchObject({ name: '🫖'.repeat(120), available: 1_000_000 });
  });
});

const finds = async (q: string, id: string): Promise<boolean> =>
  (await api.list(`q=${q}`)).items.some((item) => item.id === id);

describe('the content of a product', () => {
  test('is what the owner edits, and no stock', async () => {
    const { id } = await api.create();
    const { content, etag } = await api.content(id);
    expect(content).toEqual({
      name: `Thing ${id}`,
      description: 'Made by a test.',
      category: 'testing',
      searchWords: [],
      price: euros(1000),
      images: [],
      status: 'active',
    });
    expect(etag).toMatch(/^"c\d+"$/);
  });

  test('is edited field by field, each edit with a new ETag', async () => {
    const { id } = await api.create();
    const before = await api.content(id);
    const answer = await api.patch(id, { name: 'Renamed', category: 'renamed' }, { 'If-Match': before.etag });

    expect(must<Content>(200, answer)).toEqual({ ...before.content, name: 'Renamed', category: 'renamed' });
    expect(answer.headers.etag).not.toBe(before.etag);
    expect(await api.content(id)).toEqual({ content: answer.body, etag: answer.headers.etag });
    expect(await api.product(id)).toMatchObject({ name: 'Renamed', category: 'renamed' });
  });

  test('has search words, by which the product is found until they are taken away', async () => {
    const word = unique('synonym');
    const { id } = await api.create({ searchWords: [word, 'second word'] });
    expect((await api.content(id)).content.searchWords).toEqual([word, 'second word']);
    expect(await api.product(id)).toMatchObject({ searchWords: [word, 'second word'] });
    await eventually(async () => (await finds(word, id)) || undefined, 'the product is found by its search word');

    await api.edit(id, { searchWords: [] });
    expect((await api.content(id)).content.searchWords).toEqual([]);
    await eventually(async () => !(await finds(word, id)) || undefined, 'the word leads nowhere any more');
  });

  test('must be edited with If-Match', async () => {
    const { id } = await api.create();
    problem(428, 'precondition-required', await api.patch(id, { name: 'Renamed' }, {}));
    expect((await api.product(id)).name).toBe(`Thing ${id}`);
  });

  test('is not edited on a stale ETag, so that of two edits one is told', async () => {
    const { id } = await api.create();
    const { etag } = await api.content(id);
    const answers = await Promise.all([
      api.patch(id, { name: 'First' }, { 'If-Match': etag }),
      api.patch(id, { name: 'Second' }, { 'If-Match': etag }),
    ]);

    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 412]);
    problem(412, 'precondition-failed', await api.patch(id, { name: 'Third' }, { 'If-Match': etag }));
    problem(412, 'precondition-failed', await api.patch(id, { name: 'Third' }, { 'If-Match': 'nonsense' }));
  });

  test('is edited on a weakened ETag, one of a list, and a star', async () => {
    const { id } = await api.create();
    must(200, await api.patch(id, { name: 'A' }, { 'If-Match': `W/${(await api.content(id)).etag}` }));
    must(200, await api.patch(id, { name: 'B' }, { 'If-Match': `"c999", ${(await api.content(id)).etag}` }));
    expect(must<Content>(200, await api.patch(id, { name: 'C' }, { 'If-Match': '*' })).name).toBe('C');
  });

  test('does not go stale by a sale or a delivery', async () => {
    const { id } = await api.create();
    const { etag } = await api.content(id);
    must(200, await api.adjust(id, { delta: 5 }));
    await api.order({ [id]: 1 });

    expect((await api.content(id)).etag).toBe(etag);
    must(200, await api.patch(id, { name: 'Renamed' }, { 'If-Match': etag }));
  });

  test('keeps the price before a new one', async () => {
    const { id } = await api.create({ price: euros(1000) });
    await api.edit(id, { price: euros(900) });
    await api.edit(id, { name: 'Renamed' });

    const product = await api.product(id);
    expect(product).toMatchObject({ price: euros(900), previousPrice: euros(1000) });
  });

  test('keeps alt texts and the order of pictures as the owner sets them', async () => {
    const [card] = (await api.list('category=pantry&limit=1&sort=name')).items;
    const id = card?.id ?? '';
    const { content } = await api.content(id);
    const turned = [...content.images].reverse().map((image) => ({ ...image, alt: `${image.alt}, turned` }));
    try {
      expect((await api.edit(id, { images: turned })).images).toEqual(turned);
      const product = await api.product(id);
      expect(product.images.map((image) => image.alt)).toEqual(turned.map((image) => image.alt));
      expect(product.image?.alt).toBe(turned[0]?.alt);
    } finally {
      await api.edit(id, { images: content.images });
    }
  });

  test.each([
    ['/name', { name: null }],
    ['/name', { name: '' }],
    ['/description', { description: 'x'.repeat(2001) }],
    ['/category', { category: '' }],
    ['/searchWords', { searchWords: null }],
    ['/searchWords/0', { searchWords: [7] }],
    ['/price/currency', { price: { amount: 1, currency: 'USD' } }],
    ['/price/amount', { price: euros(0) }],
    ['/status', { status: 'hidden' }],
    ['/images/0/id', { images: [{ id: 'abcdef', alt: 'Not one of its pictures' }] }],
    ['/images', { images: 'none' }],
    ['/available', { available: 5 }],
    ['/rev', { rev: 5 }],
  ])('with %s wrong is refused by that name (case %#)', async (pointer, patch) => {
    const { id } = await api.create();
    const { etag } = await api.content(id);
    expect(pointers(problem(422, 'invalid-content', await api.patch(id, patch, { 'If-Match': etag })))).toEqual([
      pointer,
    ]);
    expect((await api.content(id)).etag).toBe(etag);
  });

  test('is edited by a merge patch alone', async () => {
    const { id } = await api.create();
    const { etag } = await api.content(id);
    problem(
      415,
      'unsupported-media-type',
      await api.patch(id, { name: 'X' }, { 'If-Match': etag, 'Content-Type': 'application/json' }),
    );
    problem(
      422,
      'invalid-content',
      await api.patch(id, [{ op: 'replace', path: '/name', value: 'X' }], { 'If-Match': etag }),
    );
  });

  test('is not sent again to who has it', async () => {
    const { id } = await api.create();
    const { etag } = await api.content(id);
    expect((await api.own('GET', `/products/${id}/content`, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  });

  test('of a product that is not there is not found', async () => {
    problem(404, 'not-found', await api.own('GET', '/products/no-such-product/content'));
    problem(404, 'not-found', await api.patch('no-such-product', { name: 'X' }, { 'If-Match': '*' }));
  });
});

describe('stock', () => {
  test('moves by a delta, and received with it', async () => {
    const { id } = await api.create({ available: 10 });
    expect(must(200, await api.adjust(id, { delta: 5, reason: 'delivery' }))).toMatchObject({
      available: 15,
      received: 15,
    });
    expect(must(200, await api.adjust(id, { delta: -3, reason: 'broken' }))).toMatchObject({
      available: 12,
      received: 12,
    });
  });

  test('is counted only where it is still what the owner saw', async () => {
    const { id } = await api.create({ available: 10 });
    expect(must(200, await api.adjust(id, { count: 40, ifAvailable: 10 }))).toMatchObject({
      available: 40,
      received: 40,
    });

    expect(problem(409, 'stock-changed', await api.adjust(id, { count: 7, ifAvailable: 10 }))).toMatchObject({
      available: 40,
    });
    expect((await api.product(id)).available).toBe(40);
  });

  test('never falls below nothing', async () => {
    const { id } = await api.create({ available: 2 });
    expect(problem(409, 'stock-changed', await api.adjust(id, { delta: -3 }))).toMatchObject({ available: 2 });
    expect(must(200, await api.adjust(id, { delta: -2 }))).toMatchObject({ available: 0 });
  });

  test('never loses one of many deltas sent at once', async () => {
    const { id } = await api.create({ available: 0 });
    await Promise.all(Array.from({ length: 20 }, async () => must(200, await api.adjust(id, { delta: 3 }))));
    expect((await api.product(id)).available).toBe(60);
  });

  test.each([
    ['/delta', { delta: 0 }],
    ['/delta', { delta: 1_000_001 }],
    ['/delta', { delta: -1_000_001 }],
    ['/delta', { delta: 1.5 }],
    ['/delta', { delta: '5' }],
    ['/delta', { delta: 999_999 }],
    ['/ifAvailable', { count: 5 }],
    ['/count', { ifAvailable: 10 }],
    ['/count', { count: -1, ifAvailable: 10 }],
    ['/reason', { delta: 1, reason: 'x'.repeat(201) }],
    ['/available', { available: 5, delta: 1 }],
  ])('with %s wrong is refused by that name (case %#)', async (pointer, wrong) => {
    const { id } = await api.create({ available: 10 });
    expect(pointers(problem(422, 'invalid-content', await api.adjust(id, wrong)))).toEqual([pointer]);
    expect((await api.product(id)).available).toBe(10);
  });

  test('takes a delta or a count, and something', async () => {
    const { id } = await api.create();
    problem(422, 'invalid-content', await api.adjust(id, {}));
    problem(422, 'invalid-content', await api.adjust(id, { delta: 1, count: 5, ifAvailable: 10 }));
  });

  test('of a product that is not there is not found', async () => {
    problem(404, 'not-found', await api.adjust('no-such-product', { delta: 1 }));
  });
});

describe('the list of all products', () => {
  test('holds archived ones too, each once, and stock that adds up', async () => {
    const { id } = await api.create({ available: 9 });
    const other = await api.create({ available: 20 });
    await api.order({ [other.id]: 4 });
    must(204, await api.own('DELETE', `/products/${id}`));

    const all = await api.studioProducts();
    expect(all.get(id)).toMatchObject({ status: 'archived', available: 9, received: 9 });
    expect(all.get(other.id)).toMatchObject({ status: 'active', available: 16, reserved: 4, sold: 0, received: 20 });
    for (const product of all.values()) {
      expect(product.available + product.reserved + product.sold, product.id).toBe(product.received);
    }
  });

  test('is met once page by page', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: StudioProduct[]; nextCursor: string | null } = must(
        200,
        await api.own('GET', `/studio/products?limit=17${query}`),
      );
      expect(page.items.length).toBeLessThanOrEqual(17);
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(60);
  });

  test('refuses a limit or a cursor that cannot be', async () => {
    expect(pointers(problem(400, 'invalid-parameter', await api.own('GET', '/studio/products?limit=1001')))).toEqual([
      '/limit',
    ]);
    problem(400, 'invalid-cursor', await api.own('GET', '/studio/products?cursor=garbage'));
    const { nextCursor } = await api.list('limit=1');
    problem(
      400,
      'invalid-cursor',
      await api.own('GET', `/studio/products?cursor=${encodeURIComponent(nextCursor ?? '')}`),
    );
  });
});

describe('archiving', () => {
  test('twice is archiving once', async () => {
    const { id } = await api.create();
    must(204, await api.own('DELETE', `/products/${id}`));
    must(204, await api.own('DELETE', `/products/${id}`));
    problem(404, 'not-found', await api.own('DELETE', '/products/no-such-product'));
  });

  test('is undone by the content', async () => {
    const { id } = await api.create();
    must(204, await api.own('DELETE', `/products/${id}`));
    expect((await api.content(id)).content.status).toBe('archived');
    await api.edit(id, { status: 'active' });
    expect((await api.product(id)).status).toBe('active');
  });
});
