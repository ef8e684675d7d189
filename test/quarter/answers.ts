/**
 * What people do with what reaches them: by channel and job, drawn from the seed and the intent, so that the same message is answered alike
 * whoever sends it. Owns the shares; they are assumptions, and no claim about anybody.
 */
import type { EventKind } from '../../src/domain/event.ts';
import type { MessageChannel } from '../../src/domain/message.ts';
import { drawsOf, oneOf } from './chance.ts';
import type { Job } from './people.ts';
import { BUYERS, SAYINGS, SELLERS } from './words.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SECTIONS = ['P1_S1', 'P1_S2', 'P1_S3', 'P2_S1', 'P2_S2', 'P2_S3', 'P3_S1', 'P3_S2', 'P3_S3'];

/** A message that reached somebody. */
export interface Reached {
  readonly intentKey: string;
  readonly leadId: string;
  readonly job: Job;
  readonly channel: MessageChannel;
  readonly template: string;
  /** Texts that the lead has written so far. */
  readonly turns: number;
}

/** What somebody does some time after. */
export interface Deed {
  readonly afterMs: number;
  /** Null = a section of the class. */
  readonly kind: EventKind | null;
  readonly text: string | null;
}

/** What comes of a message. */
export function deedsOf(seed: number, reached: Reached): readonly Deed[] {
  const draw = drawsOf(seed, reached.intentKey);
  if (reached.channel === 'voice') return [];
  if (reached.channel === 'sms') return bySms(reached, draw, drawsOf(seed, reached.leadId));
  if (draw(0) < 0.015) return [{ kind: 'bounced', afterMs: 2 * MINUTE_MS, text: null }];
  const deeds = MAIL.flatMap(([kind, share], i) => {
    const afterMs = Math.ceil(draw(2 * i + 2) ** 2 * 2 * DAY_MS);
    return draw(2 * i + 1) < share ? [{ kind, afterMs, text: kind === 'replied' ? sentence(draw) : null }] : [];
  });
  return reached.job === 'cold-class' && reached.template === 'invite'
    ? [...deeds, ...lessons(drawsOf(seed, `${reached.intentKey}:class`))]
    : deeds;
}

/** Shares of mails. */
const MAIL: readonly (readonly [EventKind, number])[] = [
  ['opened', 0.35],
  ['clicked', 0.05],
  ['replied', 0.06],
  ['opted-out', 0.006],
  ['complained', 0.0006],
  ['booked', 0.008],
];

function sentence(draw: (position: number) => number): string {
  const all = SAYINGS.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw(14) * all;
  const saying = SAYINGS.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return oneOf((saying ?? SAYINGS[0])?.sentences ?? [], draw(15));
}

/** A third of the texts that open are answered, most of the questions that follow; a few say stop. */
function bySms(
  { job, turns }: Reached,
  draw: (position: number) => number,
  character: (position: number) => number,
): Deed[] {
  if (draw(0) < 0.02) return [{ kind: 'replied', afterMs: Math.ceil(draw(1) * HOUR_MS), text: 'STOP' }];
  const lines = scriptOf(job, character);
  const text = lines === null ? sentence(draw) : lines[turns];
  const share = lines === null ? 0.1 : turns === 0 ? 0.3 : 0.75;
  if (text === undefined || draw(2) >= share) return [];
  return [{ kind: 'replied', afterMs: Math.ceil(draw(3) ** 2 * 6 * HOUR_MS), text }];
}

function scriptOf(job: Job, character: (position: number) => number): readonly string[] | null {
  if (job === 'lead-bot-seller') return oneOf(SELLERS, character(0));
  return job === 'lead-bot-buyer' ? oneOf(BUYERS, character(0)) : null;
}

/** One in four begins the class, and gets somewhere in it. */
function lessons(draw: (position: number) => number): Deed[] {
  if (draw(0) >= 0.25) return [];
  let afterMs = Math.ceil(draw(1) * 3 * DAY_MS);
  return SECTIONS.slice(0, 1 + Math.floor(draw(2) ** 2 * SECTIONS.length)).map((text, i) => {
    afterMs += Math.ceil(draw(3 + i) ** 2 * 6 * DAY_MS);
    return { kind: null, afterMs, text };
  });
}
