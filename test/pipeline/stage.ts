/**
 * A stage for stories across all rooms: the engine put together as the command line does it, on a real database file, with a
 * clock that the test moves. Nothing is replaced but time, and where a test says so the way out.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { outboxChannel } from '../../src/channels/outbox-file/adapter.ts';
import { outboxCalls, outboxTexts } from '../../src/channels/outbox-file/phone.ts';
import { NO_LIMITS, type SendLimits } from '../../src/domain/consent/pace/send-limits.ts';
import { type VirtualClock, virtualClock } from '../../src/engine/clock.ts';
import { setSendLimits } from '../../src/engine/deliver/send-limits.ts';
import { type Engine, type EngineParts, openEngine } from '../../src/engine/engine.ts';
import { nextAt } from '../../src/engine/loop.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { playbookReader } from '../../src/playbooks/folder.ts';
import { templateInspector } from '../../src/render/inspect.ts';
import { rendererFor } from '../../src/render/renderer.ts';
import { valuationPdf } from '../../src/render/valuation-paper.ts';
import { readMails } from '../../src/sources/mail/files.ts';
import { localFiles } from '../../src/sources/table/files.ts';
import { openSqliteStore } from '../../src/store/store.ts';
import { ROOT } from '../tidy/tree.ts';

/** Tuesday morning in New York, no holiday. */
export const TUESDAY = Date.parse('2026-03-03T15:00:00Z');

/** Who writes, as `campaign create` is told. */
export const SENDER = {
  fromName: 'Sam Sender',
  fromAddress: 'sam@sender.example',
  company: 'Sender',
  postalAddress: '1 Example Street, Springfield',
  dailyCap: 1_000,
} as const;

/** A row of an answer or of a query, as tests look at it. */
export type Row = Readonly<Record<string, unknown>>;

/** An open stage. */
export interface Stage {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly folder: string;
  /** Runs an operation by its command, as every face does. */
  run(command: string, input?: Row): Promise<Row>;
  /** The same on another engine. */
  runOn(engine: Engine, command: string, input?: Row): Promise<Row>;
  /** Writes a file into the folder; its path. */
  file(name: string, text: string): string;
  /** Rows of a query over the database file, past all of our own code. */
  sql(query: string): Row[];
  /** The one number of a query. */
  count(query: string): number;
  /** Lives on until `until`: whatever falls due is done at its time. */
  liveUntil(until: number): Promise<void>;
  /** What the operations said beside their answers. */
  readonly notes: readonly string[];
  close(): Promise<void>;
}

/** Parts of the engine that a story replaces, when it begins, and the limits on sending; by default there are none. */
type StageParts = Partial<EngineParts> & {
  readonly start?: number;
  readonly limits?: SendLimits;
  /** A folder that is there already, and stays. */
  readonly folder?: string;
};

/** Opens a stage. */
export async function openStage({ limits = NO_LIMITS, ...parts }: StageParts = {}): Promise<Stage> {
  const folder = parts.folder ?? mkdtempSync(join(tmpdir(), 'rekindle-stage-'));
  const database = join(folder, 'rekindle.db');
  const clock = virtualClock(parts.start ?? TUESDAY);
  const engine = openEngine({
    store: await openSqliteStore({ path: database, durability: 'none', now: clock.now }),
    emptyStore: (now) => openSqliteStore({ path: ':memory:', now }),
    clock,
    log: {
      info: () => undefined,
      error: (message, facts) => process.stderr.write(`${message} ${JSON.stringify(facts)}\n`),
    },
    secret: Buffer.from('a-secret-of-this-test-alone-0123456789'),
    resolver: null,
    rendererFor,
    papers: { valuation: valuationPdf },
    sources: {
      ...localFiles,
      readMails,
      builtIn: ['acquisition'],
      ...playbookReader(templateInspector, (ref) => (ref === 'acquisition' ? join(ROOT, 'playbooks', ref) : ref)),
    },
    channels: outboxOf(join(folder, 'outbox')),
    publicUrl: null,
    dataVersion: 'test',
    instance: 'teststage',
    ...parts,
  });
  await setSendLimits(engine, await engine.store.workspaces.ensure('main', clock.now()), limits);
  const stage = stageOn(engine, clock, folder, database);
  return parts.folder === undefined ? stage : { ...stage, close: () => engine.close() };
}

/** Where a dry workspace's messages go. */
function outboxOf(dir: string): EngineParts['channels'] {
  const settings = { dir, fsync: false };
  return {
    outbox: outboxChannel(settings),
    live: null,
    outboxTexts: outboxTexts(settings),
    outboxCalls: outboxCalls(settings),
  };
}

function stageOn(engine: Engine, clock: VirtualClock, folder: string, database: string): Stage {
  const notes: string[] = [];
  const context = {
    engine,
    workspaceId: 'main',
    actor: 'test',
    signal: new AbortController().signal,
    progress: () => undefined,
    note: (sentence: string) => void notes.push(sentence),
  };
  const sql = (query: string) => {
    const reader = new DatabaseSync(database, { readOnly: true });
    try {
      reader.exec('PRAGMA busy_timeout = 10000');
      return reader
        .prepare(query)
        .all()
        .map((row) => ({ ...row }));
    } finally {
      reader.close();
    }
  };
  const runOn = async (on: Engine, command: string, input: Row = {}) => {
    const operation = operationOf(command);
    if (!operation) throw new Error(`there is no operation ${command}`);
    return (await runOperation({ ...context, engine: on }, operation, input)) as Row;
  };
  const run = (command: string, input: Row = {}) => runOn(engine, command, input);
  return {
    engine,
    clock,
    folder,
    notes,
    run,
    runOn,
    sql,
    count: (query) => Number(Object.values(sql(query)[0] ?? {})[0]),
    file(name, text) {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    async liveUntil(until) {
      for (;;) {
        await run('work');
        const next = await nextAt(engine);
        if (next === null || next > until) break;
        clock.moveTo(next);
      }
      clock.moveTo(until);
    },
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
