// The bill of materials of a release, CycloneDX 1.5, of two lists: package-lock.json, and what dpkg says of the Debian
// libraries that are linked into the programs. `npm sbom` would make the first half, but refuses a tree with an override.

interface Component {
  type: 'library';
  name: string;
  version: string;
  purl: string;
  'bom-ref': string;
  /** excluded: needed to build and to test, and in nothing that ships. */
  scope: 'required' | 'excluded';
  hashes?: { alg: 'SHA-512'; content: string }[];
  licenses?: { license: { name: string } }[];
  properties?: { name: string; value: string }[];
}

export interface Lock {
  packages: Record<
    string,
    { version?: string; integrity?: string; license?: string; dev?: boolean; link?: boolean; resolved?: string }
  >;
}

/** Of what is there to build the site alone, this is put into it: the service worker. */
const bundled = /^workbox-/;

/** Everything in the lock file but the workspaces themselves, each version of a package once. */
export function npmComponents(lock: Lock): Component[] {
  const components = new Map<string, Component>();
  for (const [place, { version, integrity, license, dev }] of Object.entries(lock.packages)) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place)?.[1];
    if (name === undefined || version === undefined) continue;
    const purl = `pkg:npm/${name.replace('@', '%40')}@${encodeURIComponent(version)}`;
    const ships = dev !== true || bundled.test(name);
    const digest = /^sha512-(.+)$/.exec(integrity ?? '')?.[1];
    components.set(purl, {
      type: 'library',
      name,
      version,
      purl,
      'bom-ref': purl,
      scope: ships || components.get(purl)?.scope === 'required' ? 'required' : 'excluded',
      ...(digest === undefined ? {} : { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
      ...(license === undefined ? {} : { licenses: [{ license: { name: license } }] }),
    });
  }
  return [...components.values()];
}

/** What every program has of Debian's besides the libraries of tools/setup/debian-packages.txt. */
const ofTheCompiler = ['libc6-dev', 'libgcc-12-dev', 'libstdc++-12-dev'];

/** The libraries that are linked: those of the stage `build`, and the compiler's own. */
export function linkedPackages(list: string): string[] {
  const rows = list
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/));
  const linked = rows.filter(([name, stage]) => stage === 'build' && /^(lib|zlib)/.test(name ?? ''));
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
      const properties = [{ name: 'vitrine:source', value: source }];
      return { type: 'library', name, version, purl, 'bom-ref': purl, scope: 'required', properties };
    });
}

/** The bill, for this release. The same inputs give the same text. */
export function bill(components: Component[], version: string, commit: string): string {
  const release = { type: 'application', name: 'vitrine', version, 'bom-ref': `vitrine@${version}` };
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { ...release, properties: [{ name: 'vitrine:commit', value: commit }] } },
    components: components.toSorted((a, b) => (a.purl < b.purl ? -1 : 1)),
  };
  return `${JSON.stringify(bom, null, 1)}\n`;
}
