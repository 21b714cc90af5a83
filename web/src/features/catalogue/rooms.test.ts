import { expect, it } from 'vitest';
import { nichesAcross } from './rooms';

it.each([
  [0, 5],
  [3, 5],
  [7, 7],
  [8, 8],
  [9, 5],
  [10, 5],
  [13, 7],
  [17, 6],
])('%i rooms stand in rows of %i', (rooms, across) => {
  expect(nichesAcross(rooms)).toBe(across);
});
