/**
 * A folder in which a PostgreSQL may be started, and a guard that stops it and removes the folder when this process is gone, however
 * it went. Starts no server by itself: whoever asks first does.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDatabases } from './server.ts';

/** Waits for its input to end, as it does when we die; SIGINT has a server end its connections and itself at once. */
const GUARD = `read _; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -INT "$pid" 2>/dev/null
  while [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.05; done; rm -rf "$1"`;

/** A new folder; `remove` stops what runs in it, and ends when it is gone. */
export function guardedFolder(): { readonly folder: string; readonly remove: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-postgres-'));
  const guard = spawn('sh', ['-c', GUARD, 'guard', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const gone = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });
  guard.unref();
  return {
    folder,
    async remove() {
      await dropDatabases(folder);
      guard.ref();
      guard.stdin.end();
      await gone;
    },
  };
}
