/** What a webhook for alerts needs to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';

/** Settings of the webhook. */
export const AlertWebhookSettingsSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'an address such as https://ops.acme.com/hooks/rekindle' }),
  /** Signs each alert: `whsec_` and 24 to 64 bytes in base64. Source: Standard Webhooks, "Signature scheme". */
  secret: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/,
      'whsec_ and 24 to 64 bytes in base64; make one: openssl rand -base64 32',
    ),
  /** Lets it reach this machine and private networks, also over plain HTTP. */
  allowPrivate: z.boolean().default(false),
  timeoutMs: z.int().min(100).max(60_000).default(10_000),
});

/** Settings as used. */
export type AlertWebhookSettings = z.output<typeof AlertWebhookSettingsSchema>;
