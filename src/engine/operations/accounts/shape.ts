/** Shapes that the operations on accounts have in common. */
import { z } from 'zod';
import { statusOf } from '../../../domain/account/enrollment.ts';
import { CONFLICT_KINDS, POLICIES } from '../../../domain/account/plan.ts';
import type { ActedOn } from '../../accounts/acts.ts';
import { spoken } from '../../explain.ts';

/** How an account is named in an input. */
export const accountRef = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'name an account')
  .max(200)
  .describe('its id: the domain of the company, or what other systems call it');

/** A reason in words. */
export const ReasonShown = z.object({
  code: z.string(),
  says: z.string(),
  remedy: z.string(),
  facts: z.record(z.string(), z.unknown()),
});

/** One conflict as it is shown. */
export const ConflictShown = z.object({
  kind: z.enum(CONFLICT_KINDS),
  leadId: z.string().nullable(),
  policy: z.enum(POLICIES),
  with: z.string().nullable(),
  says: z.string(),
});

/** What an act on an account answers. */
export const ActShown = z.object({
  account: z.string(),
  status: z.string(),
  changed: z.boolean(),
  outcome: z.string().nullable(),
  reason: ReasonShown.nullable(),
  nextLookAt: z.string().nullable(),
});

/** An act as it is answered. */
export function actShown({ enrollment, changed }: ActedOn): z.output<typeof ActShown> {
  const { accountId, outcome, reason, dueAt } = enrollment;
  return {
    account: accountId,
    status: statusOf(enrollment),
    changed,
    outcome,
    reason: reason && spoken(reason),
    nextLookAt: dueAt === null ? null : new Date(dueAt).toISOString(),
  };
}

/** How much of an account is reached. */
export const CoverageShown = z.object({
  contacts: z.number(),
  reachable: z.number(),
  touched: z.number(),
  answered: z.number(),
  share: z.number(),
});
/** How well. */
export const HealthShown = z.object({ score: z.number(), label: z.string() });
/** How many touchpoints were made, of how many. */
export const TouchpointsShown = z.object({ made: z.number(), planned: z.number().nullable() });
