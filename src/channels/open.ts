/**
 * The ways out by provider: which adapter opens a connection of which provider. A further one is one line. What is not used is not loaded.
 */
import type { Asked, Tested } from '../domain/connection/asked.ts';
import type { OpenedWay } from '../engine/ports.ts';
import type { Opener } from './opener.ts';

const OPENERS: Readonly<Record<string, () => Promise<Opener>>> = {
  smtp: async () => (await import('./smtp/connect.ts')).smtpOpener,
  google: async () => (await import('./smtp/connect.ts')).googleOpener,
  microsoft365: async () => (await import('./smtp/connect.ts')).microsoftOpener,
  twilio: async () => (await import('./twilio/connect.ts')).twilioOpener,
  retell: async () => (await import('./retell/connect.ts')).retellOpener,
  highlevel: async () => (await import('./highlevel/connect.ts')).highlevelOpener,
};

/** What does not fit together in settings and secrets, each with its place. */
export async function problemsOfWay(asked: Asked): Promise<readonly string[]> {
  const parsed = (await OPENERS[asked.provider]?.())?.settings(asked);
  if (!parsed || parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'settings'}: ${message}`);
}

/** The ways out of a connection; none = nothing leaves by it. Errors: zod's where `problemsOfWay` finds some. */
export async function openWays(asked: Asked): Promise<readonly OpenedWay[]> {
  return (await OPENERS[asked.provider]?.())?.open(asked) ?? [];
}

/** Asks the provider whether it takes us; null = there is nothing to ask. Never rejects for what the other side does. */
export async function testWay(asked: Asked): Promise<Tested | null> {
  return (await OPENERS[asked.provider]?.())?.test(asked) ?? null;
}
