// The HTTP event as AWS documents it (payload format 2.0), key for key:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Send } from '../support/http.ts';
import { Fixture } from './fixture.ts';

interface HttpEvent extends Record<string, unknown> {
  headers: Record<string, string>;
  requestContext: Record<string, unknown> & { http: Record<string, string>; timeEpoch: number; time: string };
}
interface Echo {
  event: HttpEvent;
  context: Record<string, string>;
  environment: Record<string, string>;
  pid: number;
  arguments: string[];
}

let app: Fixture;
beforeAll(async () => {
  app = await Fixture.start();
});
afterAll(async () => {
  await app.stop();
});

async function echo(method: string, target: string, send: Send = {}): Promise<Echo> {
  const answer = await app.call(method, target, send);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as Echo;
}

describe('an HTTP event', () => {
  test('has every key that AWS documents, and no other', async () => {
    const before = Date.now();
    const { event } = await echo('POST', '/echo/some/path?a=1&b=two', {
      json: { hello: 'world' },
      headers: { Cookie: 'one=1; two=2', 'User-Agent': 'test/1.0' },
    });

    expect(Object.keys(event).sort()).toEqual(
      [
        'body',
        'cookies',
        'headers',
        'isBase64Encoded',
        'pathParameters',
        'queryStringParameters',
        'rawPath',
        'rawQueryString',
        'requestContext',
        'routeKey',
        'version',
      ].sort(),
    );
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawPath: '/echo/some/path',
      rawQueryString: 'a=1&b=two',
      cookies: ['one=1', 'two=2'],
      queryStringParameters: { a: '1', b: 'two' },
      pathParameters: { proxy: 'some/path' },
      body: '{"hello":"world"}',
      isBase64Encoded: false,
    });
    const { requestContext } = event;
    expect(Object.keys(requestContext).sort()).toEqual(
      [
        'accountId',
        'apiId',
        'domainName',
        'domainPrefix',
        'http',
        'requestId',
        'routeKey',
        'stage',
        'time',
        'timeEpoch',
      ].sort(),
    );
    expect(requestContext).toMatchObject({
      routeKey: 'ANY /echo/{proxy+}',
      stage: '$default',
      domainName: '127.0.0.1',
    });
    expect(requestContext.http).toEqual({
      method: 'POST',
      path: '/echo/some/path',
      protocol: 'HTTP/1.1',
      sourceIp: '127.0.0.1',
      userAgent: 'test/1.0',
    });
    expect(requestContext.time).toMatch(/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/);
    expect(requestContext.timeEpoch).toBeGreaterThanOrEqual(before - 1000);
    expect(requestContext.timeEpoch).toBeLessThanOrEqual(Date.now() + 1000);
  });

  test('leaves out what the request has not', async () => {
    const { event } = await echo('GET', '/echo');
    for (const key of ['body', 'cookies', 'queryStringParameters', 'pathParameters', 'stageVariables'])
      expect(event).not.toHaveProperty(key);
    expect(event).toMatchObject({
      routeKey: 'ANY /echo',
      rawPath: '/echo',
      rawQueryString: '',
      isBase64Encoded: false,
    });
  });

  test('has header names in lower case, with repeated ones joined, and forwarded ones added', async () => {
    const { event } = await echo('GET', '/echo', { headers: { 'X-Mixed-Case': 'Value' } });
    expect(event.headers).toMatchObject({
      'x-mixed-case': 'Value',
      host: expect.stringMatching(/^127\.0\.0\.1/) as string,
    });
    expect(event.headers).toHaveProperty('x-forwarded-for');
    expect(event.headers).toHaveProperty('x-forwarded-proto', 'http');
    expect(event.headers).toHaveProperty('x-forwarded-port', String(app.host.port));
    expect(event.headers).toHaveProperty('x-amzn-trace-id');
  });

  test('has query parameters decoded, and repeated ones joined with commas', async () => {
    const { event } = await echo('GET', '/echo?q=%C3%A9t%C3%A9+%2B&x=1&x=2&flag&empty=');
    expect(event).toMatchObject({
      rawQueryString: 'q=%C3%A9t%C3%A9+%2B&x=1&x=2&flag&empty=',
      queryStringParameters: { q: 'été +', x: '1,2', flag: '', empty: '' },
    });
  });

  test.each([
    ['text/plain', false],
    ['text/csv; charset=utf-8', false],
    ['application/json', false],
    ['application/json; charset=utf-8', false],
    ['application/xml', false],
    ['application/javascript', false],
    ['application/octet-stream', true],
    ['image/png', true],
    ['application/merge-patch+json', true],
    ['application/x-www-form-urlencoded', true],
  ])('has a body of type %s as base64: %s', async (type, base64) => {
    const { event } = await echo('POST', '/echo', { body: '{"a":"é"}', headers: { 'Content-Type': type } });
    expect(event.isBase64Encoded).toBe(base64);
    const body = event.body as string;
    expect(base64 ? Buffer.from(body, 'base64').toString('utf8') : body).toBe('{"a":"é"}');
  });

  test('has its path and parameters decoded, and its query raw', async () => {
    const { event } = await echo('GET', '/echo/caf%C3%A9%20x+y?q=caf%C3%A9%20x');
    expect(event).toMatchObject({
      rawPath: '/echo/café x+y',
      pathParameters: { proxy: 'café x+y' },
      rawQueryString: 'q=caf%C3%A9%20x',
      requestContext: { http: { path: '/echo/café x+y' } },
    });
  });

  test('comes for a HEAD wherever there is a route for GET', async () => {
    const answer = await app.call('HEAD', '/hello/world');
    expect(answer).toMatchObject({ status: 200, text: '' });
    expect(Number(answer.headers['content-length'])).toBeGreaterThan(0);
    expect((await app.call('HEAD', '/nowhere')).status).toBe(404);
  });

  test('has no header that Connection names', async () => {
    const { event } = await echo('GET', '/echo', {
      headers: { Connection: 'close, X-Mine', 'X-Mine': '1', 'X-Other': '2' },
    });
    expect(event.headers).not.toHaveProperty('x-mine');
    expect(event.headers).toHaveProperty('x-other', '2');
  });

  test('goes to the most specific route', async () => {
    expect((await echo('GET', '/echo/a/named/b')).event).toMatchObject({
      routeKey: 'GET /echo/{first}/named/{second}',
      pathParameters: { first: 'a', second: 'b' },
    });
    expect((await echo('POST', '/echo/exact')).event).toMatchObject({ routeKey: 'POST /echo/exact' });
    expect((await echo('PUT', '/echo/exact')).event).toMatchObject({
      routeKey: 'ANY /echo/{proxy+}',
      pathParameters: { proxy: 'exact' },
    });
  });

  test('of an unknown route never comes: it is API Gateway that answers', async () => {
    const answer = await app.call('GET', '/nowhere');
    expect(answer).toMatchObject({ status: 404, body: { message: 'Not Found' } });
    expect(answer.headers['content-type']).toBe('application/json');
  });

  test('has a request id and a trace of its own', async () => {
    const [one, two] = [await echo('GET', '/echo'), await echo('GET', '/echo')];
    expect(one.event.requestContext.requestId).not.toBe(two.event.requestContext.requestId);
    expect(one.context['lambda-runtime-trace-id']).not.toBe(two.context['lambda-runtime-trace-id']);
  });

  test('continues a trace that the caller began', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answer = await app.call('GET', '/echo', { headers: { traceparent } });
    const { context } = answer.body as Echo;
    expect(answer.headers['x-trace-id']).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    expect(context['lambda-runtime-trace-id']).toContain('Root=1-4bf92f35-77b34da6a3ce929d0e0e4736');
  });
});

