/** The schemas of the sections that other rooms own, under the names by which playbook.yaml knows them. */
import { z } from 'zod';

const THEN = 'then';
const expression = z.string().min(1);
const half = z.enum(['icp', 'opportunity']);
const weight = z.number().positive().max(1);

const rubricSchema = z.strictObject({
  parts: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('standard'),
          name: z.string(),
          half,
          weight,
          rule: z.string(),
          target: z.unknown(),
        }),
        z.strictObject({ kind: z.literal('expression'), name: z.string(), half, weight, points: expression }),
      ]),
    )
    .min(1),
  tiers: z.strictObject({ hot: z.number(), warm: z.number(), cool: z.number() }),
  intentBoost: z.strictObject({ enabled: z.boolean(), from: z.number(), add: z.number() }),
});

const qualificationSchema = z.strictObject({
  minScore: z.number().min(0).max(1).default(0.2),
  minCoverage: z.number().min(0).max(1).default(0.35),
  onUnknown: z.enum(['review', 'pass', 'reject']).default('review'),
  freeMail: z.enum(['allow', 'reject']).default('allow'),
  competitors: z.array(z.string()).default([]),
  rules: z
    .array(z.strictObject({ name: z.string(), when: expression, [THEN]: z.enum(['review', 'reject', 'pass']) }))
    .default([]),
});

const sequenceName = z.string().nullable().default(null);
const routingSchema = z.strictObject({
  sequences: z.strictObject({ hot: sequenceName, warm: sequenceName, cool: sequenceName, cold: sequenceName }),
  conflictsWith: z.array(z.string()).default([]),
  variants: z
    .array(
      z.strictObject({
        name: z.string(),
        when: expression,
        values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
      }),
    )
    .default([]),
});

/** `score`, `qualify` and `route` of playbook.yaml. */
export const SECTIONS = { score: rubricSchema, qualify: qualificationSchema, route: routingSchema } as const;
