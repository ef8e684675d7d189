/** Sources of leads by the provider of a connection. A further one is one line. What is not used is not loaded. */
import type { Asked } from '../domain/connection/asked.ts';
import type { Speech } from '../engine/crm-port.ts';
import type { LeadSource } from '../engine/ports.ts';

type Open = (asked: Asked, speech: Speech) => LeadSource;

const OPENERS: Readonly<Record<string, () => Promise<Open>>> = {
  highlevel: async () => (await import('./highlevel/adapter.ts')).highlevelSource,
  hubspot: async () => (await import('./hubspot/adapter.ts')).hubspotSource,
};

/** The source of a connection; null = none, or its owner did not say that leads are fetched by it. */
export async function openSource(asked: Asked, speech: Speech): Promise<LeadSource | null> {
  if (asked.settings.harvest !== 'yes') return null;
  return (await OPENERS[asked.provider]?.())?.(asked, speech) ?? null;
}
