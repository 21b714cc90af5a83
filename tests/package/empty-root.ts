// A function's artefact, run as Lambda would run it, but with nothing else in the file system: the zip's `bootstrap`, a resolv.conf, and
// the roots to trust where a test has roots of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile, copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzip } from './unzip.ts';

/** Words before the program's own that put it into a root: an unprivileged user namespace, or plain chroot for root. */
function jail(): string[] {
  const ways = [['unshare', '--map-root-user', '--mount', 'chroot'], ['chroot']];
  const found = ways.find(([program = '', ...words]) => spawnSync(program, [...words, '/', '/bin/true']).status === 0);
  if (found === undefined)
    throw new Error(
      'An empty root needs user namespaces (sysctl kernel.unprivileged_userns_clone=1) or root, and there is neither.',
    );
  return found;
}

export interface Options {
  zip: string;
  environment: Record<string, string>;
  resolver: string;
  authority?: string;
}

export class EmptyRoot {
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #log = '';

  private constructor(folder: string, environment: Record<string, string>) {
    this.folder = folder;
    const [program = '', ...words] = jail();
    this.#child = spawn(program, [...words, folder, '/bootstrap'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (text: Buffer) => (this.#log += text.toString('utf8')));
    this.#ended = new Promise((ended) => this.#child.once('close', ended));
  }

  static async start({ zip, environment, resolver, authority }: Options): Promise<EmptyRoot> {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-root-'));
    await unzip(zip, folder);
    await mkdir(join(folder, 'etc'));
    await writeFile(join(folder, 'etc/resolv.conf'), resolver);
    if (authority !== undefined) await copyFile(authority, join(folder, 'ca.pem'));
    const trust: Record<string, string> = authority === undefined ? {} : { AWS_CA_BUNDLE: '/ca.pem' };
    // PATH is for finding unshare and chroot; there is nothing in the root that it could find.
    return new EmptyRoot(folder, { ...environment, ...trust, PATH: '/usr/sbin:/usr/bin:/sbin:/bin' });
  }

  /** What it wrote to stdout and stderr. */
  get log(): string {
    return this.#log;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
