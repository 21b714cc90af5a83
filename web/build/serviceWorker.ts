import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';

/** What a page needs without a network. Its pictures are kept as they are seen. */
const SHELL = /^(index\.html|favicon\.svg|assets\/.+\.(js|css|woff2))$/;

/** Vite's hash stands in the name: such a file never changes under it. */
const HASHED = /^assets\/.+-[\w-]{8}\.\w+$/;

/** Builds the service worker beside the site, with the names of the site's files in it: another site is another worker. */
export function serviceWorker(): Plugin {
  let root = '';
  return {
    name: 'vitrine-service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    async writeBundle({ dir }, bundle) {
      const shell = Object.values(bundle)
        .filter(({ fileName }) => SHELL.test(fileName))
        .map((file) => ({
          url: `/${file.fileName}`,
          revision: HASHED.test(file.fileName)
            ? null
            : createHash('sha256')
                .update(file.type === 'asset' ? file.source : file.code)
                .digest('hex')
                .slice(0, 16),
        }))
        .sort((a, b) => a.url.localeCompare(b.url));
      await build({
        configFile: false,
        publicDir: false,
        logLevel: 'error',
        define: { __SHELL__: JSON.stringify(shell), 'process.env.NODE_ENV': '"production"' },
        build: {
          outDir: dir ?? 'out',
          emptyOutDir: false,
          target: 'es2023',
          modulePreload: false,
          rollupOptions: {
            input: join(root, 'src/worker/worker.ts'),
            output: { entryFileNames: 'worker.js', format: 'iife' },
          },
        },
      });
    },
  };
}
