// Starts the shop once for a project's test files; VITRINE_BASE_URL (with VITRINE_EDITOR_KEY) points them at one that runs elsewhere.
import type { TestProject } from 'vitest/node';
import { type HostOptions, startHost } from './host.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    shopUrl: string;
    editorKey: string | null;
  }
}

export async function setUpShop(project: TestProject, options: HostOptions): Promise<() => Promise<void>> {
  const elsewhere = process.env.VITRINE_BASE_URL;
  project.provide('editorKey', process.env.VITRINE_EDITOR_KEY ?? null);
  if (elsewhere !== undefined) {
    project.provide('shopUrl', elsewhere);
    return () => Promise.resolve();
  }
  const host = await startHost(options);
  project.provide('shopUrl', host.url);
  return async () => {
    await host.stop();
  };
}
