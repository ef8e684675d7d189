/** Settings of addresses that providers call: name, provider, secrets. */
import { z } from 'zod';

const PROVIDERS = [
  'calcom',
  'calendly',
  'highlevel',
  'hubspot',
  'postmark',
  'retell',
  'sendgrid',
  'ses',
  'standard-webhooks',
  'twilio',
] as const;

/** A provider whose calls we can prove and read. */
export type HookProvider = (typeof PROVIDERS)[number];

/** Providers that sign the address they call: without a public one, none of their calls is believed. */
export const SIGN_THE_ADDRESS: ReadonlySet<HookProvider> = new Set(['twilio', 'hubspot']);

/** One address, `/hooks/<provider>/<name>`. Secrets are what the provider signs with; two stand side by side while one is replaced. */
export const HookSettingsSchema = z.strictObject({
  provider: z.enum(PROVIDERS, { error: `a provider: ${PROVIDERS.join(', ')}` }),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens'),
  secrets: z.array(z.string().min(8, 'at least 8 characters')).min(1, 'at least one secret').max(10),
  /** Who answers STOP, START and HELP that come by it; Rekindle only where texts leave by the same provider, and its own answers are switched off. */
  confirms: z.enum(['provider', 'rekindle']).default('provider'),
});
