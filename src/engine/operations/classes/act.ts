/** Operations on leads of a class: links, progress, a person's choice, a reset, and acting on what is proposed. */
import { z } from 'zod';
import { reasonText } from '../../../domain/reason.ts';
import { addressOf, makeLink } from '../../classes/links.ts';
import { recordProgress } from '../../classes/progress.ts';
import { resetLearner } from '../../classes/remove.ts';
import { actOnClass } from '../../classes/scan.ts';
import { leadRef } from '../find.ts';
import { operation, Refusal } from '../operation.ts';
import { classOf, classRef, learnerKeyOf, notInClass, timeOf } from './shape.ts';

const ACT = {
  noun: 'class',
  kind: 'command',
  role: 'operator',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
} as const;
const ERRORS = ['no-such-lead', 'several-leads', 'no-such-class', 'which-class'];
const instant = z.iso.datetime({ offset: true });

/** `class invite`. */
export const classInvite = operation({
  ...ACT,
  verb: 'invite',
  command: 'class invite',
  summary: 'Make a link to a class for a lead; it is sent by you, or by a sequence whose words name classUrl',
  input: z.strictObject({
    lead: leadRef,
    class: classRef,
    id: z.string().min(1).max(100).optional().describe('name of the link; the same one twice is one link'),
    sent: z.boolean().default(false).describe('it was sent, now'),
    channel: z.string().min(1).max(20).optional().describe('how it was sent: email, sms, chat'),
  }),
  output: z.object({
    invite: z.string(),
    leadId: z.string(),
    class: z.string(),
    url: z.string(),
    sentAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
    good: z.boolean(),
  }),
  positional: ['lead'],
  errors: [...ERRORS, 'link-of-another'],
  undo: 'class revoke',
  examples: [
    { command: 'class invite jane@acme.com', says: 'a link to put into a message of your own' },
    { command: 'class invite jane@acme.com --sent --channel chat', says: 'and you have sent it' },
  ],
  async run(context, { lead, id, sent, channel, ...input }) {
    const { engine } = context;
    const course = await classOf(context, input.class);
    const key = await learnerKeyOf(context, course, lead);
    const now = engine.clock.now();
    const wish = { channel: channel ?? null, sentAt: sent ? now : null, reuse: id === undefined };
    const invite = await makeLink(engine, course, key, { ...wish, ...(id !== undefined && { id }) });
    if (invite === null || invite.leadId !== key.leadId || invite.course !== key.course) {
      throw new Refusal('link-of-another', `the link “${id}” is another lead's`, 'choose another --id');
    }
    return {
      invite: invite.id,
      leadId: key.leadId,
      class: course.id,
      url: addressOf(engine, course, invite),
      sentAt: timeOf(invite.sentAt),
      expiresAt: timeOf(invite.expiresAt),
      good: invite.revokedAt === null && invite.expiresAt > now,
    };
  },
});

/** `class revoke`. */
export const classRevoke = operation({
  ...ACT,
  verb: 'revoke',
  command: 'class revoke',
  summary: 'End all links of a lead to a class; what was done there stays',
  input: z.strictObject({ lead: leadRef, class: classRef }),
  output: z.object({ revoked: z.number() }),
  positional: ['lead'],
  errors: ERRORS,
  examples: [{ command: 'class revoke jane@acme.com', says: 'a link went to somebody else' }],
  async run(context, input) {
    const { engine } = context;
    const course = await classOf(context, input.class);
    const key = await learnerKeyOf(context, course, input.lead);
    return { revoked: await engine.store.classes.revoke(key, engine.clock.now()) };
  },
});

