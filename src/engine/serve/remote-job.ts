/**
 * Work that was asked for from elsewhere, as data: it can be done in this thread or handed to another one. Files of the machine, variables
 * of its environment and other workspaces are out of its reach, whatever the operation is told.
 */
import type { Access } from '../../domain/access/role.ts';
import type { Engine } from '../engine.ts';
import type { Operation } from '../operations/operation.ts';
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

/** Does it here. Errors: as `runOperation`; an operation that is not in the engine's table is a bug. */
export async function doRemoteJob(engine: Engine, job: RemoteJob, signal: AbortSignal): Promise<unknown> {
  const operation = operationOf(engine, job.command);
  const { environment: _ofTheMachine, ...parts } = engine.parts;
  const sources = withoutFiles(engine.sources, job.brought);
  const { workspaceId, actor, caller, requestId, plan } = job;
  const context = {
    ...{ engine: { ...engine, parts, sources }, workspaceId, actor, caller, requestId, signal },
    ...(plan === null ? {} : { plan }),
    progress: () => undefined,
    note: () => undefined,
  };
  return runOperation(context, operation, job.input);
}

const BY_COMMAND = new WeakMap<readonly Operation[], ReadonlyMap<string, Operation>>();

function operationOf({ parts }: Engine, command: string): Operation {
  const table = parts.operations?.() ?? [];
  let byCommand = BY_COMMAND.get(table);
  if (!byCommand) {
    byCommand = new Map(table.map((one) => [one.command, one]));
    BY_COMMAND.set(table, byCommand);
  }
  const found = byCommand.get(command);
  if (!found) throw new Error(`there is no operation “${command}”`);
  return found;
}
