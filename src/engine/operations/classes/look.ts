/** Operations that look at classes: their sections, a lead in one, and what is proposed. They change nothing. */
import { z } from 'zod';
import { CLASS_ACTIONS } from '../../../domain/course/next-action.ts';
import { countProposals } from '../../../domain/course/scan.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import { scanned } from '../../classes/scan.ts';
import { standingOf } from '../../classes/standing.ts';
import { leadRef } from '../find.ts';
import { operation } from '../operation.ts';
import { classOf, classRef, learnerKeyOf, learnerRow, learnerShown, notInClass, timeOf } from './shape.ts';

const LOOK = {
  noun: 'class',
  kind: 'query',
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
} as const;

/** `class sections`. */
export const classSections = operation({
  ...LOOK,
  verb: 'sections',
  command: 'class sections',
  summary: 'The sections of a class, by whose ids progress is told',
  input: z.strictObject({ class: classRef }),
  output: z.object({
    class: z.string(),
    title: z.string(),
    sections: z.array(z.object({ id: z.string(), title: z.string(), questions: z.number(), prompts: z.number() })),
  }),
  positional: [],
  errors: ['no-such-class', 'which-class'],
  examples: [{ command: 'class sections', says: 'what a class elsewhere must name' }],
  async run(context, input) {
    const { id, title, sections } = await classOf(context, input.class);
    const rows = sections.map((one) => ({
      id: one.id,
      title: one.title,
      questions: one.questions.length,
      prompts: one.prompts.length,
    }));
    return { class: id, title, sections: rows };
  },
});

/** `class show`. */
export const classShow = operation({
  ...LOOK,
  verb: 'show',
  command: 'class show',
  summary: 'How a lead stands in a class: how far, how warm and why, what is next, links',
  input: z.strictObject({ lead: leadRef, class: classRef }),
  output: learnerRow.extend({
    says: z.string(),
    canFinalise: z.boolean(),
    components: z.array(z.object({ name: z.string(), points: z.number(), because: z.string(), says: z.string() })),
    map: z
      .array(z.object({ id: z.string(), title: z.string(), part: z.string().nullable(), done: z.boolean() }))
      .describe('the sections in their order'),
    sectionsDone: z.array(z.string()),
    invites: z.array(
      z.object({
        id: z.string(),
        sentAt: z.string().nullable(),
        firstUsedAt: z.string().nullable(),
        expiresAt: z.string().nullable(),
        revokedAt: z.string().nullable(),
      }),
    ),
    answers: z.array(z.object({ section: z.string(), prompt: z.number(), text: z.string() })),
  }),
  positional: ['lead'],
  errors: ['no-such-lead', 'several-leads', 'no-such-class', 'which-class', 'not-in-class'],
  examples: [{ command: 'class show jane@acme.com', says: 'before you ring her' }],
  async run(context, input) {
    const { engine } = context;
    const course = await classOf(context, input.class);
    const key = await learnerKeyOf(context, course, input.lead);
    const learner = await engine.store.classes.learner(key);
    if (learner === null) throw notInClass(input.lead);
    const standing = standingOf(learner, course, engine.clock.now());
    const sectionsDone = standing.state?.done.map(({ section }) => section) ?? [];
    return {
      ...learnerShown(key.leadId, course, standing),
      says: reasonText(standing.recommendation.reason.code).says,
      canFinalise: standing.canFinalise,
      components: standing.temperature.components.map(({ name, points, reason }) => {
        return { name, points, because: reason.code, says: reasonText(reason.code).says };
      }),
      sectionsDone,
      map: course.sections.map(({ id, title, part }) => ({ id, title, part, done: sectionsDone.includes(id) })),
      invites: learner.invites.map(({ id, sentAt, firstUsedAt, expiresAt, revokedAt }) => ({
        id,
        sentAt: timeOf(sentAt),
        firstUsedAt: timeOf(firstUsedAt),
        expiresAt: timeOf(expiresAt),
        revokedAt: timeOf(revokedAt),
      })),
      answers: [...learner.reflections],
    };
  },
});

/** `class scan`. */
export const classScan = operation({
  ...LOOK,
  verb: 'scan',
  command: 'class scan',
  summary: 'What is to be done about each lead of a class, and why; it proposes, and does nothing',
  input: z.strictObject({
    class: classRef,
    action: z.enum(CLASS_ACTIONS).optional().describe('only these'),
    limit: z.int().min(1).max(LIMITS.classScanned).default(100).describe('how many are named; all are counted'),
  }),
  output: z.object({
    class: z.string(),
    scanned: z.number(),
    byAction: z.record(z.string(), z.number()),
    byReason: z.record(z.string(), z.number()),
    /** Done with the class, and no final word was said. */
    toFinalise: z.number(),
    leads: z.array(learnerRow),
  }),
  positional: [],
  errors: ['no-such-class', 'which-class'],
  examples: [
    { command: 'class scan', says: 'everything' },
    { command: 'class scan --action ready-for-booking', says: 'whom to ring' },
  ],
  async run(context, input) {
    const { engine, workspaceId } = context;
    const course = await classOf(context, input.class);
    const proposals: Parameters<typeof countProposals>[0][number][] = [];
    const leads: z.output<typeof learnerRow>[] = [];
    let toFinalise = 0;
    for await (const { learner, standing } of scanned(engine, workspaceId, course)) {
      const { recommendation } = standing;
      proposals.push(recommendation);
      if (recommendation.finalises && learner.enrollment.finalizedAt === null) toFinalise += 1;
      const isWanted = input.action === undefined || recommendation.action === input.action;
      if (isWanted && leads.length < input.limit) leads.push(learnerShown(learner.enrollment.leadId, course, standing));
    }
    return { class: course.id, scanned: proposals.length, ...countProposals(proposals), toFinalise, leads };
  },
});
