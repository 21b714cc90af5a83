// What pages say of the repository is so: files, verbs, suites, exit codes, packages, mutants.
import { existsSync, globSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allOf, filesBelow, read, section, tableOf } from './documents.ts';
import { root } from './host.ts';

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SUPPORT.md',
  'SECURITY.md',
  ...filesBelow('docs', /\.md$/),
];

/** Is there such a file or folder? A name in capitals (`functions/NAME`) stands for any, `*` as in a shell. */
function isThere(path: string): boolean {
  const pattern = path
    .replaceAll(/\b[A-Z]{2,}\b(?!\.)/g, '*')
    .replace('NAME.', '*.')
    .replaceAll('[x]', '*');
  if (!pattern.includes('*')) return existsSync(join(root, pattern));
  return globSync(pattern, { cwd: root }).length > 0;
}

describe.each(pages)('%s', (path) => {
  const page = read(path);

  test('names files and folders that are there', () => {
    // What a decision says of the time before it may be gone.
    const today = path.startsWith('docs/decisions/') ? page.replace(section(page, '## Context'), '') : page;
    const named = allOf(
      today,
      /`((?:\.ci|api|bench|demo|docs|features|host|infra|lib|services|src|tests|tools|web)\/[^`:\s…]*)/g,
    );
    // docs/frontend.md names the site's files from the site's own folders, and without their extension where that is plain.
    const known = (one: string): boolean =>
      ['', 'web', 'web/src'].some((folder) =>
        [one, `${one}.ts*`, `${one}.*pp`].some((name) => isThere(join(folder, name))),
      );
    const built = ['src/generated'];
    expect([...new Set(named)].filter((one) => !known(one) && !built.includes(one))).toEqual([]);
  });

  test('links to headings that are there', () => {
    const slugs = (text: string): string[] =>
      allOf(text, /^#+ (.+)$/gm).map((title) =>
        title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
    const wrong = [...page.matchAll(/\]\(([^)\s#:]*)#([^)]+)\)/g)].filter(([, file = '', heading = '']) => {
      const target = file === '' ? page : read(join(dirname(path), file));
      return !slugs(target).includes(heading);
    });
    expect(wrong.map(([link]) => link)).toEqual([]);
  });

  test('names verbs of ./dev and suites of its tests that there are', () => {
    const usage = /<<'TEXT'([\s\S]*?)^TEXT$/m.exec(read('dev'))?.[1] ?? '';
    const verbs = allOf(usage, /^ {2}\.\/dev ([a-z-]+)/gm);
    expect(verbs.length).toBeGreaterThan(10);
    expect(allOf(page, /\.\/dev ([a-z][a-z-]*)/g).filter((verb) => !verbs.includes(verb))).toEqual([]);
    const suites = allOf(read('tools/dev/test.sh'), /^suite_([a-z]+)\(\)/gm);
    const named = allOf(page, /`\.\/dev test ([a-z][a-z ]*)/g).flatMap((words) => words.trim().split(' '));
    expect(named.filter((suite) => !suites.includes(suite))).toEqual([]);
  });

  test('names variables that something reads', () => {
    const readers = [
      'dev',
      ...filesBelow('tools', /\.(sh|ts|cmake)$/),
      ...filesBelow('tests', /\.(sh|ts|json)$/),
      ...filesBelow('web', /^vite.*\.ts$/),
      'CMakeLists.txt',
      'CMakePresets.json',
    ].filter((file) => !/document[^/]*\.ts$/.test(file));
    const text = readers.map(read).join('\n');
    expect(allOf(page, /\b(VITRINE_[A-Z_]+)\b/g).filter((name) => !text.includes(name))).toEqual([]);
  });
});

describe('docs/testing.md', () => {
  const page = read('docs/testing.md');

  test('has a row for every suite', () => {
    const rows = tableOf(page).map(([name = '']) => name.split(' ')[0]);
    const suites = allOf(read('tools/dev/test.sh'), /^suite_([a-z]+)\(\)/gm);
    expect([...new Set(rows)].sort()).toEqual(suites.sort());
  });

  test('names every mutant once, and no other', () => {
    const cells = tableOf(section(page, '## The mutants')).flatMap(([, ...found]) => found);
    const named = cells.flatMap((cell) =>
      allOf(cell.replaceAll(/\([^)]*\)/g, ''), /\b([a-z]+(?:-[a-z]+)+|oversell)\b/g),
    );
    const patches = filesBelow('tests/mutants', /\.patch$/).map((file) => /([^/]+)\.patch$/.exec(file)?.[1] ?? '');
    expect(named.sort()).toEqual(patches.sort());
  });

  test('has the faults that a file may name', () => {
    const rows = tableOf(section(page, '## Faults')).map(([part = '', kinds = '']) => [
      part.replaceAll('`', ''),
      // `when: after` and the like are what a rule says besides.
      [...new Set(allOf(kinds.replaceAll(/\([^)]*\)/g, ''), /`([a-z-]+)`/g))].sort(),
    ]);
    const forms = [...read('host/faults/plan.cpp').matchAll(/\{Part::(\w+), (\w+), \{/g)];
    const parts = [...new Set(forms.map(([, part]) => part))];
    const kindsOf = (part = ''): string[] =>
      forms.filter(([, one]) => one === part).map(([, , kind = '']) => kind.replace('_', '-'));
    expect(rows).toEqual(parts.map((part) => [part, kindsOf(part).sort()]));
  });
});

