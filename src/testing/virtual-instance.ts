/**
 * An instance to try things out on, in code: the real engine on a database and a clock of its own, whose messages end in a folder. It lives
 * through weeks in a second, touches nothing else, and is thrown away when it is closed.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { outboxChannel } from '../channels/outbox-file/adapter.ts';
import { outboxCalls, outboxTexts } from '../channels/outbox-file/phone.ts';
import { virtualClock } from '../engine/clock.ts';
import { openEngine } from '../engine/engine.ts';
import { nextAt } from '../engine/loop.ts';
import { runOperation } from '../engine/operations/run.ts';
import { allOperations, type OperationTable, operationOf } from '../engine/operations/table.ts';
import { sources } from '../instance/sources.ts';
import { rendererFor } from '../render/renderer.ts';
import { valuationPdf } from '../render/valuation-paper.ts';
import { openSqliteStore } from '../store/store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WORKSPACE = 'main';

type Types<Command extends keyof OperationTable> = NonNullable<OperationTable[Command]['types']>;
type Input<Command extends keyof OperationTable> = Types<Command>['raw'];
type Given<Command extends keyof OperationTable> =
  Record<never, never> extends Input<Command> ? [input?: Input<Command>] : [input: Input<Command>];

/** How one is opened. */
export interface VirtualInstanceOptions {
  /** When its clock begins, ISO 8601 with zone; absent = a Tuesday in March 2026, 10 in the morning in New York. */
  readonly startsAt?: string;
}

/** An open one. */
export interface VirtualInstance {
  /** Its own folder below the system's temporary one. */
  readonly folder: string;
  /** Its time, ISO 8601 in UTC. */
  now(): string;
  /** Runs an operation by its command, `lead show`. Errors: `Refusal`, or that of a wrong input. */
  run<Command extends keyof OperationTable>(
    command: Command,
    ...input: Given<Command>
  ): Promise<Types<Command>['output']>;
  /** Writes a file below its folder; its path. */
  write(path: string, text: string): string;
  /** Lives on: whatever falls due is done at its time. */
  live(span: { readonly days?: number; readonly hours?: number }): Promise<void>;
  /** What left so far, as files of the outbox: e-mails, texts and calls, each with its headers. */
  outbox(): readonly string[];
  close(): Promise<void>;
}

/** Opens one. */
export async function openVirtualInstance(options: VirtualInstanceOptions = {}): Promise<VirtualInstance> {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-virtual-'));
  const outbox = join(folder, 'outbox');
  const clock = virtualClock(Date.parse(options.startsAt ?? '2026-03-03T15:00:00Z'));
  const settings = { dir: outbox, fsync: false };
  const engine = openEngine({
    papers: { valuation: valuationPdf },
    ...{ clock, rendererFor, sources, resolver: null, publicUrl: null, operations: allOperations },
    store: await openSqliteStore({ path: join(folder, 'rekindle.db'), durability: 'none', now: clock.now }),
    emptyStore: (now) => openSqliteStore({ path: ':memory:', now }),
    log: {
      info: () => undefined,
      error: (message, facts) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
    },
    // Nothing of it lasts, so that it need not be one.
    secret: Buffer.from('of-an-instance-that-is-thrown-away'),
    channels: {
      ...{ outbox: outboxChannel(settings), live: null },
      ...{ outboxTexts: outboxTexts(settings), outboxCalls: outboxCalls(settings) },
    },
    ...{ homeWorkspace: WORKSPACE, dataVersion: `tz ${process.versions.tz}`, instance: 'virtual' },
  });
  await engine.store.workspaces.ensure(WORKSPACE, clock.now());
  const { signal } = new AbortController();
  const context = { engine, workspaceId: WORKSPACE, actor: 'in-process', signal, progress: silent, note: silent };
  const run = async (command: string, input: unknown) => {
    const operation = operationOf(command);
    if (!operation) throw new Error(`there is no operation “${command}”`);
    return runOperation(context, operation, input);
  };
  return {
    folder,
    now: () => new Date(clock.now()).toISOString(),
    run: (command, ...[input]) => run(command, input ?? {}) as never,
    write(path, text) {
      const whole = join(folder, path);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, text);
      return whole;
    },
    async live({ days = 0, hours = 0 }) {
      const until = clock.now() + days * DAY_MS + hours * HOUR_MS;
      for (;;) {
        await run('work', {});
        const next = await nextAt(engine);
        if (next === null || next > until) break;
        clock.moveTo(next);
      }
      clock.moveTo(until);
    },
    outbox: () => filesBelow(outbox),
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function silent(): void {
  // Nobody looks while it runs.
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
