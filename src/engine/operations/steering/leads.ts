/** Operations on a lead as a whole: paused, resumed, cancelled in everything that it is in. */
import { z } from 'zod';
import { type Act, type Acted, cancelLead, pauseLead, resumeLead } from '../../steer/passages.ts';
import { leadIdOf, leadRef } from '../find.ts';
import { type OperationContext, operation } from '../operation.ts';
import { ActedShown, actedShown, why } from './enrollments.ts';

interface Wish {
  readonly lead: string;
  readonly why?: string;
}

async function actOf({ engine, workspaceId, actor }: OperationContext, wish: Wish): Promise<Act> {
  const leadId = await leadIdOf(engine, workspaceId, wish.lead);
  return { workspaceId, leadId, campaignId: null, enrollmentId: null, by: actor, why: wish.why ?? '' };
}

async function did(
  context: OperationContext,
  wish: Wish,
  how: (engine: OperationContext['engine'], act: Act) => Promise<Acted>,
) {
  const act = await actOf(context, wish);
  const acted = await how(context.engine, act);
  return { ...actedShown(act, acted), changed: acted.changed };
}

const Did = z.object({ ...ActedShown, changed: z.number() });

/** `lead pause`. */
export const leadPause = operation({
  noun: 'lead',
  verb: 'pause',
  command: 'lead pause',
  summary: 'Pause a lead in everything that it is in; nothing leaves to it, and it is enrolled in nothing new',
  kind: 'command',
  input: z.strictObject({ lead: leadRef, why }),
  output: Did,
  positional: ['lead', 'why'],
  errors: ['no-such-lead', 'several-leads'],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'lead resume',
  examples: [{ command: 'lead pause jane@acme.com "asked for time"', says: 'until lead resume' }],
  run: (context, input) => did(context, input, pauseLead),
});

/** `lead resume`. */
export const leadResume = operation({
  noun: 'lead',
  verb: 'resume',
  command: 'lead resume',
  summary: 'Lift the pause of a lead; what fell due meanwhile goes by its lateness policy',
  kind: 'command',
  input: z.strictObject({ lead: leadRef }),
  output: Did,
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'not-paused'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: false,
  undo: 'lead pause',
  examples: [{ command: 'lead resume jane@acme.com', says: 'sequences that were paused by themselves stay so' }],
  run: (context, input) => did(context, input, resumeLead),
});

/** `lead cancel`. */
export const leadCancel = operation({
  noun: 'lead',
  verb: 'cancel',
  command: 'lead cancel',
  summary: 'End everything that a lead is in; to never write to it again, suppress it',
  kind: 'command',
  input: z.strictObject({ lead: leadRef, why }),
  output: Did,
  positional: ['lead', 'why'],
  errors: ['no-such-lead', 'several-leads', 'not-enrolled', 'already-ended'],
  role: 'operator',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: true,
  preview: 'enrollment list',
  examples: [{ command: 'lead cancel jane@acme.com "bought elsewhere"', says: 'a later campaign may take her in' }],
  run: (context, input) => did(context, input, cancelLead),
});
