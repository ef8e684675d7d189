/** What a Retell account needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';

/** Settings of one account that calls. */
export const RetellSettingsSchema = z.strictObject({
  apiKey: z.string().min(1),
  /** Our number, E.164, bought from or brought to Retell. */
  from: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +12025550123')
    .optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.retellai.com'),
  /** Calls being placed at a time; how many may ring at once is Retell's own limit. */
  concurrency: z.int().min(1).max(LIMITS.apiCalls).default(2),
  timeoutMs: z.int().min(100).max(120_000).default(30_000),
  /** How long after an attempt its absence from the list is believed, milliseconds. */
  settleMs: z.int().min(0).max(86_400_000).default(120_000),
});

/** Settings as used, every default filled in. */
export type RetellSettings = z.output<typeof RetellSettingsSchema>;
