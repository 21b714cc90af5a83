import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { exchange } from '../support/http.ts';
import { type Card, euros, must, pointers, problem, type ProductList, shop, unique } from '../support/shop.ts';

const api = shop();

/** Follows the cursors to the end. */
async function pages(query: string, from?: string): Promise<ProductList[]> {
  const found: ProductList[] = [];
  let cursor: string | null = null;
  do {
    const page: ProductList = await api.list(
      cursor === null ? query : `${query}&cursor=${encodeURIComponent(cursor)}`,
      from,
    );
    found.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const ids = (items: readonly Card[]): string[] => items.map((item) => item.id);

const categories = async () =>
  must<{ items: { slug: string; name: string; count: number }[] }>(200, await api.call('GET', '/categories')).items;

/** The position of the first list that is as it should be: others may come from processes of the catalogue that are behind it. */
const positionOf = (query: string, complete: (list: ProductList) => boolean, what: string): Promise<string> =>
  eventually(async () => {
    const list = await api.list(query);
    return complete(list) ? list.feed : undefined;
  }, what);

describe('the demo shop', () => {
  test('has at least 60 products in 7 categories, each with its name and count', async () => {
    const list = await api.list('limit=1');
    const found = await categories();

    expect(list.total).toBeGreaterThanOrEqual(60);
    const named = Object.fromEntries(found.map(({ slug, name }) => [slug, name]));
    expect(named).toMatchObject({
      kitchen: 'Kitchen',
      instruments: 'Instruments',
      desk: 'Desk',
      garden: 'Garden',
      toys: 'Toys',
      travel: 'Travel',
      pantry: 'Pantry',
    });
    for (const category of found) expect(category.count).toBeGreaterThan(0);
  });

  test('shows pictures as AVIF and WebP at 320 and 640 px in cards of at most 2 KB of picture', async () => {
    const kitchen = await api.list('category=kitchen&limit=100');

    expect(kitchen.items.length).toBeGreaterThan(0);
    for (const { image } of kitchen.items) {
      const sources = image?.sources.map(({ type, width }) => `${type} ${width}`).sort();
      expect(sources).toEqual(['image/avif 320', 'image/avif 640', 'image/webp 320', 'image/webp 640']);
      expect(JSON.stringify(image).length).toBeLessThanOrEqual(2048);
    }
  });

  test('serves every source of a picture with its type and for ever', async () => {
    const [card] = (await api.list('category=kitchen&limit=1')).items;
    for (const { url, type } of card?.image?.sources ?? []) {
      const picture = await exchange(api.url, 'GET', url);
      expect(picture.status).toBe(200);
      expect(picture.headers['content-type']).toBe(type);
      expect(picture.headers['cache-control']).toContain('immutable');
    }
    expect(card?.image?.sources).toHaveLength(4);
  });

  test('finds what 50 misspelt queries mean among the first three at least 48 times', async () => {
    const queries = readFileSync(new URL('../../demo/queries.txt', import.meta.url), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t') as [string, string]);
    expect(queries).toHaveLength(50);

    const missed: string[] = [];
    for (const [query, expected] of queries) {
      const { items } = await api.list(`limit=3&q=${encodeURIComponent(query)}`);
      if (!ids(items).includes(expected)) missed.push(`${query} → ${ids(items).join(', ')} instead of ${expected}`);
    }
    expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(2);
  });
});

describe('a category of seven', () => {
  const category = unique('seven');
  const wanted = [
    { name: 'Alder bowl', price: 500, available: 4 },
    { name: 'birch spoon', price: 300, available: 0 },
    { name: 'Cedar chest', price: 9000, available: 1 },
    { name: 'Douglas stool', price: 4500, available: 8 },
    { name: 'Elm board', price: 4500, available: 0 },
    { name: 'Fir crate', price: 700, available: 3 },
    { name: 'Ginkgo fan', price: 1200, available: 2 },
  ];
  /** A position at which all seven are listed. */
  let at = '';

  beforeAll(async () => {
    for (const { name, price, available } of wanted) {
      await api.create({ name, category, price: euros(price), available });
    }
    at = await positionOf(`category=${category}`, ({ total }) => total === wanted.length, 'seven products listed');
  });

  const names = async (query: string): Promise<string[]> =>
    (await api.list(`category=${category}&${query}`, at)).items.map((item) => item.name);

  test('is counted in the list of categories under its slug in words', async () => {
    // It takes no position, and the process that answers may be behind the one that listed all seven.
    const counted = await eventually(
      async () => (await categories()).find(({ slug, count }) => slug === category && count >= wanted.length),
      'seven products in a category',
    );

    const words = category.replaceAll('-', ' ');
    expect(counted).toEqual({
      slug: category,
      name: words.charAt(0).toUpperCase() + words.slice(1),
      count: 7,
    });
  });

  test.each([
    ['name', ['Alder bowl', 'birch spoon', 'Cedar chest', 'Douglas stool', 'Elm board', 'Fir crate', 'Ginkgo fan']],
    ['newest', ['Ginkgo fan', 'Fir crate', 'Elm board', 'Douglas stool', 'Cedar chest', 'birch spoon', 'Alder bowl']],
  ])('is sorted by %s', async (sort, expected) => {
    expect(await names(`sort=${sort}`)).toEqual(expected);
  });

  test.each([
    ['price', [300, 500, 700, 1200, 4500, 4500, 9000]],
    ['-price', [9000, 4500, 4500, 1200, 700, 500, 300]],
  ])('is sorted by %s', async (sort, expected) => {
    const { items } = await api.list(`category=${category}&sort=${sort}`, at);
    expect(items.map((item) => item.price.amount)).toEqual(expected);
  });

  test('is listed newest first where no order is asked for', async () => {
    expect(await names('')).toEqual(await names('sort=newest'));
  });

  test.each(['name', 'price', '-price', 'newest', 'relevance'])(
    'is met once and in order page by page, by %s',
    async (sort) => {
      const whole = await api.list(`category=${category}&sort=${sort}`, at);
      const paged = await pages(`category=${category}&sort=${sort}&limit=3`, at);

      expect(paged.map((page) => page.items.length)).toEqual([3, 3, 1]);
      expect(paged.flatMap((page) => ids(page.items))).toEqual(ids(whole.items));
      for (const page of paged) expect(page.total).toBe(7);
    },
  );

  test('keeps to what is in stock when asked', async () => {
    expect(await names('inStock=true&sort=name')).toEqual([
      'Alder bowl',
      'Cedar chest',
      'Douglas stool',
      'Fir crate',
      'Ginkgo fan',
    ]);
    expect(await names('inStock=false')).toHaveLength(7);
  });

  test('keeps to a range of prices, both ends included', async () => {
    expect(await names('minPrice=500&maxPrice=1200&sort=name')).toEqual(['Alder bowl', 'Fir crate', 'Ginkgo fan']);
    expect(await names('minPrice=1201&maxPrice=4499')).toEqual([]);
    expect(await names('minPrice=2&maxPrice=1')).toEqual([]);
  });

  test('has facets that count what the other filters leave, whatever the category', async () => {
    const within = await api.list(`category=${category}&inStock=true&maxPrice=700`, at);
    const elsewhere = await api.list('category=kitchen&inStock=true&maxPrice=700', at);

    expect(within.facets.categories.find(({ slug }) => slug === category)?.count).toBe(2);
    expect(elsewhere.facets.categories.find(({ slug }) => slug === category)?.count).toBe(2);
  });

  test('gives a cursor to its own query alone', async () => {
    const { nextCursor } = await api.list(`category=${category}&sort=name&limit=3`, at);
    const cursor = encodeURIComponent(nextCursor ?? '');

    problem(
      400,
      'invalid-cursor',
      await api.call('GET', `/products?category=${category}&sort=price&limit=3&cursor=${cursor}`),
    );
    problem(
      400,
      'invalid-cursor',
      await api.call('GET', `/products?category=kitchen&sort=name&limit=3&cursor=${cursor}`),
    );
    problem(
      400,
      'invalid-cursor',
      await api.call('GET', `/products?category=${category}&q=bowl&sort=name&limit=3&cursor=${cursor}`),
    );
    expect(nextCursor).not.toBeNull();
  });

  test('drops a product when it is archived and shows it again when it is not', async () => {
    const { id } = await api.create({ category: unique('once'), name: 'Now and then' });
    const listed = async (): Promise<boolean> =>
      (await api.list(`q=${id}`)).items.length +
        (await api.list('sort=newest&limit=100')).items.filter((item) => item.id === id).length >
      0;
    await eventually(async () => ((await listed()) ? true : undefined), 'the new product is listed');

    must(204, await api.own('DELETE', `/products/${id}`));
    await eventually(async () => ((await listed()) ? undefined : true), 'the archived product is gone');

    await api.edit(id, { status: 'active' });
    expect(await eventually(async () => ((await listed()) ? true : undefined), 'the product is back')).toBe(true);
  });

  test('shows a new price with the one before it', async () => {
    const product = await api.create({ category: unique('priced'), price: euros(1000) });
    await api.edit(product.id, { price: euros(800) });

    const card = await eventually(async () => {
      const { items } = await api.list(`category=${product.category}`);
      return items.find((item) => item.price.amount === 800);
    }, 'the new price is listed');
    expect(card.previousPrice).toEqual(euros(1000));
    expect(card.priceChangedAt).toBeDefined();
  });
});

describe('what changed', () => {
  const category = unique('changing');
  const changed = `category=${category}&sort=changed`;

  test('is listed with the latest change first, whatever is newer; what never changed is not', async () => {
    const [old, sold, priced] = [
      await api.create({ category }),
      await api.create({ category }),
      await api.create({ category }),
    ];
    await eventually(
      async () => ((await api.list(`category=${category}`)).total === 3 ? true : undefined),
      'three listed',
    );
    const nothing = await api.list(changed);
    expect(nothing).toMatchObject({ items: [], total: 0, nextCursor: null });
    expect(nothing.facets.categories.map(({ slug }) => slug)).not.toContain(category);

    await api.edit(priced.id, { price: euros(800) });
    await api.order({ [sold.id]: 2 });
    await api.edit(old.id, { name: 'Renamed alone' });
    const list = await eventually(async () => {
      const found = await api.list(changed);
      return found.total === 2 ? found : undefined;
    }, 'two changes');
    expect(ids(list.items)).toEqual([sold.id, priced.id]);
    expect(list.facets.categories.find(({ slug }) => slug === category)?.count).toBe(2);
    const [stock, price] = list.items;
    expect(price?.changedAt).toBe(price?.priceChangedAt);
    expect(stock?.changedAt).toBe((await api.product(sold.id)).changedAt);
    expect(Date.parse(stock?.changedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(price?.changedAt ?? ''));

    await api.adjust(priced.id, { delta: -1 });
    // Each instance of the function hears of the change by itself, and pages may come from several.
    await eventually(async () => {
      const paged = await pages(`${changed}&limit=1`);
      expect(paged.flatMap((page) => ids(page.items))).toEqual([priced.id, sold.id]);
      return true;
    }, 'the latest change is first, page by page');
  });
});

describe('search', () => {
  const word = `quillon${unique('').slice(1, 6).replace(/\d/g, 'x')}`;
  let teapot = '';
  let at = '';

  beforeAll(async () => {
    teapot = (await api.create({ name: `Éclair ${word} zephyrine`, category: 'searching' })).id;
    at = await positionOf(`q=${word}`, ({ items }) => ids(items).includes(teapot), 'the product can be found');
  });

  const finds = async (q: string): Promise<boolean> =>
    ids((await api.list(`limit=3&q=${encodeURIComponent(q)}`, at)).items).includes(teapot);

  test.each([
    ['case', () => word.toUpperCase()],
    ['accents', () => `eclair ${word}`],
    ['a letter left out of a word of four or more', () => `${word} clair`],
    ['two wrong letters in a word of eight or more', () => `${word} zebhyrime`],
    ['two letters that changed places', () => `${word} zepyhrine`],
    ['the order of words', () => `zephyrine ${word}`],
    ['space around it', () => `  ${word}  `],
  ])('forgives %s', async (_, query) => {
    expect(await finds(query())).toBe(true);
  });

  test('matches the start of the last word', async () => {
    expect(await finds(`${word} zeph`)).toBe(true);
  });

  test('finds nothing for words that are not there', async () => {
    expect(await finds(`${word} xylophonist`)).toBe(false);
    expect((await api.list('q=qqqqqqqqqqqqqq')).total).toBe(0);
  });

  test('counts facets of what it found', async () => {
    const found = await api.list(`q=${word}`, at);
    expect(found.facets.categories).toContainEqual({ slug: 'searching', name: 'Searching', count: found.total });
  });

  test('takes nothing but space as no query at all', async () => {
    const category = unique('space');
    const { id } = await api.create({ category });
    const shown = await positionOf(`category=${category}`, ({ total }) => total === 1, `${id} in a list`);
    const found = await api.list(`q=%20%20&category=${category}`, shown);
    expect(found.items.map((item) => item.id)).toEqual([id]);
  });

  test('bears any text', async () => {
    for (const q of ['"', '*', '\\', '%', '🫖', 'ñ', '日本', "' OR 1=1", 'a'.repeat(100)]) {
      must(200, await api.call('GET', `/products?q=${encodeURIComponent(q)}`));
    }
  });
});

describe('a list', () => {
  test('has 24 products where no limit is asked for, and says which position it has applied', async () => {
    const list = await api.list();
    expect(list.items).toHaveLength(24);
    expect(list.feed).toMatch(/^\w[\w-]*:\d+$/);
  });

  test('of a category that holds nothing is empty', async () => {
    expect(await api.list('category=no-such-category')).toMatchObject({ items: [], total: 0, nextCursor: null });
  });

  test.each([
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['limit=ten', '/limit'],
    ['limit=1.5', '/limit'],
    ['limit=', '/limit'],
    ['sort=random', '/sort'],
    ['inStock=maybe', '/inStock'],
    ['minPrice=-1', '/minPrice'],
    ['maxPrice=100000001', '/maxPrice'],
    ['maxPrice=99999999999999999999', '/maxPrice'],
    ['category=Kitchen%21', '/category'],
    [`q=${'a'.repeat(101)}`, '/q'],
    ['q=%00', '/q'],
    ['colour=red', '/colour'],
  ])('refuses ?%s', async (query, pointer) => {
    expect(pointers(problem(400, 'invalid-parameter', await api.call('GET', `/products?${query}`)))).toEqual([pointer]);
  });

  test('names every wrong parameter at once', async () => {
    const answer = await api.call('GET', '/products?limit=0&sort=random&inStock=perhaps&shape=round');
    expect(pointers(problem(400, 'invalid-parameter', answer))).toEqual(['/inStock', '/limit', '/shape', '/sort']);
  });

  test.each(['garbage', '%00', 'AAAA', 'eyJhIjoxfQ', 'a'.repeat(512)])('refuses the cursor %s', async (cursor) => {
    problem(400, 'invalid-cursor', await api.call('GET', `/products?cursor=${cursor}`));
  });

  test('refuses a cursor that one letter was changed in', async () => {
    const { nextCursor } = await api.list('limit=1');
    const cursor = nextCursor ?? '';
    const bent = `${cursor.slice(0, -3)}${cursor.at(-3) === 'A' ? 'B' : 'A'}${cursor.slice(-2)}`;
    const answer = await api.call('GET', `/products?limit=1&cursor=${encodeURIComponent(bent)}`);
    expect([200, 400]).toContain(answer.status);
    if (answer.status === 400) problem(400, 'invalid-cursor', answer);
  });
});
