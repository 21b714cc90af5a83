// The net that every other test hangs in: an answer or a frame that is not as written down must fail.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkExchange, checkFrame, ContractViolation, type Exchange, operations, problemTypes } from './contract.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const fine: Exchange = {
  method: 'GET',
  target: '/api/v1/meta',
  requestBody: undefined,
  status: 200,
  headers: { 'content-type': 'application/json', 'x-trace-id': trace, 'cache-control': 'no-cache' },
  body: JSON.stringify({
    version: '1',
    commit: 'a',
    environment: 'local',
    currency: 'EUR',
    switches: { simulator: true, editorOpen: true },
  }),
};
const problem = {
  ...fine,
  target: '/api/v1/products/nothing',
  status: 404,
  headers: { 'content-type': 'application/problem+json', 'x-trace-id': trace },
  body: JSON.stringify({
    type: '/problems/not-found',
    title: 'Not found',
    status: 404,
    detail: 'Nothing.',
    instance: `urn:trace:${trace}`,
  }),
};
const edited = (exchange: Exchange, change: (body: Record<string, unknown>) => void): Exchange => {
  const body = JSON.parse(exchange.body) as Record<string, unknown>;
  change(body);
  return { ...exchange, body: JSON.stringify(body) };
};

describe('the contract', () => {
  test('has the routes of app.yaml, and app.yaml those of the contract', () => {
    const { http } = parse(readFileSync(new URL('../../app.yaml', import.meta.url), 'utf8')) as {
      http: Record<string, string>;
    };
    const routes = Object.keys(http).filter((route) => route !== 'ANY /api/{proxy+}');
    expect(routes.map((route) => route.replace('/api/v1', '')).sort()).toEqual([...operations].sort());
  });

  test('has its problem types in docs/api.md', () => {
    const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
    expect(problemTypes).toContain('/problems/insufficient-stock');
    expect(problemTypes.filter((type) => !page.includes(`| ${type.replace('/problems/', '')} |`))).toEqual([]);
  });

  test('lets pass what is as written', () => {
    expect(() => {
      checkExchange(fine);
    }).not.toThrow();
    expect(() => {
      checkExchange(problem);
    }).not.toThrow();
    expect(() => {
      checkExchange({
        ...fine,
        status: 429,
        headers: { 'content-type': 'application/json', 'x-trace-id': trace },
        body: '{"message":"Too Many Requests"}',
      });
    }).not.toThrow();
    expect(() => {
      checkFrame('{"type":"pong","head":"e:1"}');
    }).not.toThrow();
  });

  test.each<[string, Exchange]>([
    ['an undocumented status', { ...fine, status: 202 }],
    ['a field that is not written down', edited(fine, (body) => (body.extra = 1))],
    [
      'a field of a part that is not written down',
      edited(fine, (body) => ((body.switches as Record<string, unknown>).extra = 1)),
    ],
    ['a missing field', edited(fine, (body) => delete body.version)],
    ['a missing header', { ...fine, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' } }],
    ['a header of the wrong form', { ...fine, headers: { ...fine.headers, 'x-trace-id': 'abc' } }],
    ['another content type', { ...fine, headers: { ...fine.headers, 'content-type': 'text/html' } }],
    ['no JSON', { ...fine, body: '<html>' }],
    ['a problem of another type', edited(problem, (body) => (body.type = '/problems/made-up'))],
    ['a problem of another status', edited(problem, (body) => (body.status = 400))],
    ['a problem of another trace', edited(problem, (body) => (body.instance = `urn:trace:${'0'.repeat(32)}`))],
    ['a problem with more than its own', edited(problem, (body) => (body.stack = 'trace'))],
    ['a problem where this operation has none', { ...edited(problem, (body) => (body.status = 410)), status: 410 }],
    ['an unknown route that answers', { ...fine, target: '/api/v1/nothing' }],
    ['an accepted parameter that is not written down', { ...fine, target: '/api/v1/meta?colour=red' }],
    [
      'an accepted body that is not written down',
      { ...fine, method: 'POST', target: '/api/v1/baskets', status: 201, requestBody: '{"lines":[]}' },
    ],
  ])('stops %s', (_, exchange) => {
    expect(() => {
      checkExchange(exchange);
    }).toThrow(ContractViolation);
  });

  test.each([
    '{"type":"made-up"}',
    '{"type":"pong"}',
    '{"type":"pong","head":"e:1","extra":1}',
    '{"type":"pong","head":"1"}',
    '{"type":"changes","from":"e:1","to":"e:2","changes":[{"kind":"product","id":"a","rev":1,"gone":true,"extra":1}]}',
  ])('stops the frame %s', (frame) => {
    expect(() => {
      checkFrame(frame);
    }).toThrow(ContractViolation);
  });
});
