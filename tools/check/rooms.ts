// Who may include whom, as the CMake targets say it: a header may include what its target names PUBLIC (and what those name PUBLIC in
// turn), a source also what its target names PRIVATE. A target of `vitrine_rules` is pure: values and functions, no I/O, no JSON, no clock.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

interface Target {
  name: string;
  kind: 'library' | 'rules' | 'program';
  folder: string;
  files: string[]; // sources, and headers named beside them
  public: string[];
  private: string[];
}

const keywords = new Set(['SOURCES', 'HEADERS', 'USES', 'PUBLIC', 'PRIVATE', 'DIR', 'OUTPUT']);
const kinds: Record<string, Target['kind']> = {
  vitrine_library: 'library', vitrine_headers_only: 'library', vitrine_rules: 'rules', vitrine_program: 'program', vitrine_function: 'program',
};

// What others wrote, by the beginning of its include and by the names that targets link it under. Everybody may use fmt but the rules.
const thirdParty: [include: string, links: string[]][] = [
  ['boost/json', ['Boost::json']],
  ['boost/container/', ['Boost::json', 'host_boost']],
  ['boost/', ['host_boost', '${VITRINE_BOOST_CONTEXT}']],
  ['openssl/', ['OpenSSL::SSL', 'OpenSSL::Crypto']],
  ['sqlite3', ['SQLite::SQLite3']],
  ['yaml-cpp/', ['yaml-cpp']],
  ['CLI/', ['CLI11::CLI11']],
  ['ares', ['${CARES_LIBRARY}']],
  ['utf8proc', ['${UTF8PROC_LIBRARY}']],
  ['zlib.h', ['ZLIB::ZLIB', '${ZLIB_STATIC}']],
];
const impure = new Set(['iostream', 'fstream', 'sstream', 'filesystem', 'random', 'thread', 'mutex', 'future', 'cstdio', 'cstdlib', 'ctime', 'unistd.h']);

/** The targets that the CMakeLists.txt among `files` declare. */
export function targetsOf(files: string[]): Map<string, Target> {
  const targets = new Map<string, Target>();
  for (const path of files.filter((file) => basename(file) === 'CMakeLists.txt')) {
    const text = readFileSync(path, 'utf8').replace(/#.*$/gm, '');
    for (const [, call, inside] of text.matchAll(/^\s*(vitrine_(?:library|headers_only|rules|program|function))\(([^)]*)\)/gm)) {
      const [name, ...words] = (inside ?? '').split(/\s+/).filter((word) => word !== '').map((word) => word.replaceAll('"', ''));
      const lists: Record<string, string[]> = {};
      let list = '';
      for (const word of words) {
        if (keywords.has(word)) list = word;
        else (lists[list] ??= []).push(word);
      }
      const folder = dirname(path);
      const own = call === 'vitrine_function' ? `function_${name}` : (name ?? '');
      targets.set(own, {
        name: own,
        kind: kinds[call ?? ''] ?? 'library',
        folder,
        files: [...(lists['SOURCES'] ?? []), ...(lists['HEADERS'] ?? [])].filter((file) => !file.includes('${')).map((file) => normalize(join(folder, file))),
        public: [...(lists['USES'] ?? []), ...(lists['PUBLIC'] ?? [])],
        private: lists['PRIVATE'] ?? [],
      });
    }
  }
  return targets;
}

// All that `names` bring along, themselves included.
function closure(names: string[], targets: Map<string, Target>): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    targets.get(name)?.public.forEach(visit);
  };
  names.forEach(visit);
  return seen;
}

function ownersOf(files: string[], targets: Map<string, Target>): Map<string, Target> {
  const owners = new Map<string, Target>();
  for (const target of targets.values()) {
    for (const file of target.files) {
      owners.set(file, target);
      const header = file.replace(/\.cpp$/, '.hpp');
      if (existsSync(header)) owners.set(header, target);
    }
  }
  // A folder's only library has the headers that nobody names.
  for (const path of files.filter((file) => file.endsWith('.hpp') && !owners.has(file))) {
    const [only, second] = [...targets.values()].filter(({ folder, kind }) => folder === dirname(path) && kind !== 'program');
    if (only && !second) owners.set(path, only);
  }
  return owners;
}

/** Complaints `path:line: what` of includes that no target allows. `isTest`: files that may use what they test from outside. */
export function forbiddenIncludes(files: string[], isTest: (path: string) => boolean): string[] {
  const targets = targetsOf(files);
  const owners = ownersOf(files, targets);
  const wrong: string[] = [];
  for (const path of files.filter((file) => /^(lib|services|host|tools\/shop)\/.*\.[ch]pp$/.test(file) && !isTest(file) && file !== 'lib/fmt.cpp')) {
    const target = owners.get(path);
    if (!target) {
      wrong.push(`${path}:1: belongs to no target of its CMakeLists.txt`);
      continue;
    }
    const names = closure([...target.public, ...(path.endsWith('.cpp') ? target.private : [])], targets);
    readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
      const [, bracket, included] = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line) ?? [];
      if (included === undefined) return;
      const say = (what: string): void => void wrong.push(`${path}:${index + 1}: ${what}`);
      if (bracket === '"' && existsSync(included)) {
        const other = owners.get(included);
        if (!other) say(`includes ${included}, which belongs to no target`);
        else if (other !== target && !names.has(other.name)) say(`${target.name} does not name ${other.name}, which ${included} belongs to`);
        return;
      }
      const [, links] = thirdParty.find(([prefix]) => included.startsWith(prefix)) ?? [];
      if (links && !links.some((link) => link === target.name || names.has(link))) say(`${target.name} does not name ${links[0]} for ${included}`);
      if (target.kind === 'rules' && (impure.has(included) || included.startsWith('fmt/') || included.startsWith('boost/'))) say(`${target.name} is pure, and ${included} is not`);
    });
    if (target.kind !== 'rules') continue;
    readFileSync(path, 'utf8').split('\n').forEach((line, index) => {
      if (/_clock::now\(|\bgetenv\(/.test(line.replace(/\/\/.*/, ''))) wrong.push(`${path}:${index + 1}: ${target.name} is pure: it is told the time`);
    });
  }
  const circles = [...targets.values()].filter(({ name, public: open, private: closed }) => closure([...open, ...closed], targets).has(name));
  return [...wrong, ...circles.map(({ name, folder }) => `${folder}/CMakeLists.txt:1: ${name} uses itself by way of others`)];
}

/** The table of ARCHITECTURE.md: each library, and what it names. */
export function table(files: string[]): string {
  const code = (names: string[]): string => (names.length === 0 ? '' : names.map((name) => `\`${name.replace(/^\$\{(\w+)\}$/, (_, variable: string) => variable.toLowerCase())}\``).join(' '));
  const rows = [...targetsOf(files).values()]
    .filter(({ kind, folder }) => kind !== 'program' && /^(lib|services|host)(\/|$)/.test(folder))
    .toSorted((a, b) => (a.folder === b.folder ? 0 : a.folder < b.folder ? -1 : 1))
    .map(({ name, kind, folder, public: open, private: closed }) => `| \`${folder}/\` | \`${name}\`${kind === 'rules' ? ' (pure)' : ''} | ${code(open)} | ${code(closed)} |`);
  return ['| folder | target | its headers may include | its sources also |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
