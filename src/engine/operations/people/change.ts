/** `lead change`: what is known of a person, corrected by hand. */
import { z } from 'zod';
import { LIMITS } from '../../../domain/limits.ts';
import { changeLead, changesTold } from '../../capture/by-hand.ts';
import { leadIdOf, leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';

const Texts = z.record(z.string(), z.string().max(LIMITS.cellCharacters));

/** `lead change`. */
export const leadChange = operation({
  noun: 'lead',
  verb: 'change',
  command: 'lead change',
  summary: 'Correct what is known of a lead: it stands as typed; what was refused goes along to a new address',
  kind: 'command',
  input: z.strictObject({
    lead: leadRef,
    set: Texts.describe('field=value; may be repeated; an empty value empties the field: --set title='),
    seen: Texts.default({}).describe(
      'field=value as you saw it; where it is another one by now, nothing is changed; may be repeated',
    ),
  }),
  output: z.object({
    leadId: z.string(),
    changes: z
      .array(z.object({ field: z.string(), from: z.string(), to: z.string() }))
      .describe('none = it is as it was'),
    wentAlong: z.number().describe('refusals of what was given up that stand against the person now'),
  }),
  positional: ['lead'],
  errors: [
    ...['no-such-lead', 'several-leads', 'unknown-field', 'unusable-value', 'nothing-given'],
    ...['changed-meanwhile', 'belongs-to-another'],
  ],
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  examples: [
    {
      command: 'lead change jane@acme.com --set title=CTO --set owner=kim@ours.com',
      says: 'campaigns look at her anew',
    },
    {
      command: 'lead change jane@acme.com --set tags="vip; fair" --seen tags=vip',
      says: 'only if she has this tag alone, as you saw it',
    },
    {
      command: 'lead change jane@acme.com --set basis=consent',
      says: 'on what basis she may be contacted from now on',
    },
    { command: 'lead change jane@acme.com --set email=jane@new.com', says: 'what she refused is refused there too' },
  ],
  async run({ engine, workspaceId }, { lead, set, seen }) {
    if (Object.keys(set).length === 0)
      throw new Refusal('nothing-given', 'nothing is to be changed', 'give at least one --set field=value');
    const leadId = await leadIdOf(engine, workspaceId, lead);
    const { changes, wentAlong } = await changeLead(engine, { workspaceId, leadId, set, seen });
    return { leadId, changes: changesTold(changes), wentAlong };
  },
});
