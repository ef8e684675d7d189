/** The providers whose calls we can prove and read, by the name in the address they call. */
import type { HookAdapter } from '../engine/hook-port.ts';
import { calcomHook } from './calcom/hook.ts';
import { calendlyHook } from './calendly/hook.ts';
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
