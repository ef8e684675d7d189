/** What alerts by e-mail need to be told. Owns the shape and its checks; connects to nothing. */
import { z } from 'zod';

/** Settings of alerts by e-mail; they leave by the SMTP server of the configuration. */
export const AlertEmailSettingsSchema = z.strictObject({
  /** One mailbox that is read; a list behind it is its own affair. */
  to: z.string().regex(/^[^\s<>@\p{Cc}]+@[^\s<>@\p{Cc}]+$/u, 'must be one address, name@domain'),
});

/** Settings as used. */
export type AlertEmailSettings = z.output<typeof AlertEmailSettingsSchema>;
