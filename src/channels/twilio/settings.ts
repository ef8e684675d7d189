/** What a Twilio account needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';
import { LIMITS } from '../../domain/limits.ts';

const sid = (kind: string) => z.string().regex(new RegExp(`^${kind}[0-9a-fA-F]{32}$`), `must be a ${kind}… id`);
const E164 = /^\+[1-9]\d{6,14}$/;

/** Settings of one account that sends texts. Errors (zod): no sender, or two. */
export const TwilioSettingsSchema = z
  .strictObject({
    accountSid: sid('AC'),
    /** The account's token, or the secret of the key. */
    authToken: z.string().min(1),
    /** Id of an API key, where `authToken` is its secret. */
    apiKeySid: sid('SK').optional(),
    /** Our number, E.164. */
    from: z.string().regex(E164, 'must be a number such as +12025550123').optional(),
    /** Or a pool of numbers that Twilio picks from. */
    messagingServiceSid: sid('MG').optional(),
    /** Where Twilio tells what became of a text; the message's id is added as `rekindle_message`. */
    statusCallback: z.url({ protocol: /^https?$/ }).optional(),
    /** Who answers STOP, START and HELP: Twilio, unless its own answers were switched off. */
    confirms: z.enum(['provider', 'rekindle']).default('provider'),
    baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
    /** Texts on their way out at a time. */
    concurrency: z.int().min(1).max(LIMITS.apiCalls).default(4),
    timeoutMs: z.int().min(100).max(120_000).default(20_000),
    /** How long after a send its absence from the list is believed, milliseconds. */
    settleMs: z.int().min(0).max(86_400_000).default(120_000),
  })
  .refine((s) => (s.from === undefined) !== (s.messagingServiceSid === undefined), {
    message: 'give either from or messagingServiceSid',
    path: ['from'],
  });

/** Settings as used, every default filled in. */
export type TwilioSettings = z.output<typeof TwilioSettingsSchema>;
