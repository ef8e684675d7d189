/**
 * Rekindle in process: open an instance and run the same operations as every face. What is exported here is the public
 * promise; everything else may change.
 *
 * ```ts
 * const rekindle = await openRekindle({ database: './rekindle.db' });
 * await rekindle.run('import', { file: 'leads.csv', basis: 'consent' });
 * const lead = await rekindle.run('lead show', { lead: 'jane@acme.com' });
 * await rekindle.close();
 * ```
 */
import type { OperationContext } from './engine/operations/operation.ts';
import { runOperation } from './engine/operations/run.ts';
import { operationOf } from './engine/operations/table.ts';
import { openWorkshop } from './instance/workshop.ts';
import { type DefinedPlaybook, definedPlaybook, type PlaybookDefinition } from './playbooks/define.ts';
import { templateInspector } from './render/inspect.ts';

export { type Engine, type EngineParts, openEngine } from './engine/engine.ts';
export { type Operation, type OperationContext, type Progress, Refusal } from './engine/operations/operation.ts';
export { allOperations, COMMANDS, operationOf } from './engine/operations/table.ts';
export { type DefinedPlaybook, type PlaybookDefinition, setting, type TemplateText } from './playbooks/define.ts';

/**
 * A playbook written in TypeScript. Its `files`, written to a folder of its name, are what `playbook push` and `campaign create` take; the
 * same sections in YAML have the same hash. Throws an error that names every mistake.
 */
export function definePlaybook(definition: PlaybookDefinition): DefinedPlaybook {
  return definedPlaybook(definition, { inspector: templateInspector });
}

/** How an instance is opened; what is not said comes from `rekindle.yaml` and the environment. */
export interface RekindleOptions {
  /** File of a SQLite database, or `postgres://…`. */
  readonly database?: string;
  readonly workspace?: string;
  /** Path of a configuration file. */
  readonly config?: string;
  /** Who acts, for the audit log. */
  readonly actor?: string;
  readonly progress?: OperationContext['progress'];
  readonly note?: OperationContext['note'];
}

/** An open instance. */
export interface Rekindle {
  readonly engine: OperationContext['engine'];
  /** Runs an operation by its command, `lead show`. Errors: see `runOperation`; an unknown command throws. */
  run(command: string, input?: unknown, signal?: AbortSignal): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens an instance in this process. Errors: `ConfigError`, `StoreError`, refusals `secret-differs` and `secret-missing`. */
export async function openRekindle(options: RekindleOptions = {}): Promise<Rekindle> {
  const { database = null, workspace = null, config = null, actor = 'in-process' } = options;
  const workshop = await openWorkshop({ db: database, workspace, config });
  const { engine, workspaceId } = workshop;
  return {
    engine,
    async run(command, input = {}, signal = new AbortController().signal) {
      const operation = operationOf(command);
      if (!operation) throw new Error(`there is no operation “${command}”`);
      const { progress = nobodyLooks, note = nobodyLooks } = options;
      return runOperation({ engine, workspaceId, actor, signal, progress, note }, operation, input);
    },
    close: () => workshop.close(),
  };
}

function nobodyLooks(): void {
  // Progress and notes are for a person; here there is none.
}
