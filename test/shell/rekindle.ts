/** The command as a user types it, in a folder of its own that goes away with the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const COMMAND = join(import.meta.dirname, '../../bin/rekindle.mjs');

/** What a command said, and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A command that goes on. */
export interface Running {
  readonly process: ChildProcess;
  /** Everything on stderr so far. */
  err(): string;
  /** Waits until stderr matches; the match. Rejects where the command ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends SIGTERM; how it ended, and after how many ms. */
  stop(): Promise<Said & { readonly tookMs: number }>;
}

/** A folder and the command in it. */
export class Shell {
  readonly folder = mkdtempSync(join(tmpdir(), 'rekindle-shell-'));
  readonly #running = new Set<ChildProcess>();

  /** Writes a file into the folder. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Runs one command to its end. */
  run(...words: readonly string[]): Promise<Said> {
    return ended(this.#spawn(words));
  }

  /** Runs one command with `--json`; its document. Throws where it does not exit with 0. */
  async json(...words: readonly string[]): Promise<Record<string, unknown>> {
    const { code, out, err } = await this.run(...words, '--json');
    if (code !== 0) throw new Error(`${words.join(' ')}: exit ${code}\n${out}${err}`);
    return JSON.parse(out) as Record<string, unknown>;
  }

  /** Starts a command that goes on until it is stopped. */
  start(...words: readonly string[]): Running {
    const child = this.#spawn(words);
    const end = ended(child);
    let err = '';
    child.stderr?.on('data', (bytes: Buffer) => {
      err += bytes.toString();
    });
    return {
      process: child,
      err: () => err,
      async says(pattern) {
        for (;;) {
          const match = pattern.exec(err);
          if (match) return match;
          const over = await Promise.race([end, new Promise<null>((resolve) => setTimeout(resolve, 20, null))]);
          if (over) throw new Error(`ended with ${over.code} before it said ${pattern}:\n${over.out}${over.err}`);
        }
      },
      async stop() {
        const at = performance.now();
        child.kill('SIGTERM');
        return { ...(await end), tookMs: performance.now() - at };
      },
    };
  }

  /** Ends what still runs and removes the folder. */
  [Symbol.dispose](): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(words: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [COMMAND, ...words], { cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }
}

function ended(child: ChildProcess): Promise<Said> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (bytes: Buffer) => {
    out += bytes.toString();
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    err += bytes.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
