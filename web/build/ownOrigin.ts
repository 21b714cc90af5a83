// `./dev watch` hands the shop's API on, where the owner's routes are open to whoever sits at this machine. A page of another site, or a name
// that was made to point here, must not ask in that person's name: Host and Origin go on to the shop as the browser sent them, and what is not
// this server's own is refused before.
import type { IncomingHttpHeaders } from 'node:http';
import type { Plugin } from 'vite';

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/** Was it asked by this server's own pages, or by no page at all? */
export function isOwn(headers: IncomingHttpHeaders): boolean {
  const { host, origin } = headers;
  const site = headers['sec-fetch-site'];
  return (
    host !== undefined &&
    loopback.test(host) &&
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || site === 'same-origin' || site === 'none')
  );
}

/** `paths`: what is handed on to the shop. Sockets are the shop's to refuse, by the same two headers. */
export function ownOrigin(paths: readonly string[]): Plugin {
  return {
    name: 'own-origin',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (isOwn(request.headers) || !paths.some((path) => request.url?.startsWith(path))) return next();
        response.writeHead(403, { 'Content-Type': 'application/json' }).end('{"message":"Forbidden"}');
      });
    },
  };
}
