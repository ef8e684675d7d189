/**
 * Set-up of every test run: a folder in which a PostgreSQL may be started by whichever test asks first, and a guard that stops it and
 * removes the folder when this process is gone, however it went. Starts nothing by itself: most runs need no database server.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { guardFolder } from './guard.ts';
import { dropDatabases } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the server that this run may start. */
    postgresFolder: string;
  }
}

/** Called by vitest once per run, in its own process. */
export function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-postgres-'));
  project.provide('postgresFolder', folder);
  const relieve = guardFolder(folder);
  return async () => {
    await dropDatabases(folder);
    await relieve();
  };
}
