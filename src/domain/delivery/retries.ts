/**
 * How often and how long a message is tried again, by channel (directives/retries.md): the playbook's word, else the workspace's, else
 * the standard. Owns that order and the shape of the settings; what a try comes to is `answer.ts`.
 */
import { z } from 'zod';
import { familyOf } from '../consent/pace/facts.ts';
import type { Channel } from '../consent/regimes.ts';
import { LIMITS } from '../limits.ts';
import { type RetryPolicy, STANDARD_RETRIES } from './answer.ts';

/** What is said of one channel; what is left out is as the next in the order says. */
export type RetryWish = Partial<RetryPolicy>;
/** Channels of which a word may be said; calls by people and by artificial voices are one. */
export const RETRY_CHANNELS = ['email', 'sms', 'voice'] as const;
/** What is said, by channel. */
export type RetryWishes = Partial<Record<(typeof RETRY_CHANNELS)[number], RetryWish>>;

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 1_440 * MINUTE_MS };

/** `5m`, `2h` or `3d`, as milliseconds. */
const duration = (mostMs: number, most: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}[mhd]$/, { abort: true, error: 'not a duration\nWrite minutes, hours or days: 5m, 2h, 3d.' })
    .transform((text) => Number.parseInt(text, 10) * (UNIT_MS[text.slice(-1)] as number))
    .refine((ms) => ms <= mostMs, { error: `too long\nWrite at most ${most}.` });

const wish = z
  .strictObject({
    waits: z
      .array(duration(LIMITS.retryWaitMs, '24h'))
      .max(LIMITS.retryWaits)
      .optional()
      .describe('Waits before the second, third … try: [5m, 15m, 30m]; [] = no second try.'),
    giveUp: duration(LIMITS.retryGiveUpMs, '30d')
      .optional()
      .describe('Age at which a message is given up that only the connection held up: 3d.'),
  })
  .transform(
    ({ waits, giveUp }): RetryWish => ({
      ...(waits === undefined ? {} : { waitsMs: waits }),
      ...(giveUp === undefined ? {} : { giveUpMs: giveUp }),
    }),
  );

/** Retries as they are written, in playbook.yaml or in an operation. */
export const retriesSchema = z
  .strictObject({ email: wish.optional(), sms: wish.optional(), voice: wish.optional() })
  .describe('How often a message is tried again that was put off, by channel; as the workspace says where left out.');

const kept = z.strictObject({ waitsMs: z.array(z.number()).optional(), giveUpMs: z.number().optional() });
/** Retries as a workspace keeps them. */
export const storedRetriesSchema = z.strictObject({
  email: kept.optional(),
  sms: kept.optional(),
  voice: kept.optional(),
}) as z.ZodType<RetryWishes>;

/** The policy of a channel: each part by the first that says it. */
export function retriesFor(channel: Channel, ofPlaybook: RetryWishes, ofWorkspace: RetryWishes): RetryPolicy {
  const family = familyOf(channel);
  return { ...STANDARD_RETRIES, ...ofWorkspace[family], ...ofPlaybook[family] };
}
