/** The ways of hand-offs by provider. A further one is one line. What is not used is not loaded. Never throws for what the other side does. */
import type { Asked, Tested } from '../domain/connection/asked.ts';
import type { HandOffOpener, HandOffWay, Speech } from '../engine/crm-port.ts';

const OPENERS: Readonly<Record<string, () => Promise<HandOffOpener>>> = {
  highlevel: async () => (await import('./highlevel/adapter.ts')).highlevelOpener,
  hubspot: async () => (await import('./hubspot/adapter.ts')).hubspotOpener,
  slack: async () => (await import('./slack/adapter.ts')).slackOpener,
  webhook: async () => (await import('./webhook/adapter.ts')).webhookOpener,
};

/** What does not fit together in settings and secrets, each with its place. */
export async function problemsOfHandOffs(asked: Asked): Promise<readonly string[]> {
  return (await OPENERS[asked.provider]?.())?.problems(asked) ?? [];
}

/** The way of a connection; null = hand-offs do not go by its provider. */
export async function openHandOffs(asked: Asked, speech: Speech): Promise<HandOffWay | null> {
  return (await OPENERS[asked.provider]?.())?.open(asked, speech) ?? null;
}

/** Asks the provider whether it takes us; null = there is nothing to ask. */
export async function testHandOffs(asked: Asked, speech: Speech): Promise<Tested | null> {
  return (await OPENERS[asked.provider]?.())?.test(asked, speech) ?? null;
}
