/**
 * The `score` section of a playbook: its YAML shape, with the weights and bounds that hold where it says nothing.
 * Owns the shape and what is wrong with one. A message may carry its remedy on a second line.
 */
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { SIZE_BANDS } from './company-size.ts';
import { COMPANY_STAGES } from './company-stage.ts';
import type { Half, Rubric, RubricPart, RuleName } from './rubric.ts';

/** Half and weight of each built-in rule where a playbook gives none. Each half adds up to 1. */
export const STANDARD_WEIGHTS: Readonly<Record<RuleName, { readonly half: Half; readonly weight: number }>> = {
  companySize: { half: 'icp', weight: 0.25 },
  industry: { half: 'icp', weight: 0.25 },
  revenue: { half: 'icp', weight: 0.15 },
  location: { half: 'icp', weight: 0.1 },
  technology: { half: 'icp', weight: 0.15 },
  companyStage: { half: 'icp', weight: 0.1 },
  role: { half: 'opportunity', weight: 0.25 },
  seniority: { half: 'opportunity', weight: 0.2 },
  intent: { half: 'opportunity', weight: 0.3 },
  budget: { half: 'opportunity', weight: 0.15 },
  timeline: { half: 'opportunity', weight: 0.1 },
};

const HEAVIEST = 1_000;
const LIGHTEST = 0.000001;
const half = z
  .enum(['icp', 'opportunity'])
  .describe('icp: how well the company fits; opportunity: how ready the person is');
const weight = z.number().min(LIGHTEST).max(HEAVIEST).describe('Share within its half');
const points = z.number().min(0).max(1);

/** A message for a place that takes several shapes; `remedy` says which. */
const shapes = (remedy: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    `${input === undefined ? 'this is missing' : `${JSON.stringify(input)} cannot stand here`}
${remedy}`,
});

/** One word or a list of them; a list in the end. */
const oneOrMore = <Item extends z.ZodType<string, string>>(item: Item, remedy: string) =>
  z.union([item.transform((only) => [only]), z.array(item).min(1)], shapes(remedy));
const word = z.string().min(1);
const words = oneOrMore(word, 'Write a list of words.');
const place = z
  .string()
  .regex(/^[A-Z]{2}(?:-[A-Z0-9]{1,3})?$/, 'this is no place\nWrite a country such as DE, or a state such as US-CA.');

const industries = z.strictObject({
  wanted: z.array(z.string().min(1)).min(1),
  related: z.array(z.string().min(1)).default([]),
});
const roles = z
  .strictObject({ titles: z.array(word).default([]), departments: z.array(word).default([]) })
  .refine(
    ({ titles, departments }) => titles.length + departments.length > 0,
    'this names nobody\nGive titles, departments or both.',
  );
const revenue = z
  .strictObject({
    min: z.number().positive().nullable().default(null),
    max: z.number().positive().nullable().default(null),
  })
  .refine(({ min, max }) => min !== null || max !== null, 'this has no bound\nGive min, max or both.')
  .refine(({ min, max }) => min === null || max === null || min <= max, 'min is above max\nSwap them.');

const noTarget = z
  .null()
  .optional()
  .transform(() => null);
const standard = <Name extends RuleName, Target extends z.ZodType>(rule: Name, target: Target) =>
  z.strictObject({ rule: z.literal(rule), target, half: half.optional(), weight: weight.optional() });

const part = z.discriminatedUnion('rule', [
  standard('companySize', oneOrMore(z.enum(SIZE_BANDS), `Write one or more of: ${SIZE_BANDS.join(', ')}.`)),
  standard(
    'industry',
    z.union(
      [words.transform((wanted) => ({ wanted, related: [] })), industries],
      shapes('Write a list of industries, or { wanted: […], related: […] }.'),
    ),
  ),
  standard('revenue', revenue),
  standard('location', oneOrMore(place, 'Write countries such as DE, or states such as US-CA.')),
  standard('technology', oneOrMore(word, 'Write a list of technologies.')),
  standard('companyStage', oneOrMore(z.enum(COMPANY_STAGES), `Write one or more of: ${COMPANY_STAGES.join(', ')}.`)),
  standard(
    'role',
    z.union(
      [words.transform((titles) => ({ titles, departments: [] })), roles],
      shapes('Write a list of titles, or { titles: […], departments: […] }.'),
    ),
  ),
  standard('seniority', noTarget),
  standard('intent', noTarget),
  standard('budget', z.strictObject({ enough: z.number().positive() })),
  standard('timeline', noTarget),
  z.strictObject({
    rule: z.undefined().optional(),
    points: z.string().min(1).describe('CEL that gives 0 to 1, or null for "not known"'),
    half,
    weight,
  }),
]);

function partNamed(name: string, read: z.output<typeof part>): RubricPart {
  if (read.rule === undefined)
    return { kind: 'expression', name, half: read.half, weight: read.weight, points: read.points };
  const usual = STANDARD_WEIGHTS[read.rule];
  return { ...read, kind: 'standard', name, half: read.half ?? usual.half, weight: read.weight ?? usual.weight };
}

const parts = z
  .record(z.string().min(1), part)
  .refine((named) => Object.keys(named).length > 0, 'there is no part\nAdd at least one.')
  .refine(
    (named) => Object.keys(named).length <= LIMITS.rubricParts,
    `there are more than ${LIMITS.rubricParts} parts\nJoin some.`,
  )
  .transform((named): readonly RubricPart[] => Object.entries(named).map(([name, read]) => partNamed(name, read)));

const tiers = z
  .strictObject({ hot: points.default(0.85), warm: points.default(0.65), cool: points.default(0.4) })
  .refine(
    ({ hot, warm, cool }) => hot > warm && warm > cool,
    'the bounds are not in order\nhot must be above warm, warm above cool.',
  );

const intentBoost = z.strictObject({
  enabled: z.boolean().default(true),
  from: points.default(0.5).describe('Intent from which the score is raised'),
  add: points.default(0.15).describe('Added to the score, once'),
});

const intent = z.strictObject({
  domains: z
    .record(
      z
        .string()
        .regex(
          /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/,
          'this is no domain\nWrite it in small letters, such as acme.com or edu.',
        ),
      points,
    )
    .default({})
    .describe('Intent added for leads at these domains'),
});

/** The `score` section; yields a `Rubric`. */
export const rubricSchema = z
  .strictObject({
    parts,
    tiers: tiers.prefault({}),
    intentBoost: intentBoost.prefault({}),
    intent: intent.prefault({}),
  })
  .transform((rubric): Rubric => rubric);
