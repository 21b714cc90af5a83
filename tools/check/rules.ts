// The repository's own rules, run by ./dev check. Each rule is a function from the tracked files to complaints
// `path:line: what`. ARCHITECTURE.md's invariants 1 and 2 are held here.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { forbiddenIncludes, table } from './rooms.ts';

type Rule = { name: string; check: (files: string[]) => string[] };

const text = (path: string): string => readFileSync(path, 'utf8');
const lines = (path: string): string[] => text(path).split('\n');
const isCpp = (path: string): boolean => /\.(cpp|hpp)$/.test(path);
const isTest = (path: string): boolean => /(_test\.cpp|\/test_[a-z_]+\.[ch]pp|_fixture\.[ch]pp|_bench\.cpp|_fuzz\.cpp|_contract\.[ch]pp|\.test\.tsx?)$|\/(testing|tests?)\//.test(path);

function complain(path: string, index: number, what: string): string {
  return `${path}:${index + 1}: ${what}`;
}

// The arrows between rooms: tools/check/rooms.ts.
const includes = (files: string[]): string[] => forbiddenIncludes(files, isTest);

const marks = ['<!-- rooms: ./dev check -->', '<!-- end of rooms -->'] as const;
const page = 'ARCHITECTURE.md';

// Its table is made of the targets: VITRINE_WRITE=1 writes it anew.
function roomsTable(files: string[]): string[] {
  const [before, rest] = text(page).split(marks[0]);
  const [old, after] = (rest ?? '').split(marks[1]);
  if (before === undefined || old === undefined || after === undefined) return [`${page}:1: has no marks for the table of rooms`];
  const fresh = `\n${table(files)}\n`;
  if (old === fresh) return [];
  if (process.env['VITRINE_WRITE'] !== '1') return [complain(page, before.split('\n').length - 1, 'the table of rooms is not what the targets say: VITRINE_WRITE=1 ./dev check')];
  writeFileSync(page, `${before}${marks[0]}${fresh}${marks[1]}${after}`);
  return [];
}

// Tests may use what they test from outside: a contract suite needs the host's tables. Nothing that ships may.
function hostAndServicesApart(files: string[]): string[] {
  const wrong: string[] = [];
  for (const path of files.filter((file) => isCpp(file) && !isTest(file))) {
    const forbidden = path.startsWith('host/') ? 'services/' : path.startsWith('services/') ? 'host/' : undefined;
    if (forbidden === undefined) continue;
    lines(path).forEach((line, index) => {
      if (line.includes(`#include "${forbidden}`)) wrong.push(complain(path, index, `includes ${forbidden}`));
    });
  }
  return wrong;
}

// Only the programs' own main files, and the one place that knows AWS's variables, read the environment.
const readsEnvironment = [/^services\/functions\/[^/]+\/main\.cpp$/, /^services\/aws\/environment\.cpp$/, /^host\/cli\//];

function environment(files: string[]): string[] {
  return files
    .filter((path) => isCpp(path) && !isTest(path) && !readsEnvironment.some((allowed) => allowed.test(path)))
    .flatMap((path) =>
      lines(path).flatMap((line, index) =>
        /\b(secure_)?getenv\s*\(|\benviron\b/.test(line) ? [complain(path, index, 'reads the environment')] : [],
      ),
    );
}

// Invariant 2: functions hold no word of the host, the host none of the shop.
function words(files: string[]): string[] {
  const rules: [prefix: string, pattern: RegExp, what: string][] = [
    ['host/', /"[^"]*\b(products?|baskets?|orders?|catalog(ue)?|checkout|\/api\/v1)\b[^"]*"/, 'the host names the shop'],
    ['services/', /\blocalhost\b|127\.0\.0\.1|\bvitrine serve\b|vitrine-local/, 'a function names the host'],
  ];
  return files
    .filter((path) => isCpp(path) && !isTest(path))
    .flatMap((path) =>
      rules.flatMap(([prefix, pattern, what]) =>
        path.startsWith(prefix)
          ? lines(path).flatMap((line, index) =>
              pattern.test(line.replace(/\/\/.*|^\s*#include.*/, '')) ? [complain(path, index, what)] : [],
            )
          : [],
      ),
    );
}

const longest = 400;

function length(files: string[]): string[] {
  return files
    .filter((path) => /\.(cpp|hpp|tsx?|css)$/.test(path) && !isTest(path) && !path.startsWith('tests/'))
    .flatMap((path) => {
      const count = lines(path).length;
      return count > longest ? [`${path}:1: ${count} lines; a file over ${longest} is two files`] : [];
    });
}

// Nothing of one machine may be in the project.
function machine(files: string[]): string[] {
  const pattern = new RegExp(['/wo' + 'rk/[a-z]', '/ro' + 'ot/[a-z.]', '/ho' + 'me/[a-z]', '"resolved": "http'].join('|'));
  return files
    .filter((path) => /\.(cpp|hpp|tsx?|m?js|json|ya?ml|md|sh|py|cmake|txt|css|html)$|^dev$|^\.ci\/|^\.npmrc$/.test(path) && path !== 'tools/check/rules.ts')
    .flatMap((path) =>
      lines(path).flatMap((line, index) => (pattern.test(line) ? [complain(path, index, 'a path of one machine')] : [])),
    );
}

function links(files: string[]): string[] {
  return files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      lines(path).flatMap((line, index) =>
        [...line.matchAll(/\]\(([^)\s#]+)(#[^)]*)?\)/g)].flatMap(([, target]) => {
          if (target === undefined || /^[a-z]+:/.test(target)) return [];
          const there = normalize(join(dirname(path), target));
          return existsSync(there) ? [] : [complain(path, index, `links to ${target}, which is not there`)];
        }),
      ),
    );
}

function owners(files: string[]): string[] {
  return files
    .filter((path) => /\.(cpp|hpp|tsx?|sh|py)$/.test(path) && path !== 'tools/check/rules.ts')
    .flatMap((path) =>
      lines(path).flatMap((line, index) =>
        /\b(TODO|FIXME)\b/.test(line) ? [complain(path, index, 'work left open in the code: open an issue')] : [],
      ),
    );
}

const rules: Rule[] = [
  { name: 'rooms include only what their targets name', check: includes },
  { name: 'ARCHITECTURE.md shows the rooms as they are', check: roomsTable },
  { name: 'host and services know nothing of each other', check: hostAndServicesApart },
  { name: 'only main reads the environment', check: environment },
  { name: 'no words of the other side', check: words },
  { name: 'files are short', check: length },
  { name: 'nothing of one machine', check: machine },
  { name: 'links lead somewhere', check: links },
  { name: 'nothing left open in the code', check: owners },
];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path));

let bad = 0;
for (const rule of rules) {
  const wrong = rule.check(files);
  bad += wrong.length;
  console.log(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${rule.name}`);
  for (const complaint of wrong) console.log(`     ${complaint}`);
}
process.exitCode = bad === 0 ? 0 : 1;
