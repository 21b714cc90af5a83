import type { TestProject } from 'vitest/node';
import { setUpShop } from './set-up.ts';

/** Function processes are stopped between events, as Lambda does. */
export default (project: TestProject): Promise<() => Promise<void>> => setUpShop(project, { args: ['--freeze'] });
