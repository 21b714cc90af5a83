// docs/api.md is the contract's short form: its problems, its bounds and its routes are those of contract and code.
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { problemTypes } from './contract.ts';
import { allOf, codeOf, filesBelow, inWords, numberIn, rangeIn, read, section, tableOf } from './documents.ts';

const page = read('docs/api.md');

describe('docs/api.md: problems', () => {
  const rows = tableOf(section(page, '## Problems'));
  const inPage = rows.map(([name, status, title]) => `${name} ${status} ${title}`).sort();

  test("have the code's names, statuses and titles, and none is missing", () => {
    const types = [...codeOf('services').matchAll(/\{\s*"([a-z]+(?:-[a-z]+)*)",\s*([45]\d\d),\s*"([^"]+)"/g)].map(
      ([, name, status, title]) => `${name} ${status} ${title}`,
    );
    expect(types.length).toBeGreaterThan(30);
    expect(inPage).toEqual([...new Set(types)].sort());
  });

  test("have the contract's names", () => {
    const http = problemTypes.map((type) => type.replace('/problems/', ''));
    const frames = rows
      .filter((row) => row.some((cell) => cell.startsWith('WebSocket only')))
      .map(([name = '']) => name);
    expect(rows.map(([name]) => name).sort()).toEqual([...http, ...frames].sort());
    const live = read('api/asyncapi.yaml');
    expect(frames.filter((name) => !live.includes(`/problems/${name}`) && !live.includes(name))).toEqual([]);
  });
});

describe('docs/api.md: bounds', () => {
  const rows = tableOf(section(page, '## Bounds'));
  const stated = (what: string): string => {
    const row = rows.find(([label]) => label === what);
    if (row === undefined) throw new Error(`no row '${what}'`);
    return row[1] ?? '';
  };
  const services = (name: string) => numberIn('services', name);
  const range = (name: string): string => {
    const { least, most } = rangeIn('services', name);
    return `${inWords(least)} to ${inWords(most)}`;
  };
  const ranges = (...names: string[]): string => names.map(range).join(', ');
  const units = services('(?:most|max)_units');
  const price = `${inWords(services('lowest_price'))} to ${inWords(services('highest_price'))}`;

  test.each<[string, string]>([
    ['product name, customer name', range('name')],
    ['product name, customer name', range('person_name')],
    ['description', range('description')],
    ['searchWords', `0 to ${services('search_words')}, each ${range('search_word')},`],
    ['price', `${price} minor units`],
    ['any other money (line total, total, expectedTotal)', `0 to ${inWords(services('highest_total'))}`],
    ['available, count, ifAvailable', `0 to ${inWords(units)}`],
    ['delta', `-${inWords(units)} to ${inWords(units)}, not 0`],
    ['reason', range('reason')],
    ['images of a product, alt text', `0 to ${services('images')}, ${range('alt')}`],
    ['image id in content', `1 to ${services('image_id')} hex digits`],
    ['quantity', `${range('quantity')} (0 removes); lines of a basket: ${services('(?:most|max)_lines')}`],
    ['email', `${range('email')};`],
    ['address line1, line2, city, postcode', ranges('line1', 'line2', 'city', 'postcode')],
    ['Idempotency-Key', `1 to ${services('idempotency_key')} characters`],
    ['q', range('words')],
    ['minPrice, maxPrice', `0 to ${inWords(services('highest_price'))};`],
    ['limit', `${range('limit')}, ${services('default_limit')} by default;`],
    ['limit', `studio ${range('studio_limit')}, ${services('default_studio_limit')} by default`],
    ['cursor', `1 to ${services('longest_cursor')}`],
    [
      'position',
      `{1,${services('longest_epoch')}}:SEQ\`, SEQ a decimal of at most ${services('(?:most|max)_digits')} digits`,
    ],
    ['changes in one answer', inWords(services('(?:most|max)_changes'))],
    [
      'hello: topics, tokens, subscriptions of a connection',
      `2, ${services('(?:most|max)_tokens')}, ${services('(?:most|max)_subscriptions')} in all; token and editorKey 1 to ${services('longest_secret')}`,
    ],
    [
      'WebSocket frame, message',
      `${numberIn('host/gateway', 'size_t frame') / 1024} KB, ${numberIn('host/gateway', 'size_t message') / 1024} KB`,
    ],
    ['messages of a connection in a minute', `${services('units_in_all')} at least;`],
    ['connections that are told of one basket or order', `the ${services('(?:most|max)_listeners')} newest;`],
  ])('%s: %s', (what, words) => {
    expect(stated(what)).toContain(words);
  });

  test('of bodies and answers are those of functions and gateway', () => {
    expect(page).toContain(`A body over ${services('body') / 1024} KiB is 413.`);
    expect(page).toContain(`a body over ${numberIn('host/gateway', 'size_t body') / 1024 ** 2} MiB`);
    expect(page).toContain(`an event over ${numberIn('host/gateway', 'size_t event') / 1024 ** 2} MiB`);
    expect(page).toContain(`Answers of ${services('least_to_code') / 1024} KiB and more come in gzip`);
  });
});

