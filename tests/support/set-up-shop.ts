import type { TestProject } from 'vitest/node';
import { setUpShop } from './set-up.ts';

export default (project: TestProject): Promise<() => Promise<void>> => setUpShop(project, {});
