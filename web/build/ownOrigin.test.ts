import { expect, test } from 'vitest';
import { isOwn } from './ownOrigin.ts';

test.each([
  { host: 'localhost:5173' },
  { host: 'LOCALHOST:5173' },
  { host: '127.0.0.1' },
  { host: '[::1]:5173', origin: 'http://[::1]:5173' },
  { host: 'localhost:5173', origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin' },
  { host: 'localhost:5173', 'sec-fetch-site': 'none' },
])('%j comes from its own pages, or from no page', (headers) => {
  expect(isOwn(headers)).toBe(true);
});

test.each([
  {},
  { host: '' },
  { host: 'rebound.example:5173' },
  { host: 'localhost.evil.example' },
  { host: '127.0.0.1.evil.example' },
  { host: 'evil.example?localhost:5173' },
  { host: '192.0.2.1:5173', origin: 'http://192.0.2.1:5173' },
  { host: 'localhost:5173', origin: 'http://evil.example' },
  { host: 'localhost:5173', origin: 'http://localhost:3000' },
  { host: 'localhost:5173', origin: 'http://127.0.0.1:5173' },
  { host: 'localhost:5173', origin: 'null' },
  { host: 'localhost:5173', origin: '' },
  { host: 'localhost:5173', 'sec-fetch-site': 'cross-site' },
  { host: 'localhost:5173', 'sec-fetch-site': 'same-site' },
])('%j does not', (headers) => {
  expect(isOwn(headers)).toBe(false);
});
