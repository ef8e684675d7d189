/**
 * A database whose every write stops at a gate, and may be cut off in the middle or be committed without the writer hearing of
 * it. Wraps the port that programs run on, so that the store above and SQLite below are the real ones.
 */
import type { CommandResult, Database, Program } from '../../src/store/program.ts';
import type { Fate } from './turns.ts';

/** The writer vanished inside its transaction. */
class Vanished extends Error {}

/** What the run wants to know of a writer. */
export interface WriterHooks {
  before(): Promise<Fate>;
  /** After every write, committed or not, before anybody else goes on. */
  after(): void;
  /** Committed; whoever wrote it may stand still before it goes on. */
  told(): Promise<void>;
  /** The writer is gone. */
  vanish(): void;
  /** What the machine's clock shows. */
  now(): number;
}

/** The database with its faults. Reads go through: nothing can be lost by them that the next write does not lose as well. */
export function faultyDatabase(database: Database, hooks: WriterHooks): Database {
  return {
    dialect: database.dialect,
    async write<T>(program: () => Program<T>): Promise<T> {
      const fate = await hooks.before();
      const written = database.write(fate.kind === 'cut' ? () => cutOff(program(), fate.after) : program);
      // The transaction is one synchronous block: it is over, and nobody else has moved yet.
      hooks.after();
      if (fate.kind === 'go') return written.finally(hooks.told);
      await written.catch(ignoreVanished);
      hooks.vanish();
      return new Promise<never>(() => undefined);
    },
    read: (program) => database.read(program),
    schemaVersion: () => database.schemaVersion(),
    migrate: (steps) => database.migrate(steps),
    place: () => database.place(),
    bytes: () => database.bytes(),
    pool: () => database.pool(),
    now: async () => hooks.now(),
    waitForNews: (mostMs, signal) => database.waitForNews(mostMs, signal),
    session: (mode, body) => database.session(mode, body),
    makeRoom: (from, until) => database.makeRoom(from, until),
    forget: (wish) => database.forget(wish),
    copy: (now) => database.copy(now),
    close: () => database.close(),
  };
}

/** Runs so many commands of a program, or all, and never comes to the commit. */
function* cutOff<T>(program: Program<T>, after: number): Program<T> {
  let step = program.next();
  for (let n = 0; !step.done && n < after; n++) {
    const result: CommandResult = yield step.value;
    step = program.next(result);
  }
  throw new Vanished();
}

function ignoreVanished(error: unknown): void {
  if (!(error instanceof Vanished)) throw error;
}