describe('a function', () => {
  test('is told its deadline, its name and what its app.yaml says, as Lambda does', async () => {
    const { context, environment } = await echo('GET', '/echo');
    const left = Number(context['lambda-runtime-deadline-ms']) - Date.now();
    expect(left).toBeGreaterThan(4_000);
    expect(left).toBeLessThanOrEqual(7_000);
    expect(context['lambda-runtime-aws-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(context['lambda-runtime-invoked-function-arn']).toMatch(/^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:.*echo/);
    expect(environment).toMatchObject({
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      GREETING: 'hello there',
      TABLE: 'fixture-local-things',
      STAGE: 'local',
    });
    for (const name of [
      'AWS_LAMBDA_FUNCTION_NAME',
      'AWS_LAMBDA_RUNTIME_API',
      'AWS_REGION',
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_ENDPOINT_URL_DYNAMODB',
      'LAMBDA_TASK_ROOT',
      'PATH',
    ]) {
      expect(environment[name], name).toBeTruthy();
    }
  });

  test('runs in the folder of its code', async () => {
    expect((await echo('GET', '/echo')).arguments).toContain('bootstrap');
  });

  test('sees nothing of the environment the host was started in', async () => {
    const { environment } = await echo('GET', '/echo');
    expect(environment).not.toHaveProperty('VITEST');
    expect(environment).not.toHaveProperty('HOME');
  });

  test('has a runtime endpoint and credentials that no other process has', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => echo('GET', '/echo')));
    const byProcess = new Map(answers.map((answer) => [answer.pid, answer.environment]));
    const keys = [...byProcess.values()].map((environment) => environment.AWS_ACCESS_KEY_ID);
    const endpoints = [...byProcess.values()].map((environment) => environment.AWS_LAMBDA_RUNTIME_API);
    expect(byProcess.size).toBeLessThanOrEqual(2);
    expect(new Set(keys).size).toBe(byProcess.size);
    expect(new Set(endpoints).size).toBe(byProcess.size);
  });

  test('may be written in bash', async () => {
    const answer = await app.call('GET', '/hello/world');
    expect(answer.status).toBe(200);
    expect(answer.text).toMatch(/^Hello, world, from bash \d+$/);
    expect((await app.call('GET', '/hello/again')).text).toMatch(/^Hello, again/);
  });
});
