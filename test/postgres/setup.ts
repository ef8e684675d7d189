/**
 * Set-up of every test run: a folder in which a PostgreSQL may be started by whichever test asks first, and a guard that stops it and
 * removes the folder when this process is gone, however it went. Starts nothing by itself: most runs need no database server.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { dropDatabases } from './server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the server that this run may start. */
    postgresFolder: string;
  }
}

/** Waits for its input to end, as it does when we die; SIGINT has a server end its connections and itself at once. */
const GUARD = `read _; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -INT "$pid" 2>/dev/null
  while [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.05; done; rm -rf "$1"`;

/** Called by vitest once per run, in its own process. */
export function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-postgres-'));
  project.provide('postgresFolder', folder);
  const guard = spawn('sh', ['-c', GUARD, 'guard', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const gone = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });
  guard.unref();
  return async () => {
    await dropDatabases(folder);
    guard.stdin.end();
    await gone;
  };
}