/** `class progress`. */
export const classProgress = operation({
  ...ACT,
  verb: 'progress',
  command: 'class progress',
  summary: 'Say that a lead has done a section; sequences, signals and people hear of it',
  input: z.strictObject({
    lead: leadRef,
    section: z.string().min(1).describe('id of the section'),
    class: classRef,
    at: instant.optional().describe('when, 2026-03-01T09:00:00Z; now by default'),
    origin: z.string().min(1).default('manual').describe('who tells it'),
    originId: z.string().min(1).optional().describe('its id there; the same one twice is one report'),
    score: z.number().optional().describe('score of the quiz, 0–100'),
    tries: z.int().min(1).default(1).describe('tries that the quiz took'),
  }),
  output: z.object({ became: z.enum(['recorded', 'known', 'no-such-lead', 'before-reset']) }),
  positional: ['lead', 'section'],
  errors: [...ERRORS, 'class-no-such-section', 'class-score-impossible'],
  examples: [{ command: 'class progress jane@acme.com P1_S1', says: 'of a class that is held elsewhere' }],
  async run(context, { lead, section, at, origin, originId, score, tries, ...input }) {
    const { engine } = context;
    const course = await classOf(context, input.class);
    const { workspaceId, leadId } = await learnerKeyOf(context, course, lead);
    const became = await recordProgress(engine, course, {
      workspaceId,
      leadId,
      section,
      at: at === undefined ? engine.clock.now() : Date.parse(at),
      origin,
      originId: originId ?? engine.ids.next('own'),
      quiz: score === undefined ? null : { score, tries },
    });
    if (typeof became === 'string') return { became };
    const { says, remedy } = reasonText(became.refused);
    throw new Refusal(became.refused, says, remedy);
  },
});

/** `class choose`. */
export const classChoose = operation({
  ...ACT,
  verb: 'choose',
  command: 'class choose',
  summary: 'Say that a lead is to be offered a call, however far it is; or take that back',
  input: z.strictObject({ lead: leadRef, class: classRef, no: z.boolean().default(false).describe('take it back') }),
  output: z.object({ chosen: z.boolean() }),
  positional: ['lead'],
  errors: [...ERRORS, 'not-in-class'],
  examples: [{ command: 'class choose jane@acme.com', says: 'she said so on the phone' }],
  async run(context, { lead, no, ...input }) {
    const course = await classOf(context, input.class);
    const key = await learnerKeyOf(context, course, lead);
    const { store, clock } = context.engine;
    if (!(await store.classes.choose(key, no ? null : clock.now()))) throw notInClass(lead);
    return { chosen: !no };
  },
});

/** `class reset`. */
export const classReset = operation({
  ...ACT,
  verb: 'reset',
  command: 'class reset',
  summary: 'Remove what a lead did in a class: sections, tries, answers, the final word; events in the ledger stay',
  input: z.strictObject({
    lead: leadRef,
    class: classRef,
    confirm: z.boolean().default(false).describe('without it nothing is done'),
    links: z.boolean().default(false).describe('end its links as well'),
  }),
  output: z.object({ reset: z.boolean() }),
  effect: 'irreversible',
  preview: 'class show',
  positional: ['lead'],
  errors: [...ERRORS, 'not-in-class', 'not-confirmed'],
  examples: [{ command: 'class reset jane@acme.com --confirm', says: 'as if she had never begun' }],
  async run(context, { lead, confirm, links, ...input }) {
    const course = await classOf(context, input.class);
    const key = await learnerKeyOf(context, course, lead);
    if (!confirm) {
      throw new Refusal('not-confirmed', 'a reset cannot be taken back', 'add --confirm if that is what you want');
    }
    if (!(await resetLearner(context.engine, course, key, links))) throw notInClass(lead);
    return { reset: true };
  },
});

/** `class act`. */
export const classAct = operation({
  ...ACT,
  kind: 'job',
  verb: 'act',
  command: 'class act',
  summary: 'Act on what class scan proposes: final words that are due, and whom to ring, told once',
  input: z.strictObject({ class: classRef }),
  output: z.object({ finalised: z.number(), told: z.number() }),
  preview: 'class scan',
  positional: [],
  errors: ['no-such-class', 'which-class'],
  examples: [
    { command: 'class act', says: 'now' },
    { command: 'routine add class --operation "class act" --cron "0 * * * *"', says: 'every hour by itself' },
  ],
  async run(context, input) {
    const course = await classOf(context, input.class);
    return actOnClass(context.engine, context.workspaceId, course);
  },
});