describe('docs/debugging.md', () => {
  const page = read('docs/debugging.md');

  test("has the host's exit codes", () => {
    const codes = allOf(
      /enum class ExitCode[^{]*\{([^}]*)\}/.exec(read('host/cli/outcome.hpp'))?.[1] ?? '',
      /= (\d+)/g,
    );
    expect(tableOf(section(page, '## Exit codes')).map(([code]) => code)).toEqual(codes);
  });

  test("has the host's verbs and options, and no others", () => {
    const main = read('host/cli/main.cpp');
    const text = section(page, '## The verbs of vitrine');
    const verbs = allOf(main, /add_subcommand\("([a-z]+)"/g);
    expect(tableOf(text).map(([verb = '']) => /`vitrine ([a-z]+)/.exec(verb)?.[1])).toEqual(verbs);
    const options = allOf(main, /add_(?:option|flag)\("(--[a-z-]+)"/g);
    expect([...new Set(allOf(text, /(--[a-z][a-z-]*)/g))].sort()).toEqual([...new Set(options)].sort());
  });
});

describe('what runs and what it costs', () => {
  const app = parse(read('app.yaml')) as {
    functions: Record<string, unknown>;
    tables: Record<string, unknown>;
    http: Record<string, string>;
    websocket: { routes: Record<string, string> };
    events: { to: string; onFailure?: string }[];
  };

  test('docs/operations.md counts the routes and alarms that app.yaml makes', () => {
    const page = read('docs/operations.md');
    const { functions, tables, http, websocket, events } = app;
    expect(page).toContain(`of ${Object.keys(http).length} HTTP routes`);
    expect(page).toContain(`and ${Object.keys(websocket.routes).length} WebSocket routes`);
    const readers = new Set(events.map(({ to }) => to)).size;
    const queues = new Set(events.flatMap(({ onFailure }) => onFailure ?? [])).size;
    // Two for each function and table, one for each reader and queue; stock, latency, and the share of 5xx, of two metrics.
    const alarms = 2 * (Object.keys(functions).length + Object.keys(tables).length) + readers + queues + 3;
    expect(page).toContain(`${alarms} on ${alarms + 1} metrics`);
  });

  test('docs/deployment.md has the sizes of each environment', () => {
    const rows = tableOf(section(read('docs/deployment.md'), '## What there is').split('| size |')[1] ?? '');
    const environments = ['dev', 'staging', 'prod'];
    const size = (name: string, environment: string): string =>
      new RegExp(`${name} += (\\d+)`).exec(read(`infra/envs/${environment}/main.tf`))?.[1] ?? '';
    for (const [what, name] of [
      ['logs kept, days', 'log_retention_days'],
      ['requests a second', 'requests_per_second'],
    ] as const)
      expect(rows.find(([label]) => label === what)?.slice(1), what).toEqual(
        environments.map((one) => size(name, one)),
      );
  });

  test("ARCHITECTURE.md has the watchdog's times", () => {
    const header = read('host/cli/watchdog.hpp');
    const milliseconds = (name: RegExp): number =>
      Number(new RegExp(`(?:${name.source})\\{([0-9']+)\\}`).exec(header)?.[1]?.replace("'", ''));
    const page = read('ARCHITECTURE.md').replaceAll('\n', ' ');
    expect(page).toContain(`has not ended ${milliseconds(/grace|shutdown_timeout/) / 1000} s after the first`);
    expect(page).toContain(`has not turned for ${milliseconds(/patience|stall_timeout/) / 1000} s`);
    expect(1000 / milliseconds(/beat|interval/), 'four a second').toBe(4);
  });

  test("README.md has the host's port", () => {
    const port = /std::uint16_t port = (\d+)/.exec(read('host/cli/verbs.hpp'))?.[1] ?? '';
    expect(port).toMatch(/^\d+$/);
    expect(allOf(read('README.md'), /localhost:(\d+)/g)).toEqual(expect.arrayContaining([port]));
    expect(new Set(allOf(read('README.md'), /localhost:(\d+)/g))).toEqual(new Set([port]));
  });

  test('docs/frontend.md has a row for every feature of the site', () => {
    const named = allOf(
      tableOf(read('docs/frontend.md'))
        .map(([folder]) => folder)
        .join(' '),
      /`(?:src\/features\/)?([a-z]+)`/g,
    );
    const features = readdirSync(join(root, 'web/src/features'), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    );
    expect(named.sort()).toEqual(features.map(({ name }) => name).sort());
  });
});

describe('docs/dependencies.md', () => {
  const page = read('docs/dependencies.md');
  /** A name in backticks, or a family of them: `@types/*`. */
  const names = allOf(page, /`([^`]+)`/g);
  const isNamed = (name: string): boolean =>
    names.some((one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1))));

  test.each(['package.json', 'web/package.json', 'tests/package.json', 'demo/package.json'])(
    'says of each package of %s why',
    (file) => {
      const said = JSON.parse(read(file)) as Record<string, Record<string, string> | undefined>;
      const packages = Object.keys({ ...said.dependencies, ...said.devDependencies });
      expect(packages.filter((name) => !isNamed(name))).toEqual([]);
    },
  );

  test("says of each of Debian's packages why", () => {
    const packages = allOf(read('tools/setup/debian-packages.txt'), /^([a-z0-9.+-]+) /gm);
    expect(packages.filter((name) => !isNamed(name))).toEqual([]);
  });

  test('says of each package of Python why', () => {
    const packages = allOf(read('tests/requirements.txt'), /^([a-z0-9.-]+)==/gm);
    expect(packages.filter((name) => !isNamed(name))).toEqual([]);
  });
});
