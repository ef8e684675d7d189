/** The schemas of the sections that other rooms own, under the names by which playbook.yaml knows them. */
import { z } from 'zod';
import { SIZE_BANDS } from '../../score/company-size.ts';
import { COMPANY_STAGES } from '../../score/company-stage.ts';

const THEN = 'then';
const expression = z.string().min(1);
const base = { name: z.string().min(1), half: z.enum(['icp', 'opportunity']), weight: z.number().positive() };
const texts = z.array(z.string());

function standard<R extends string, T extends z.ZodType>(rule: R, target: T) {
  return z.strictObject({ kind: z.literal('standard'), ...base, rule: z.literal(rule), target });
}

const standardPart = z.discriminatedUnion('rule', [
  standard('companySize', z.array(z.enum(SIZE_BANDS)).min(1)),
  standard('industry', z.strictObject({ wanted: texts, related: texts.default([]) })),
  standard('revenue', z.strictObject({ min: z.number().nullable(), max: z.number().nullable() })),
  standard('location', texts),
  standard('technology', texts),
  standard('companyStage', z.array(z.enum(COMPANY_STAGES)).min(1)),
  standard('role', z.strictObject({ titles: texts, departments: texts.default([]) })),
  standard('seniority', z.null().default(null)),
  standard('intent', z.null().default(null)),
  standard('budget', z.strictObject({ enough: z.number().positive() })),
  standard('timeline', z.null().default(null)),
]);
const expressionPart = z.strictObject({ kind: z.literal('expression'), ...base, points: expression });

const rubricSchema = z.strictObject({
  parts: z.array(z.discriminatedUnion('kind', [standardPart, expressionPart])).min(1),
  tiers: z
    .strictObject({ hot: z.number(), warm: z.number(), cool: z.number() })
    .default({ hot: 0.85, warm: 0.65, cool: 0.4 }),
  intentBoost: z
    .strictObject({ enabled: z.boolean().default(true), from: z.number().default(0.5), add: z.number().default(0.15) })
    .prefault({}),
  intent: z.strictObject({ domains: z.record(z.string(), z.number()).default({}) }).prefault({}),
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
