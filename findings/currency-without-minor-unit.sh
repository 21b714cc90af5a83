#!/usr/bin/env bash
# currency-codes 2.2.0 gives gold and the yen the same number of decimals. ISO 4217's list one, which the package carries, gives gold none
# ('N.A.'): an amount of it cannot be said in minor units at all. Whoever checks `digits` before a sum takes XAU 5 for a price.
# Source: the package's iso-4217-list-one.xml beside its data.js.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{"private":true}' >package.json
npm install --silent --no-audit --no-fund --save-exact currency-codes@2.2.0
cat >look.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { code } = require('currency-codes');
const { version } = require('currency-codes/package.json');
const list = readFileSync('node_modules/currency-codes/iso-4217-list-one.xml', 'utf8');
const published = /Pblshd="([^"]+)"/.exec(list)[1];
const units = (of) => new RegExp(`<Ccy>${of}</Ccy>\\s*<CcyNbr>\\d+</CcyNbr>\\s*<CcyMnrUnts>([^<]+)<`).exec(list)?.[1];
console.log(`currency-codes ${version}, ISO's list of ${published}`);
const seen = ['JPY', 'XAU', 'XAG', 'XXX', 'XCG'].map((of) => `${of}: digits ${code(of)?.digits}, ISO ${units(of)}`);
console.log(seen.join('\n'));
const expected = [
  'JPY: digits 0, ISO 0',
  'XAU: digits 0, ISO N.A.',
  'XAG: digits 0, ISO N.A.',
  'XXX: digits 0, ISO N.A.',
  'XCG: digits undefined, ISO undefined',
];
if (seen.join() !== expected.join()) {
  console.error('This has changed.');
  process.exit(1);
}
JS
node look.cjs
