// docs/data.md says what is stored: its tables are app.yaml's, its attributes those of the items that the code writes.
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allOf, inWords, numberIn, read, section, tableOf } from './documents.ts';

interface Table {
  key: { partition: string; sort?: string };
  ttl?: string;
  indexes?: Record<string, unknown>;
}
interface App {
  tables: Record<string, Table>;
  functions: Record<string, { environment: Record<string, string>; allow: { actions: string[]; on: string[] }[] }>;
  events: { stream: string; to: string }[];
}

const page = read('docs/data.md');
const app = parse(read('app.yaml')) as App;
const nameOf = (attribute = ''): string => attribute.split(':')[0] ?? '';
const of = (table: string): string => section(page, `## ${table} —`);

/** The attributes that a codec writes: `{"name", value}` and `emplace("name", ...)`. */
const written = (file: string): string[] => [...new Set(allOf(read(file), /(?:\{|emplace\()"([a-z][A-Za-z]*)", /g))];

describe('docs/data.md', () => {
  test('has the tables of app.yaml, with their keys', () => {
    const headings = [...page.matchAll(/^## (\S+) — key (.+)$/gm)].map(([, name, key]) => `${name}: ${key}`);
    const keys = Object.entries(app.tables).map(([name, { key }]) =>
      [`${name}: \`${nameOf(key.partition)}\``, ...(key.sort === undefined ? [] : [`\`${nameOf(key.sort)}\``])].join(
        ', ',
      ),
    );
    expect(headings).toEqual(keys);
  });

  test.each(Object.entries(app.tables))('%s: names its indexes and what TTL goes by', (name, { indexes, ttl }) => {
    for (const index of Object.keys(indexes ?? {})) expect(of(name)).toContain(`\`${index}\``);
    if (ttl !== undefined) expect(of(name)).toMatch(new RegExp(`${ttl}\`? \\(TTL`));
  });

  test('products: has the attributes of an item, and no other', () => {
    const attributes = tableOf(of('products')).flatMap(([names = '']) => names.split(', '));
    const stored = allOf(read('services/products/product_item.cpp'), /(?:\{|item\.emplace\()"([a-z][A-Za-z]*)", /g);
    const adjusted = allOf(read('services/products/adjust_stock.cpp'), /store::Set\{"(\w+)"/g);
    expect(attributes.filter((name) => name !== 'op').sort()).toEqual([...new Set([...stored, ...adjusted])].sort());
  });

  test.each([
    ['baskets', 'services/baskets/basket_item.cpp'],
    ['orders', 'services/orders/order_item.cpp'],
    ['orders', 'services/orders/unpaid_orders.cpp'],
    ['orders', 'services/orders/simulated_payments.cpp'],
    ['feed', 'services/feed/feed.cpp'],
    ['connections', 'services/live/subscriptions.cpp'],
    ['connections', 'services/live/message_budget.cpp'],
  ])('%s: has what %s writes', (table, file) => {
    const text = of(table);
    // What a line, an address or an entry of an order is made of, the page leaves to the API's own words.
    const parts =
      /^(name|line1|line2|city|state|postcode|country|email|address|unitPrice|quantity|image|at|to|by|from|note|begunAt)$/;
    const known = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(text);
    const spelt: Record<string, string> = {
      pk: 'pk',
      lineTotal: 'lines as sold',
      bodyHash: 'body hash',
      orderId: 'order',
    };
    const missing = written(file).filter(
      (name) => !parts.test(name) && !known(name) && !text.includes(spelt[name] ?? '\0'),
    );
    expect(missing).toEqual([]);
  });

  test('has the sizes and lives that the code has', () => {
    const services = (name: string) => numberIn('services', name);
    const life = services('life');
    expect(of('baskets')).toContain(`TTL, ${services('basket_life')} days`);
    expect(of('feed')).toContain(
      `at most ${services('(?:most|max)_cards_in_entry')} cards or ${services('(?:most|max)_bytes_in_entry') / 1024} KB`,
    );
    expect(of('feed')).toContain(`TTL, ${services('entry_life')} h`);
    expect(of('connections')).toContain(`\`catalogue#0\` to \`#${services('catalogue_shards') - 1}\``);
    expect(of('connections')).toContain(`${Math.floor(life / 60)} h ${life % 60} min after connecting`);
    expect(of('connections')).toContain(`the ${services('(?:most|max)_listeners')} newest`);
  });

  test("has app.yaml's times for what is somebody's", () => {
    const environment = app.functions.orders?.environment ?? {};
    const text = section(page, '## Personal data');
    for (const name of ['RETENTION_UNPAID_DAYS', 'RETENTION_PAID_DAYS'])
      expect(text).toContain(`\`${name}\` (${inWords(Number(environment[name]))})`);
  });
});

describe('ARCHITECTURE.md', () => {
  const diagram = read('ARCHITECTURE.md').split('```mermaid')[1]?.split('```')[0] ?? '';
  const names: Record<string, string> = { basketsT: 'baskets', ordersT: 'orders' };
  const arrows = [...diagram.matchAll(/^ +(\w+) --> (.+)$/gm)].map(([, from, to = '']) => ({
    from,
    to: to.split(' & ').map((name) => names[name] ?? name),
  }));

  test.each(Object.entries(app.functions))('shows the tables that %s reaches', (name, { allow }) => {
    const tables = allow.flatMap(({ on }) => on).flatMap((place) => allOf(place, /^table\.(\w+)$/g));
    const shown = arrows.find(({ from }) => from === name)?.to ?? [];
    expect([...shown].sort()).toEqual([...new Set(tables)].sort());
  });

  test('shows which stream wakes which function', () => {
    const shown = [...diagram.matchAll(/^ +(\w+) -- stream --> (\w+)/gm)].map(
      ([, stream = '', to]) => `${names[stream] ?? stream} ${to}`,
    );
    expect(shown.sort()).toEqual(app.events.map(({ stream, to }) => `${stream} ${to}`).sort());
  });
});
