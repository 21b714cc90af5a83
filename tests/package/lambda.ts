// One function's artefact in an empty root, with everything around it that Lambda would give it.
import { join } from 'node:path';
import { inject } from 'vitest';
import { EmptyRoot } from './empty-root.ts';
import type { Authority, Endpoint } from './endpoint.ts';
import { database, environment, otherHost } from './functions.ts';
import { NameServer } from './name-server.ts';
import { type Outcome, RuntimeApi } from './runtime-api.ts';

export interface Setting {
  endpoint: Endpoint;
  /** What AWS_CA_BUNDLE names; without one the function trusts what is built into it. */
  authority?: Authority;
  /** The name by which it is told to ask for its table. */
  host?: string;
  /** Without a variable that names the endpoint. */
  unnamed?: boolean;
}

export class Lambda {
  readonly #runtime: RuntimeApi;
  readonly names: NameServer;
  readonly #root: EmptyRoot;

  private constructor(runtime: RuntimeApi, names: NameServer, root: EmptyRoot) {
    [this.#runtime, this.names, this.#root] = [runtime, names, root];
  }

  static async start(name: string, { endpoint, authority, host, unnamed = false }: Setting): Promise<Lambda> {
    const runtime = await RuntimeApi.start();
    const names = await NameServer.start([database, otherHost]);
    const place = { runtimeApi: runtime.endpoint, ...(unnamed ? {} : { port: endpoint.port }) };
    const root = await EmptyRoot.start({
      zip: join(inject('packages')[0], `${name}.zip`),
      environment: environment(name, { ...place, ...(host === undefined ? {} : { host }) }),
      resolver: names.line,
      ...(authority === undefined ? {} : { authority: authority.file }),
    });
    return new Lambda(runtime, names, root);
  }

  get log(): string {
    return this.#root.log;
  }

  invoke = (event: unknown, milliseconds?: number): Promise<Outcome> => this.#runtime.invoke(event, milliseconds);

  async stop(): Promise<void> {
    await this.#root.stop();
    for (const one of [this.#runtime, this.names]) await one.stop();
  }
}
