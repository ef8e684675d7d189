/** Sources of leads by the provider of a connection. A further one is one line. What is not used is not loaded. */
import type { Asked, Tested } from '../domain/connection/asked.ts';
import type { Speech } from '../engine/crm-port.ts';
import type { LeadSource } from '../engine/source-port.ts';

type Open = (asked: Asked, speech: Speech) => LeadSource;

const OPENERS: Readonly<Record<string, () => Promise<Open>>> = {
  apollo: async () => (await import('./apollo/adapter.ts')).apolloSource,
  highlevel: async () => (await import('./highlevel/adapter.ts')).highlevelSource,
  hubspot: async () => (await import('./hubspot/adapter.ts')).hubspotSource,
};

/** The source of a connection; null = none, or its owner did not say that leads are fetched by it, or more of them. */
export async function openSource(asked: Asked, speech: Speech, publicUrl: string | null): Promise<LeadSource | null> {
  if (asked.settings.harvest !== 'yes' && asked.settings.enrich !== 'yes') return null;
  return (await OPENERS[asked.provider]?.())?.(withCallback(asked, publicUrl), speech) ?? null;
}

/** Where it is not said otherwise, what is told later is told at the address of the connection itself. */
function withCallback(asked: Asked, publicUrl: string | null): Asked {
  if (publicUrl === null) return asked;
  return { ...asked, settings: { callbackUrl: `${publicUrl}/hooks/${asked.provider}/${asked.id}`, ...asked.settings } };
}

const TESTS: Readonly<Record<string, () => Promise<(asked: Asked, speech: Speech) => Promise<Tested | null>>>> = {
  apollo: async () => (await import('./apollo/adapter.ts')).testApollo,
};

/** Asks the provider whether it takes us, without cost; null = there is nothing to ask, or its hand-offs ask it. */
export async function testSource(asked: Asked, speech: Speech): Promise<Tested | null> {
  return (await TESTS[asked.provider]?.())?.(asked, speech) ?? null;
}
