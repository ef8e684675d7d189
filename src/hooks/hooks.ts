/** The providers whose calls we can prove and read, by the name in the address they call. */
import type { Asked } from '../domain/connection/asked.ts';
import type { HookAdapter } from '../engine/hook-port.ts';
import { apolloHook } from './apollo/hook.ts';
import { calcomHook } from './calcom/hook.ts';
import { calendlyHook } from './calendly/hook.ts';
import { formHook, problemsOfForm } from './form/hook.ts';
import { highlevelHook } from './highlevel/hook.ts';
import { hubspotHook } from './hubspot/hook.ts';
import { postmarkHook } from './postmark/hook.ts';
import { retellHook } from './retell/hook.ts';
import { sendgridHook } from './sendgrid/hook.ts';
import { certificates } from './ses/certificate.ts';
import { sesHook } from './ses/hook.ts';
import type { HookProvider } from './settings.ts';
import { standardWebhooksHook } from './standard-webhooks/hook.ts';
import { twilioHook } from './twilio/hook.ts';

/** All of them. */
export const HOOKS: Readonly<Record<HookProvider, HookAdapter>> = {
  calcom: calcomHook,
  calendly: calendlyHook,
  highlevel: highlevelHook,
  hubspot: hubspotHook,
  postmark: postmarkHook,
  retell: retellHook,
  sendgrid: sendgridHook,
  ses: sesHook(certificates()),
  'standard-webhooks': standardWebhooksHook,
  twilio: twilioHook,
};

/** Those that are read by the settings of their connection, or only where there is one. */
const OF_CONNECTIONS: Readonly<Record<string, (asked: Asked) => HookAdapter>> = {
  apollo: () => apolloHook,
  form: formHook,
};

/** How calls by the provider of a connection are proven and read. */
export function hookOfConnection(asked: Asked): HookAdapter {
  return OF_CONNECTIONS[asked.provider]?.(asked) ?? HOOKS[asked.provider as HookProvider];
}

const PROBLEMS: Readonly<Record<string, (asked: Asked) => readonly string[]>> = { form: problemsOfForm };

/** What does not fit together in the settings by which calls are read. */
export function problemsOfHook(asked: Asked): readonly string[] {
  return PROBLEMS[asked.provider]?.(asked) ?? [];
}