describe('api/openapi.yaml: bounds', () => {
  interface Schema {
    minLength?: number;
    maxLength?: number;
    minimum?: number;
    maximum?: number;
    maxItems?: number;
    default?: number;
    schema?: Schema;
    properties?: Record<string, Schema>;
  }
  const { components } = parse(read('api/openapi.yaml')) as {
    components: { schemas: Record<string, Schema>; parameters: Record<string, Schema> };
  };
  const schema = (path: string): Schema => {
    const [name = '', property] = path.split('.');
    const found = property === undefined ? components.schemas[name] : components.schemas[name]?.properties?.[property];
    if (found === undefined) throw new Error(`no schema ${path}`);
    return found;
  };

  test.each([
    ['ProductName', 'name'],
    ['ProductDescription', 'description'],
    ['AltText', 'alt'],
    ['SearchWord', 'search_word'],
    ['Reason', 'reason'],
    ['Email', 'email'],
    ['VisibleLine', 'person_name'],
    ['Address.line1', 'line1'],
    ['Address.line2', 'line2'],
    ['Address.city', 'city'],
    ['Address.postcode', 'postcode'],
  ])('%s is as long as %s', (path, rule) => {
    const { minLength = 0, maxLength } = schema(path);
    expect({ least: minLength, most: maxLength }).toEqual(rangeIn('services', rule));
  });

  test('of numbers, lists and parameters are those of the code', () => {
    const number = (name: string): number => numberIn('services', name);
    expect(schema('Price.amount')).toMatchObject({ minimum: number('lowest_price'), maximum: number('highest_price') });
    expect(schema('Money.amount')).toMatchObject({ minimum: 0, maximum: number('highest_total') });
    expect(schema('Stock')).toMatchObject({ minimum: 0, maximum: number('(?:most|max)_units') });
    expect(schema('SearchWords').maxItems).toBe(number('search_words'));
    expect(schema('Content.images').maxItems).toBe(number('images'));
    expect(schema('ChangeList.changes').maxItems).toBe(number('(?:most|max)_changes'));
    const { least, most } = rangeIn('services', 'limit');
    const { Limit: limit, Cursor: cursor } = components.parameters;
    expect(limit?.schema).toMatchObject({ minimum: least, maximum: most, default: number('default_limit') });
    expect(cursor?.schema?.maxLength).toBe(number('longest_cursor'));
  });
});

describe('every page', () => {
  const { http } = parse(read('app.yaml')) as { http: Record<string, string> };
  // A name in the path is {}, whatever it is called.
  const shape = (route: string): string =>
    route
      .replace('/api/v1', '')
      .replaceAll(/\{[^}]+\}/g, '{}')
      .replaceAll(/\/(ID|sunday-teapot)(?=\/|$)/g, '/{}');
  const routes = new Set(Object.keys(http).map(shape));

  test.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...filesBelow('docs', /\.md$/)])(
    '%s names routes that there are',
    (path) => {
      const named = allOf(read(path), /\b((?:GET|POST|PUT|PATCH|DELETE) \/[a-zA-Z0-9{}/_.-]*[a-zA-Z0-9}])/g)
        .filter((route) => !route.startsWith('DELETE /@connections'))
        .map(shape);
      expect(named.filter((route) => !routes.has(route))).toEqual([]);
    },
  );
});
