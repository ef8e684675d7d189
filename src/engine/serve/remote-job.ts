/**
 * Work that was asked for from elsewhere, as data: it can be done in this thread or handed to another one. Files of the machine, variables
 * of its environment and other workspaces are out of its reach, whatever the operation is told.
 */
import type { Access } from '../../domain/access/role.ts';
import type { Engine } from '../engine.ts';
import type { Operation, Progress } from '../operations/operation.ts';
import { runOperation } from '../operations/run.ts';
import { type Brought, withoutFiles } from './without-files.ts';

/** What is to be done, in whose name. Holds nothing that could not be copied to another thread. */
export interface RemoteJob {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly brought: Brought;
  readonly workspaceId: string;
  readonly actor: string;
  readonly caller: Access;
  readonly requestId: string;
  readonly plan: string | null;
}

/** How it is done: until whoever asked is gone, and who hears how far it is. */
export interface RemoteHow {
  readonly signal: AbortSignal;
  /** Absent = nobody. */
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/** Does it here. Errors: as `runOperation`; an operation that is not in the engine's table is a bug. */
export async function doRemoteJob(engine: Engine, job: RemoteJob, how: RemoteHow): Promise<unknown> {
  const { reachable, operationOf } = elsewhereOf(engine);
  const { workspaceId, actor, caller, requestId, plan } = job;
  const context = {
    engine: { ...reachable, sources: withoutFiles(engine.sources, job.brought) },
    ...{ workspaceId, actor, caller, requestId, note: nothing },
    ...{ signal: how.signal, progress: how.progress ?? nothing },
    ...(plan === null ? {} : { plan }),
  };
  return runOperation(context, operationOf(job.command), job.input);
}

const nothing = () => undefined;

/** What an engine is to work from elsewhere. */
interface Elsewhere {
  /** Without the machine's variables. */
  readonly reachable: Engine;
  readonly operationOf: (command: string) => Operation;
}

const ELSEWHERE = new WeakMap<Engine, Elsewhere>();

/** Made once for each engine: jobs come thousands a second. */
function elsewhereOf(engine: Engine): Elsewhere {
  let made = ELSEWHERE.get(engine);
  if (!made) {
    const { environment: _ofTheMachine, ...parts } = engine.parts;
    const byCommand = new Map((parts.operations?.() ?? []).map((one) => [one.command, one]));
    const operationOf = (command: string) => {
      const found = byCommand.get(command);
      if (!found) throw new Error(`there is no operation “${command}”`);
      return found;
    };
    made = { reachable: { ...engine, parts }, operationOf };
    ELSEWHERE.set(engine, made);
  }
  return made;
}
