import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compressed } from './build/compress.ts';
import { ownOrigin } from './build/ownOrigin.ts';
import { serviceWorker } from './build/serviceWorker.ts';

// The edit loop: `VITRINE_ORIGIN=http://localhost:8080 npm run dev -w web` puts Vite in front of a running shop.
const origin = process.env['VITRINE_ORIGIN'] ?? 'http://localhost:8080';
const proxied = { target: origin };

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react(), tailwindcss(), serviceWorker(), compressed(), ownOrigin(['/api', '/media', '/ws'])],
  resolve: {
    alias: [
      { find: '@', replacement: fileURLToPath(new URL('./src', import.meta.url)) },
      // What the router's store brings for a React that had no such hook.
      { find: /^use-sync-external-store\/shim$/, replacement: 'react' },
    ],
  },
  server: {
    strictPort: true,
    proxy: {
      '/api': proxied,
      '/media': proxied,
      '/ws': { ...proxied, ws: true },
    },
    cors: false,
  },
  build: {
    outDir: fileURLToPath(new URL('../out/web', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
    rolldownOptions: {
      // What the first page needs of libraries, in a file of its own: it compresses better so, and a release that changes none of them leaves it
      // in the browsers' caches.
      output: { codeSplitting: { groups: [{ name: 'vendor', test: /node_modules/, tags: ['$initial'] }] } },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', '{lint,build}/**/*.test.ts'],
    css: false,
    restoreMocks: true,
    // A DOM takes longer to make than most files to run: the files of a worker share one, and setup.ts empties it.
    isolate: false,
    maxWorkers: 2,
    // A busy machine is slow, and that is no failure: what hangs ends here, nothing else does.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
