/**
 * A guard over a server's folder: when we are gone, however we went, it stops the server in it and removes the folder. Starts no
 * server by itself: whoever asks first does.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDatabases } from './server.ts';

/** Waits for its input to end, as it does when we die; SIGINT has a server end its connections and itself at once. */
const GUARD = `read _; pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -INT "$pid" 2>/dev/null
  while [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.05; done; rm -rf "$1"`;

/** Posts a guard over `folder`; gives what relieves it, once all is stopped and removed. */
export function guardFolder(folder: string): () => Promise<void> {
  const guard = spawn('sh', ['-c', GUARD, 'guard', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  const gone = new Promise<void>((resolve) => {
    guard.once('exit', () => resolve());
    guard.once('error', () => resolve());
  });
  guard.unref();
  return () => {
    // Waited for now: nothing else may keep this process alive until it is done.
    guard.ref();
    guard.stdin.end();
    return gone;
  };
}

/** A new guarded folder in which a server may be started; `remove` stops what runs in it, and ends when it is gone. */
export function guardedFolder(): { readonly folder: string; readonly remove: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-postgres-'));
  const relieve = guardFolder(folder);
  return {
    folder,
    async remove() {
      await dropDatabases(folder);
      await relieve();
    },
  };
}
