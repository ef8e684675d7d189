/** What an incoming webhook of Slack needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';

/** Settings of the incoming webhook. Its address is a secret: whoever knows it may write into the channel. */
export const AlertSlackSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'an address such as https://hooks.slack.com/services/…' }),
  /** Lets it reach this machine and private networks, also over plain HTTP. */
  allowPrivate: z.boolean().default(false),
  timeoutMs: z.int().min(100).max(60_000).default(10_000),
});

/** Settings as used. */
export type AlertSlackSettings = z.output<typeof AlertSlackSettingsSchema>;
