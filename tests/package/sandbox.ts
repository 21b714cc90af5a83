// A folder that ./dev takes for the repository: its scripts and app.yaml are the real ones, what was built is small, and `aws` and
// `terraform` are stand-ins that write down what they are told.
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root, temporaryFolder } from '../support/host.ts';
import { type Ran, run } from '../support/run.ts';

export interface Call {
  program: string;
  words: string[];
  /** The file that the words name, as the CLI would read it. */
  input: string;
}
export interface Said {
  out?: string;
  error?: string;
  code?: number;
  /** What it writes to the file that is the last word. */
  file?: string;
}
/** By the words a call begins with; a list is one answer a call, the last for all further ones. */
export type Answers = Record<string, Said | Said[]>;

export const account = '123456789012';

const page = '<!doctype html><div id="root"></div>';
const code = 'export {}';
export const built: Record<string, string | Buffer> = {
  'web/index.html': page,
  'web/index.html.br': brotliCompressSync(page),
  'web/index.html.gz': gzipSync(page),
  'web/favicon.svg': '<svg/>',
  'web/robots.txt': 'User-agent: *',
  'web/licenses/inter.txt': 'a licence',
  'web/assets/index-DKEP-0nM.js': code,
  'web/assets/index-DKEP-0nM.js.br': brotliCompressSync(code),
  'web/assets/index-DKEP-0nM.js.gz': gzipSync(code),
  'web/assets/index-Bb3B9A55.css': 'body {}',
  'web/assets/inter-Dx4kXJAl.woff2': 'a font',
  'media/og.jpg': 'a picture',
  'media/products/kite/0123456789ab-320.webp': 'a picture',
  'media/products/kite/0123456789ab-320.avif': 'a picture',
};

export const shop = {
  url: 'https://d111111abcdef8.cloudfront.net',
  distribution_id: 'E1EXAMPLE',
  buckets: { web: 'the-web-bucket', media: 'the-media-bucket' },
  deployment: {
    application: 'vitrine-dev',
    functions: {
      catalog: { name: 'vitrine-dev-catalog', version: '7' },
      orders: { name: 'vitrine-dev-orders', version: '3' },
    },
  },
  failure_queues: {
    'pusher-failures': 'https://sqs.eu-central-1.amazonaws.com/123456789012/vitrine-dev-pusher-failures',
  },
};

const usual: Answers = {
  'terraform version': { out: '{"terraform_version":"1.11.0"}' },
  'terraform output': { out: JSON.stringify(shop) },
  'aws --version': { out: 'aws-cli/2.31.0 Python/3.13' },
  'aws sts get-caller-identity': { out: `${account}\n` },
  'aws ssm get-parameter': { out: '1\n' },
  'aws lambda get-alias': { out: '7\n' },
  'aws deploy create-deployment': { out: 'd-EXAMPLE\n' },
};

export class Sandbox {
  readonly folder: string;
  #answers: Answers = usual;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Sandbox> {
    const folder = await temporaryFolder();
    for (const name of ['dev', 'tools', 'app.yaml', 'package-lock.json', 'node_modules', 'web', 'api'])
      await symlink(join(root, name), join(folder, name));
    for (const [file, text] of Object.entries(built)) {
      await mkdir(dirname(join(folder, 'out', file)), { recursive: true });
      await writeFile(join(folder, 'out', file), text);
    }
    await mkdir(join(folder, 'out/package'));
    for (const environment of ['dev', 'prod']) {
      const to = join(folder, 'infra/envs', environment);
      await cp(join(root, 'infra/envs', environment), to, {
        recursive: true,
        filter: (file) => !/\.terraform|tfvars$|tfstate/.test(file),
      });
      const example = await readFile(join(to, 'terraform.tfvars.example'), 'utf8');
      await writeFile(join(to, 'terraform.tfvars'), example.replace('000000000000', account));
    }
    const made = new Sandbox(folder);
    await made.stand('aws');
    await made.stand('terraform');
    return made;
  }

  /** Puts a stand-in for a program on the PATH. */
  async stand(program: string): Promise<void> {
    const file = join(this.folder, 'bin', program);
    await mkdir(dirname(file), { recursive: true });
    const standIn = join(import.meta.dirname, 'stand-in.sh');
    await writeFile(file, `#!/bin/sh\nexec bash "${standIn}" "${this.folder}" ${program} "$@"\n`);
    await chmod(file, 0o755);
  }

  without = (program: string): Promise<void> => rm(join(this.folder, 'bin', program));

  answer(answers: Answers): void {
    this.#answers = { ...usual, ...answers };
  }

  async dev(...words: string[]): Promise<Ran> {
    await this.#lay();
    // Debian's own programs and Node; the machine's own aws and terraform are elsewhere.
    const node = join(root, 'node_modules/.bin');
    const path = [join(this.folder, 'bin'), node, '/usr/bin', '/bin'].join(':');
    return await run('bash', [join(this.folder, 'dev'), ...words], { env: { PATH: path, HOME: this.folder } });
  }

  /** Answers as stand-in.sh reads them, and no calls yet. */
  async #lay(): Promise<void> {
    for (const name of ['answers', 'calls']) {
      await rm(join(this.folder, name), { recursive: true, force: true });
      await mkdir(join(this.folder, name));
    }
    for (const [begin, said] of Object.entries(this.#answers)) {
      const folder = join(this.folder, 'answers', begin);
      await mkdir(folder);
      for (const [index, one] of [said].flat().entries())
        for (const [kind, value] of Object.entries(one))
          await writeFile(join(folder, `${index}.${kind}`), String(value));
    }
  }

  /** Calls of stand-ins, in order, that begin with these words; Terraform's folder left out. */
  async calls(...begin: string[]): Promise<Call[]> {
    const folder = join(this.folder, 'calls');
    if (!existsSync(folder)) return [];
    const files = (await readdir(folder)).filter((name) => name.endsWith('.words')).sort();
    const all: Call[] = [];
    for (const file of files) {
      const [program = '', ...words] = (await readFile(join(folder, file), 'utf8')).split('\0').slice(0, -1);
      const input = join(folder, file.replace('.words', '.input'));
      all.push({
        program,
        words: words.filter((word) => !word.startsWith('-chdir=')),
        input: existsSync(input) ? await readFile(input, 'utf8') : '',
      });
    }
    return all.filter(({ program, words }) => begin.every((word, index) => [program, ...words][index] === word));
  }

  /** Everything the verbs left behind in out/log and out/deploy. */
  async left(): Promise<string> {
    const files = await readdir(join(this.folder, 'out'), { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile() && !file.parentPath.includes('node_modules'))
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
    return (await Promise.all(texts)).join('\n');
  }

  remove = () => rm(this.folder, { recursive: true, force: true });
}
