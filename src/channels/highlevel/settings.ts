/** What a HighLevel location needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';

/** What leaves by a location, by the word of its setting. */
export const SENDS = {
  texts: ['sms'],
  mails: ['email'],
  both: ['sms', 'email'],
  nothing: [],
} as const satisfies Readonly<Record<string, readonly ('sms' | 'email')[]>>;

/** Settings of one location; those of hand-offs and of leads stand beside them, and are not looked at. */
export const HighLevelSettingsSchema = z.object({
  location: z.string().min(1),
  /** Why texts alone: a mail by HighLevel cannot carry the header by which mail programs offer to unsubscribe. */
  sends: z.enum(['texts', 'mails', 'both', 'nothing']).default('texts'),
  /** Our number, E.164; the location's own where absent. */
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +12025550123')
    .optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://services.leadconnectorhq.com'),
  /** Messages on their way out at a time. */
  concurrency: z.int().min(1).max(LIMITS.apiCalls).default(4),
  timeoutMs: z.int().min(100).max(120_000).default(20_000),
  /** How long after a send its absence from the conversation is believed, milliseconds. */
  settleMs: z.int().min(0).max(86_400_000).default(120_000),
});

/** Settings as used, every default filled in. */
export type HighLevelSettings = z.output<typeof HighLevelSettingsSchema>;
