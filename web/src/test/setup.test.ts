import { http, HttpResponse } from 'msw/http';
import { describe, expect, it } from 'vitest';
import { server } from './server';

describe('a request that is sent as its test ends', () => {
  const answers: Promise<unknown>[] = [];

  it('reaches the server', () => {
    server.use(http.get('*/api/v1/late', () => HttpResponse.json('answered')));
    answers.push(fetch('http://localhost/api/v1/late').then((answer) => answer.json()));
    expect(answers).toHaveLength(1);
  });

  it('is answered by that test’s handlers, and not a failure of the next one', async () => {
    expect(await Promise.allSettled(answers)).toEqual([{ status: 'fulfilled', value: 'answered' }]);
  });
});
