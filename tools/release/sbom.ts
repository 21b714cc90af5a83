// The bill of materials of a release, CycloneDX 1.5: npm's own for what is in the lock file, and what dpkg says of the
// Debian libraries that are linked into the programs.

type Component = {
  type: 'library';
  name: string;
  version: string;
  purl: string;
  'bom-ref': string;
  properties: { name: string; value: string }[];
};

export interface Bom {
  bomFormat: string;
  specVersion: string;
  metadata: { component?: { name?: string; version?: string; [more: string]: unknown }; [more: string]: unknown };
  components: { 'bom-ref'?: string; [more: string]: unknown }[];
  [more: string]: unknown;
}

/** What every program has of Debian's besides the libraries of tools/setup/debian-packages.txt. */
const ofTheCompiler = ['libc6-dev', 'libgcc-12-dev', 'libstdc++-12-dev'];

/** The libraries that are linked: those of the stage `build`, and the compiler's own. */
export function linkedPackages(list: string): string[] {
  const rows = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const linked = rows.map((line) => line.split(/\s+/)).filter(([name, stage]) => stage === 'build' && /^(lib|zlib)/.test(name ?? ''));
  return [...linked.map(([name = '']) => name), ...ofTheCompiler];
}

/** Lines of `dpkg-query --show --showformat='${Package}\t${Version}\t${Architecture}\t${source:Package}\n'`. */
export function debianComponents(lines: string): Component[] {
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name, version, architecture, source] = line.split('\t');
      if (name === undefined || version === undefined || architecture === undefined || source === undefined)
        throw new Error(`dpkg-query said '${line}'`);
      const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`;
      return { type: 'library', name, version, purl, 'bom-ref': purl, properties: [{ name: 'vitrine:source', value: source }] };
    });
}

/** npm's bill with Debian's libraries in it, for this release. */
export function merged(npm: Bom, debian: Component[], version: string): Bom {
  if (npm.bomFormat !== 'CycloneDX') throw new Error(`npm made ${npm.bomFormat}, not CycloneDX`);
  return {
    ...npm,
    metadata: { ...npm.metadata, component: { ...npm.metadata.component, name: 'vitrine', version } },
    components: [...npm.components, ...debian],
  };
}
