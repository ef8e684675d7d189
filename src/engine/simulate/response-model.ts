/**
 * What recipients are assumed to do in a simulation: the user's own figures, never a claim. Every answer is drawn from
 * the hash of seed and intent key, so the same seed gives the same answers in any order of asking.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EventKind } from '../../domain/event.ts';

const share = (says: string, standard: number) => z.number().min(0).max(1).default(standard).describe(says);

/** Shares (0–1) of delivered messages that are assumed to be answered so. */
export const responseModelSchema = z
  .object({
    bounced: share('share of messages to an address that bounces', 0.01),
    opened: share('share opened by a person', 0.35),
    clicked: share('share clicked by a person', 0.04),
    replied: share('share answered', 0.03),
    optedOut: share('share that opt out', 0.004),
    complained: share('share reported as spam', 0.0005),
    booked: share('share that book a meeting', 0.006),
    answered: share('share of calls that a person answers', 0.25),
    voicemail: share('share of calls that a machine answers', 0.4),
    /** Answers come within this many hours, early ones more often. */
    withinHours: z.number().min(1).max(720).default(48).describe('answers come within this many hours'),
  })
  .strict();

/** Assumed answers, complete. */
export type ResponseModel = z.infer<typeof responseModelSchema>;

/** Each of them with its bounds, as the schema has it. */
export const ASSUMPTIONS: readonly Assumption[] = Object.entries(
  z.toJSONSchema(responseModelSchema, { io: 'input' }).properties as Record<string, z.core.JSONSchema.NumberSchema>,
).map(([name, { description = '', default: standard, minimum = 0, maximum = 1 }]) => ({
  ...{ name, says: description, standard: standard as number, least: minimum, most: maximum },
}));

/** One of them. */
export interface Assumption {
  readonly name: string;
  readonly says: string;
  readonly standard: number;
  readonly least: number;
  readonly most: number;
}

/** Nobody answers: what is sent then is decided by the engine alone. */
export const NO_RESPONSES: ResponseModel = {
  bounced: 0,
  opened: 0,
  clicked: 0,
  replied: 0,
  optedOut: 0,
  complained: 0,
  booked: 0,
  answered: 0,
  voicemail: 0,
  withinHours: 48,
};

/** One assumed answer to one message. */
export interface AssumedAnswer {
  readonly kind: EventKind;
  /** After the message was sent, ms. */
  readonly afterMs: number;
}

const HOUR_MS = 3_600_000;
/** A bounce comes back within minutes. */
const BOUNCE_AFTER_MS = 2 * 60_000;

/** What the recipient of one message is assumed to do. */
export function assumedAnswers(model: ResponseModel, seed: number, intentKey: string): readonly AssumedAnswer[] {
  const draw = draws(`${seed}:${intentKey}`);
  if (draw(0) < model.bounced) return [{ kind: 'bounced', afterMs: BOUNCE_AFTER_MS }];
  const kinds: readonly (readonly [EventKind, number])[] = [
    ['opened', model.opened],
    ['clicked', model.clicked],
    ['replied', model.replied],
    ['opted-out', model.optedOut],
    ['complained', model.complained],
    ['booked', model.booked],
  ];
  const within = model.withinHours * HOUR_MS;
  // The square of an even draw: half of the answers come in the first quarter of the time.
  return kinds.flatMap(([kind, chance], i) =>
    draw(2 * i + 1) < chance ? [{ kind, afterMs: Math.ceil(draw(2 * i + 2) ** 2 * within) }] : [],
  );
}

/** How a call is assumed to end: answered, by a machine, or by nobody. */
export function assumedEnd(model: ResponseModel, seed: number, intentKey: string) {
  const drawn = draws(`${seed}:${intentKey}:end`)(0);
  if (drawn < model.answered) return { outcome: 'answered', reason: 'user_hangup' };
  if (drawn < model.answered + model.voicemail) return { outcome: 'voicemail', reason: 'voicemail_reached' };
  return { outcome: 'no-answer', reason: 'dial_no_answer' };
}

/** Numbers in [0, 1) by position, all from one hash. */
function draws(text: string): (position: number) => number {
  const bytes = createHash('sha512').update(text).digest();
  return (position) => bytes.readUInt32BE((position * 4) % 64) / 2 ** 32;
}
