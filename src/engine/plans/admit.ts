/**
 * Whether an operation is done for an agent: at once, or by a plan that is used up before anything happens. Orders what is asked; the rules
 * are `domain/agent`.
 */
import { hash } from 'node:crypto';
import { needsNewYes, planChange } from '../../domain/agent/audience.ts';
import { planUse } from '../../domain/agent/plan.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { LIMITS } from '../../domain/limits.ts';
import { refusalOf } from '../access/caller.ts';
import type { Engine } from '../engine.ts';
import { needOf } from '../operations/agents/reach.ts';
import { type Operation, type OperationContext, Refusal } from '../operations/operation.ts';
import type { PlanRecord } from '../store-port.ts';
import { aboutOf, type PlanInput } from './about.ts';
import { tellingOf } from './tell.ts';

/** A plan that is being used. */
export interface PlanInUse {
  /** Notes how it went: `done`, or a code. */
  ended(outcome: string): Promise<void>;
}

/**
 * Lets an agent, or whoever names a plan, do it; null = no plan was needed. Errors: refusals `people-only`, `plan-needed`,
 * `plan-changed`, and those of `planUse`.
 */
export async function admit(
  context: OperationContext,
  operation: Operation,
  input: unknown,
): Promise<PlanInUse | null> {
  const need = needOf(operation, { isDryRun: isDryRun(input), isLive: await isLive(context) });
  if (need === 'person') throw refusalOf('people-only');
  if (need !== 'plan') return null;
  if (context.plan === undefined) throw refusalOf('plan-needed');
  return usePlan(context, operation, input as PlanInput, context.plan);
}

function isDryRun(input: unknown): boolean {
  return (input as { readonly dryRun?: unknown } | null)?.dryRun === true;
}

/** Whether what is written now may make messages leave by itself. */
export async function isLive({
  engine,
  workspaceId,
}: Pick<OperationContext, 'engine' | 'workspaceId'>): Promise<boolean> {
  const workspace = await engine.store.workspaces.get(workspaceId);
  if (workspace?.mode !== 'live') return false;
  const campaigns = await engine.store.campaigns.list(workspaceId, LIMITS.campaigns);
  return campaigns.some(({ state }) => state === 'live');
}

/** Who somebody is, from request to request: an actor without the name behind it. */
export function whoIs({ actor }: Pick<OperationContext, 'actor'>): string {
  return actor.split(' ', 1)[0] ?? actor;
}

/** Of this very act. */
export function planDigest(workspaceId: string, { command }: Pick<Operation, 'command'>, input: unknown): string {
  return hash('sha256', canonicalJson({ workspaceId, command, input: JSON.parse(JSON.stringify(input)) as unknown }));
}

/** The plan of this id. Errors: refusal `no-such-plan`. */
export async function planNamed(engine: Engine, workspaceId: string, id: string): Promise<PlanRecord> {
  const found = await engine.store.plans.get(workspaceId, id);
  if (found) return found;
  throw new Refusal('no-such-plan', `there is no plan “${id}” here`, 'rekindle plan list names them');
}

async function usePlan(
  context: OperationContext,
  operation: Operation,
  input: PlanInput,
  id: string,
): Promise<PlanInUse> {
  const { engine, workspaceId } = context;
  const { plans } = engine.store;
  const plan = await planNamed(engine, workspaceId, id);
  const now = engine.clock.now();
  const refused = planUse(plan, { by: whoIs(context), digest: planDigest(workspaceId, operation, input), now });
  if (refused !== null) throw refusalOf(refused);
  await refuseIfChanged(context, operation, input, plan);
  const used: PlanRecord = { ...plan, state: 'used', usedAt: now };
  if (!(await plans.move({ was: 'approved', plan: used }))) throw refusalOf('plan-used');
  return {
    async ended(outcome) {
      await plans.move({ was: 'used', plan: { ...used, outcome } });
    },
  };
}

/** A yes was given to what stood then. Where too much has changed the plan waits for another one. */
async function refuseIfChanged(
  context: OperationContext,
  operation: Operation,
  input: PlanInput,
  plan: PlanRecord,
): Promise<void> {
  const about = await aboutOf(context, operation, input);
  const change = planChange(plan.about, about);
  if (change === null || !needsNewYes(change)) return;
  const again: PlanRecord = { ...plan, state: 'proposed', decidedBy: null, decidedAt: null, about, change };
  await context.engine.store.plans.move({
    was: 'approved',
    plan: again,
    telling: tellingOf(context.engine, again, 'changed'),
  });
  const { message, remedy } = refusalOf('plan-changed');
  const came = change.moved
    ? `${change.moved.added.length} came and ${change.moved.left.length} left`
    : 'who came is not known';
  const people = `${came}; ${change.is} people instead of ${change.was}`;
  throw new Refusal('plan-changed', `${message} ${people}.`, remedy);
}
