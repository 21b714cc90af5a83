import { defineConfig } from 'vitest/config';

const elsewhere = process.env.VITRINE_BASE_URL !== undefined;
const shared = { testTimeout: 20_000, hookTimeout: 60_000 };

/** What holds whether function processes are stopped between events or not. */
const core = [
  'catalogue',
  'product',
  'changes',
  'baskets',
  'checkout',
  'orders',
  'live',
  'oversell',
  'payment',
  'transitions',
];

const functional = {
  test: {
    ...shared,
    name: 'functional',
    include: ['functional/**/*.test.ts'],
    globalSetup: ['support/set-up-shop.ts'],
  },
};
/** These need no shop, or start hosts of their own. */
const local = [
  { test: { ...shared, name: 'contract', include: ['support/**/*.test.ts'] } },
  {
    test: {
      ...shared,
      name: 'frozen',
      include: core.map((name) => `functional/${name}.test.ts`),
      globalSetup: ['support/set-up-frozen.ts'],
    },
  },
  {
    test: {
      ...shared,
      name: 'host',
      include: ['host/**/*.test.ts'],
      globalSetup: ['support/set-up-python.ts'],
      testTimeout: 60_000,
    },
  },
  {
    test: {
      ...shared,
      name: 'package',
      include: ['package/**/*.test.ts'],
      globalSetup: ['package/set-up.ts'],
      maxConcurrency: 12,
      testTimeout: 60_000,
    },
  },
  {
    test: {
      ...shared,
      name: 'resilience',
      include: ['resilience/**/*.test.ts'],
      testTimeout: (process.env.VITRINE_LONG === undefined ? 20 : 180) * 60_000,
      fileParallelism: false,
    },
  },
  {
    test: {
      ...shared,
      name: 'infra',
      include: ['infra/**/*.test.ts'],
      globalSetup: ['infra/set-up-plans.ts'],
      testTimeout: 180_000,
      hookTimeout: 180_000,
      maxConcurrency: 2,
    },
  },
  {
    test: {
      ...shared,
      name: 'planned-tables',
      include: core.map((name) => `functional/${name}.test.ts`),
      globalSetup: ['infra/set-up-tables.ts'],
      testTimeout: 60_000,
    },
  },
  { test: { ...shared, name: 'durability', include: ['durability/**/*.test.ts'], testTimeout: 60_000 } },
];

export default defineConfig({
  test: { maxWorkers: 2, projects: elsewhere ? [functional] : [functional, ...local] },
});
