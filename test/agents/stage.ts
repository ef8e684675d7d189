/** A stage for agents: the REST stage with a campaign that is ready to launch, keys of agents, and somebody who is logged in. */

import type { Access } from '../../src/domain/access/role.ts';
import { runOperation } from '../../src/engine/operations/run.ts';
import { operationOf } from '../../src/engine/operations/table.ts';
import { type ApiStage, openApiStage, runIn } from '../api/stage.ts';
import { type Row, SENDER } from '../pipeline/stage.ts';

/** How somebody asks: a role, and what they are. */
export interface Asking {
  readonly as?: Access['kind'];
  readonly role?: Access['role'];
  readonly actor?: string;
  readonly plan?: string;
  readonly workspaceId?: string;
}

/** Asks as an agent, unless it is said otherwise. */
export async function ask(stage: ApiStage, command: string, input: Row, asking: Asking = {}): Promise<Row> {
  const { as = 'agent', role = 'manager', actor = 'key:rk_agent (assistant)', plan, workspaceId = 'main' } = asking;
  const operation = operationOf(command);
  if (!operation) throw new Error(`there is no operation ${command}`);
  const nothing = () => undefined;
  const context = {
    ...{ engine: stage.engine, workspaceId, actor, caller: { role, workspaceId: 'main', kind: as } },
    ...{ signal: new AbortController().signal, note: nothing, progress: nothing },
    ...(plan === undefined ? {} : { plan }),
  };
  return (await runOperation(context, operation, input)) as Row;
}

/** The code by which it is refused; `done` where it is not. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );
}

/** A workspace with leads and a draft that is assessed. */
export async function readyCampaign(stage: ApiStage, leads = 100): Promise<void> {
  await runIn(stage, 'main', 'campaign create', { name: 'spring', playbook: 'acquisition', ...SENDER });
  await addLeads(stage, 0, leads);
}

/** Adds leads by their numbers; nobody is looked at yet. */
export async function addLeads(stage: ApiStage, from: number, to: number): Promise<void> {
  const rows = Array.from(
    { length: to - from },
    (_, i) => `Ann${from + i},ann${from + i}@acme${from + i}.example,CEO,US,Software`,
  );
  const file = stage.file(`leads-${from}.csv`, `First Name,Email,Title,Country,Industry\n${rows.join('\n')}\n`);
  await runIn(stage, 'main', 'import', { file, basis: 'consent' });
}

/** Opens it. */
export async function openAgentStage(): Promise<ApiStage> {
  return openApiStage();
}

/** A person who is logged in. */
export const PERSON: Asking = { as: 'person', actor: 'user:ann@acme.example' };
