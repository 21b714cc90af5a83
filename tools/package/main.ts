// ./dev package: out/package/NAME.zip for each function of app.yaml, each one file, `bootstrap`, and site.zip. The same inputs give the
// same bytes, so that an unchanged function is not deployed again.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { complaints } from './elf.ts';
import { type Entry, zip } from './zip.ts';

const megabyte = 1024 * 1024;
const largestZip = 4 * megabyte;
const [target = 'out/package', architecture = 'x86_64'] = process.argv.slice(2);

interface App {
  functions: Record<string, { code: string }>;
  web?: { root: string };
}

function write(name: string, entries: Entry[]): number {
  const bytes = zip(entries);
  writeFileSync(join(target, `${name}.zip`), bytes);
  console.log(`  ${`${name}.zip`.padEnd(18)} ${(bytes.length / megabyte).toFixed(2).padStart(6)} MB`);
  return bytes.length;
}

function packageFunction(name: string, folder: string): string[] {
  const program = readFileSync(join(folder, 'bootstrap'));
  const size = write(name, [{ name: 'bootstrap', data: program, executable: true }]);
  const others = readdirSync(folder).filter((file) => file !== 'bootstrap');
  return [
    ...complaints(program, architecture).map((what) => `${name}: bootstrap ${what}.`),
    ...(others.length === 0 ? [] : [`${name}: ${folder} holds more than bootstrap: ${others.join(', ')}.`]),
    ...(size <= largestZip ? [] : [`${name}: the zip is larger than 4 MB.`]),
  ];
}

/** CloudFront compresses by itself, so the copies the local host serves stay behind. */
function packageSite(root: string): void {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !/\.(br|gz)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name));
  write(
    'site',
    files.map((file) => ({ name: file.slice(root.length + 1), data: readFileSync(file), executable: false })),
  );
}

const app = parse(readFileSync('app.yaml', 'utf8')) as App;
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const refused = Object.entries(app.functions).flatMap(([name, { code }]) => packageFunction(name, code));
if (app.web !== undefined) packageSite(app.web.root);
for (const complaint of refused) console.error(`./dev package: ${complaint}`);
if (refused.length > 0) {
  rmSync(target, { recursive: true }); // nothing that somebody might deploy all the same
  process.exitCode = 1;
}
