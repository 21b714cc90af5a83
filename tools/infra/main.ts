// Writes docs/infrastructure.md from the plan that `./dev test infra` left in out/infra/prod.json.
import { readFileSync, writeFileSync } from 'node:fs';
import { document } from './document.ts';
import type { Planned } from './plan.ts';

writeFileSync('docs/infrastructure.md', document(JSON.parse(readFileSync('out/infra/prod.json', 'utf8')) as Planned));
