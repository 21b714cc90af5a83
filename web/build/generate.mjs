// Makes src/generated/: contract.ts from the contracts in api/, and the tables of tools/generate. A build step: what it writes is never committed.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const out = new URL('../src/generated/', import.meta.url);

const read = async (path) => parse(await readFile(new URL(path, root), 'utf8'));

/** AsyncAPI's schemas are JSON Schema like OpenAPI's, so one generator does for both: each becomes `NAMEFrame` beside the API's own. */
function framesOf(asyncapi) {
  const names = Object.keys(asyncapi.components.schemas);
  const text = JSON.stringify(asyncapi.components.schemas)
    .replaceAll('"./openapi.yaml#/components/schemas/', '"#!/components/schemas/')
    .replaceAll(/"#\/components\/schemas\/(\w+)"/g, '"#/components/schemas/$1Frame"')
    .replaceAll('"#!/components/schemas/', '"#/components/schemas/');
  const schemas = JSON.parse(text);
  return Object.fromEntries(names.map((name) => [`${name}Frame`, schemas[name]]));
}

const contract = await read('api/openapi.yaml');
Object.assign(contract.components.schemas, framesOf(await read('api/asyncapi.yaml')));

await mkdir(out, { recursive: true });
const header =
  '// Generated from api/openapi.yaml and api/asyncapi.yaml by `npm run generate -w web`. Not committed, not edited.\n\n';
await writeFile(new URL('contract.ts', out), header + astToString(await openapiTS(contract)));

for (const table of ['addresses', 'currencies'])
  execFileSync(process.execPath, [
    fileURLToPath(new URL(`tools/generate/${table}.ts`, root)),
    fileURLToPath(new URL(`${table}.ts`, out)),
  ]);
