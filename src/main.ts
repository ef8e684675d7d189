/** Composition root of the command line: puts the rooms together and hands them to `cli/run`. Owns that a stop is over within ten seconds. */
import { writeSync } from 'node:fs';
import { completionOperation } from './cli/completion.ts';
import { COMMAND_LINES } from './cli/help.ts';
import { runCommandLine } from './cli/run.ts';
import { demoOperation } from './demo/demo.ts';
import type { Operation } from './engine/operations/operation.ts';
import { allOperations, operationOf } from './engine/operations/table.ts';
import { keepHeapSmall } from './instance/heap.ts';

const VERSION = '0.1.0';
/** Milliseconds after a stop in which work under way may end by itself; whatever still waits for the world then is cut off. */
const EXIT_MS = 9_500;

/** Commands that go on until a stop: it ends them well. */
const ENDED_BY_A_STOP: ReadonlySet<string> = new Set(['mcp', 'serve', 'work', 'worker']);
let command = '';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    stop.abort();
    setTimeout(cutOff, EXIT_MS).unref();
  });
}

/**
 * The last line of defence: gone, whatever hangs. Why not by `process.exit` alone: it waits for every thread, and so for ever for one that hangs
 * in the system, at a name, a file or a lock. Whoever takes the place of this process takes it from all of them.
 */
function cutOff(): void {
  const code = ENDED_BY_A_STOP.has(command) ? 0 : 1;
  const hanging = [...new Set(process.getActiveResourcesInfo())].join(', ');
  const after = `${EXIT_MS / 1_000} s after the stop`;
  try {
    writeSync(
      process.stderr.fd,
      `cut off ${after}: something outside did not answer (${hanging}); what was in hand is taken up again\n`,
    );
  } finally {
    // Also where nobody reads what is said.
    if (process.platform !== 'win32')
      process.execve?.(process.execPath, [process.execPath, '-e', `process.exit(${code})`], {});
    process.exit(code);
  }
}

// Whoever reads us may stop at any line (`| head`); that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

/** A terminal that takes colours and whose user has not said NO_COLOR. */
function hasColours(): boolean {
  return process.stdout.isTTY === true && process.stdout.hasColors();
}

/** Asks on the terminal, and waits for a line. */
async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(`${question}\n> `, { signal: stop.signal });
  } finally {
    terminal.close();
  }
}

const demo = () => demoOperation({ colour: hasColours(), columns: process.stdout.columns ?? null });
const completion: Operation = completionOperation(() => [...allOperations(), demo(), completion]);

process.exitCode = await runCommandLine(
  process.argv.slice(2),
  {
    commands: COMMAND_LINES,
    operationOf: (command) => operationOf(command) ?? (command === 'demo' ? demo() : completion),
    version: VERSION,
    // Loaded when an operation runs: help need not wait for the rooms it only speaks of.
    openEngine: async (words) => {
      command = words.rest[0] ?? '';
      const [{ openWorkshop }, { hostFor }] = await Promise.all([
        import('./instance/workshop.ts'),
        import('./instance/host.ts'),
      ]);
      const importing = words.rest[0] === 'import';
      if (importing) keepHeapSmall();
      return openWorkshop(words, (config, meter) => hostFor(config, words, meter), importing ? 'normal' : 'full');
    },
  },
  {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY === true,
    ...(process.stdin.isTTY === true ? { ask } : {}),
    signal: stop.signal,
  },
);
