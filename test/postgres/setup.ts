/** Set-up of every test run: a folder in which a PostgreSQL may be started by whichever test asks first. Most runs need none. */
import type { TestProject } from 'vitest/node';
import { guardedFolder } from './guard.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the server that this run may start. */
    postgresFolder: string;
  }
}

/** Called by vitest once per run, in its own process. */
export function setup(project: TestProject): () => Promise<void> {
  const { folder, remove } = guardedFolder();
  project.provide('postgresFolder', folder);
  return remove;
}
