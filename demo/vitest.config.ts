import { defineConfig } from 'vitest/config';

/** The first build draws every picture: a minute of work where nothing else runs. */
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 600_000, maxWorkers: 2 } });
