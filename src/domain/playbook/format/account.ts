/** How a sequence says that it works accounts: its `account` section, and the plan that this becomes. Checks no reference. */
import { z } from 'zod';
import { type AccountPlan, CONFLICT_KINDS, POLICIES, STANDARD_PLAN, WAYS } from '../../account/plan.ts';
import { LIMITS } from '../../limits.ts';
import { durationDays, durationHours } from './duration.ts';

const policy = z.enum(POLICIES);
const stepIds = z.array(z.string().min(1)).max(LIMITS.sequenceSteps);
const gap = z.union([z.int().min(0).max(LIMITS.accountGapDays), durationDays]).describe('Days: 2, or 2d.');
const count = z.int().min(1).max(LIMITS.accountTouches);

/** The `account` section of a sequence. */
export const accountSchema = z.strictObject({
  touchpoints: count.default(STANDARD_PLAN.touchpoints).describe('Touchpoints of one account, after which it is over.'),
  gaps: z
    .array(gap)
    .min(1)
    .max(LIMITS.accountTouches)
    .default([...STANDARD_PLAN.gapDays])
    .describe('Days from one touchpoint of the account to the next; the last one repeats.'),
  ways: z
    .array(z.enum(WAYS))
    .min(1)
    .default([...STANDARD_PLAN.ways])
    .describe('Ways in the order in which they escalate.'),
  triesPerWay: count
    .default(STANDARD_PLAN.triesPerWay)
    .describe('Tries by one way with one contact before the next way.'),
  firstContact: z
    .int()
    .min(0)
    .max(LIMITS.accountTouches)
    .default(STANDARD_PLAN.firstContactTouches)
    .describe('Touchpoints of the first contact, before colleagues are turned to.'),
  activeContacts: z
    .int()
    .min(1)
    .max(LIMITS.accountContacts)
    .default(STANDARD_PLAN.activeContacts)
    .describe('Contacts that are given time to answer at once.'),
  answerWithin: durationHours.prefault(`${STANDARD_PLAN.answerHours}h`).describe('Time to answer a touchpoint.'),
  colleagueAfter: durationDays
    .prefault(`${STANDARD_PLAN.colleagueAfterDays}d`)
    .describe('Days after the first touchpoint of a contact before a colleague is told of it.'),
  conflicts: z
    .partialRecord(z.enum(CONFLICT_KINDS), policy)
    .default({})
    .describe('What becomes of what stands against going on; kinds that are left out stay as they are.'),
  contact: stepIds.min(1).describe('Ids of the steps for a contact: each try by a way takes the next one of that way.'),
  colleague: stepIds.default([]).describe('Ids of the steps for colleagues of somebody who was touched.'),
});

/** An `account` section as read. */
export type AccountSource = z.output<typeof accountSchema>;

/** The plan of a section; what it leaves out is the standard. */
export function accountPlanOf(source: AccountSource): AccountPlan {
  const { touchpoints, gaps, ways, triesPerWay, firstContact, activeContacts, contact, colleague } = source;
  return {
    ...{ touchpoints, gapDays: gaps, ways, triesPerWay, firstContactTouches: firstContact, activeContacts },
    answerHours: source.answerWithin,
    colleagueAfterDays: source.colleagueAfter,
    conflicts: { ...STANDARD_PLAN.conflicts, ...source.conflicts },
    ...{ contact, colleague },
  };
}
