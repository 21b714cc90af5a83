import { http, HttpResponse } from 'msw/http';
import { describe, expect, it } from 'vitest';
import { server } from './server';

describe('a request that leaves as its test ends', () => {
  const answers: Promise<unknown>[] = [];

  it('is sent', () => {
    server.use(http.get('*/api/v1/late', () => HttpResponse.json('answered')));
    answers.push(fetch('http://localhost/api/v1/late').then((answer) => answer.json()));
    expect(answers).toHaveLength(1);
  });

  it('is answered by that test, and is no complaint about the next one', async () => {
    expect(await Promise.allSettled(answers)).toEqual([{ status: 'fulfilled', value: 'answered' }]);
  });
});
