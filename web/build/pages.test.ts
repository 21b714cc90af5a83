import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeRouter } from '@/app/router';

it('the addresses that app.yaml calls pages are those that the site has', () => {
  const { web } = parse(readFileSync(join(import.meta.dirname, '../../app.yaml'), 'utf8')) as {
    web: { pages: string[] };
  };
  const routes = Object.keys(makeRouter().routesByPath).map((path) => path.replace(/\$(\w+)/g, '{$1}'));
  expect(routes.sort()).toEqual(web.pages.toSorted());
});
