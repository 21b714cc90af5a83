// The CloudFront function before the pages, run as CloudFront calls it: CloudFront itself can't be reached.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { root } from './plan.ts';

interface Request {
  method: 'GET';
  uri: string;
  headers: Record<string, { value: string }>;
}
interface Response {
  statusCode: number;
  statusDescription?: string;
}
type Handler = (event: {
  context: { eventType: 'viewer-request' | 'viewer-response' };
  request: Request;
  response?: Response;
}) => Request | Response;

const { web } = parse(readFileSync(join(root, 'app.yaml'), 'utf8')) as { web: { pages: string[] } };

/** As modules/site hands it to CloudFront, with these pages. */
function deployed(pages: string[]): Handler {
  const source = readFileSync(join(root, 'infra/modules/site/pages.js'), 'utf8');
  expect(source).toContain("'PAGES'");
  const context = createContext({});
  runInContext(source.replace("'PAGES'", JSON.stringify(pages)), context);
  return context.handler as Handler;
}

/** What is asked of the bucket, and the status that the viewer gets when the bucket gives `status`. */
function asked(uri: string, { pages = web.pages, status = 200, headers = {}, responseHolds = 'asked' } = {}) {
  const handler = deployed(pages);
  const own = { method: 'GET' as const, uri, headers };
  const request = handler({ context: { eventType: 'viewer-request' }, request: structuredClone(own) }) as Request;
  const response = handler({
    context: { eventType: 'viewer-response' },
    request: responseHolds === 'asked' ? request : own,
    response: { statusCode: status },
  }) as Response;
  return { file: request.uri, status: response.statusCode };
}

const page = '/index.html';

// Which of the two requests the event of a response holds, AWS's documentation leaves open.
describe.each(['asked', 'viewer'])('with the %s address in the event of a response', (responseHolds) => {
  it.each(['/', '/c/kitchen', '/c/kitchen/', '/search', '/p/copper-teapot', '/basket', '/orders', '/orders/7'])(
    '%s is a page',
    (uri) => {
      expect(asked(uri, { responseHolds })).toEqual({ file: page, status: 200 });
    },
  );

  it.each(['/nowhere', '/c', '/c/', '/c/kitchen/pots', '/p', '/Orders', '/orders/7/8', '/index'])(
    '%s is the same document with the status 404',
    (uri) => {
      expect(asked(uri, { responseHolds })).toEqual({ file: page, status: 404 });
    },
  );

  it.each(['/index.html', '/worker.js', '/assets/index-B1xK9a_z.js', '/favicon.svg'])('%s is a file', (uri) => {
    expect(asked(uri, { responseHolds })).toEqual({ file: uri, status: 200 });
  });

  it('leaves every other status as it is', () => {
    expect(asked('/nowhere', { responseHolds, status: 304 }).status).toBe(304);
  });
});

it('does not take a viewer’s word for it', () => {
  expect(asked('/', { headers: { 'x-no-page': { value: 'true' } } }).status).toBe(200);
});

it('takes every address for a page where none is listed', () => {
  expect(asked('/nowhere', { pages: [] })).toEqual({ file: page, status: 200 });
});
