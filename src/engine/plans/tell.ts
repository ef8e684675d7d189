/** What people are told of a plan that waits for a yes, in the room where they decide. Stored nowhere but with the plan: it may name people. */
import { hash } from 'node:crypto';
import { whyOver } from '../../domain/agent/plan.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { AlertStatus } from '../../domain/routine/alert.ts';
import type { Engine } from '../engine.ts';
import type { AlertRecord, AlertTelling, PlanRecord } from '../store-port.ts';
import type { PlanTold } from './room-port.ts';

const SUBJECT = 'plan:';
/** Characters of one line: people read less. */
const LINE_CHARACTERS = 600;

/** Of what a person is shown, so that nothing else is approved. */
export function seenOf({ digest, about }: PlanRecord): string {
  return hash('sha256', canonicalJson(JSON.parse(JSON.stringify({ digest, about })))).slice(0, 16);
}

/** The alert by which a plan is told that waits for a yes, or for another one; absent where there is no room to tell it in. */
export function tellingOf(
  { parts, ids, clock }: Engine,
  { workspaceId, id }: PlanRecord,
  status: Extract<AlertStatus, 'proposed' | 'changed'>,
): AlertTelling | undefined {
  if (!parts.planRoom) return undefined;
  const was = status === 'proposed' ? 'healthy' : 'proposed';
  const subject = `${SUBJECT}${id}` as const;
  const alert: AlertRecord = { workspaceId, id: ids.next('alert'), subject, status, was, at: clock.now(), facts: {} };
  return { alert, targets: [parts.planRoom.target.name] };
}

/** Whether an alert is of a plan. */
export function isOfPlan({ subject }: Pick<AlertRecord, 'subject'>): boolean {
  return subject.startsWith(SUBJECT);
}

/** What is told of it now; null = it waits for nobody any more. */
export async function toldOf(
  { store, clock }: Engine,
  { workspaceId, subject }: Pick<AlertRecord, 'workspaceId' | 'subject'>,
): Promise<PlanTold | null> {
  const plan = await store.plans.get(workspaceId, subject.slice(SUBJECT.length));
  if (plan?.state !== 'proposed' || whyOver(plan, clock.now()) !== null) return null;
  const again = plan.change === null ? '' : ' again, since what it was approved for has changed';
  return {
    ...{ plan: plan.id, seen: seenOf(plan), title: `An agent asks${again}: ${plan.operation}` },
    lines: linesOf(plan).map((line) => (line.length > LINE_CHARACTERS ? `${line.slice(0, LINE_CHARACTERS)}…` : line)),
  };
}

function linesOf({ workspaceId, id, input, why, proposedAs, expiresAt, about, change }: PlanRecord): string[] {
  const { people, campaigns, excluded, planned, perDay, credits, mode } = about;
  const most = (n: number | null, what: string) => `${n === null ? 'any number of' : n} ${what}`;
  const left = Object.values(excluded).reduce((sum, n) => sum + n, 0);
  return [
    `Why: ${why}`,
    `Asked by: ${proposedAs}, in the workspace ${workspaceId}`,
    `With: ${input}`,
    `Reaches: ${people} people${campaigns.length > 0 ? ` of ${campaigns.join(', ')}` : ''}; ${left} get nothing`,
    `Messages: ${planned.email} e-mails, ${planned.sms} texts, ${planned.voice} calls in its sequences`,
    `A day: ${most(perDay.email, 'e-mails')}, ${most(perDay.sms, 'texts')}, ${most(perDay.voice, 'calls')} at most`,
    ...(credits === null ? [] : [`Spends: ${credits} credits at most`]),
    `Leaves: ${mode === 'live' ? 'for real' : 'into the outbox folder: the workspace is dry'}`,
    ...(change === null ? [] : [`Changed since the yes: ${change.is} people instead of ${change.was}`]),
    `Good until: ${new Date(expiresAt).toISOString()} (${id})`,
  ];
}
