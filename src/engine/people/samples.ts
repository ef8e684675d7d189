/** Sample people and real messages: nobody is behind their addresses, and mails to such addresses harm the name of whoever sends them. */
import { refusedBy } from '../../domain/consent/refused-row.ts';
import { sampleWays } from '../../domain/lead/sample.ts';
import type { Engine } from '../engine.ts';
import type { ListedSuppression } from '../store-port.ts';

const COUNTRY = 'US';

/** Refuses all ways to sample people who are leads of a workspace; how many refusals are new. */
export async function refuseSamples({ store, keyring, clock }: Engine, workspaceId: string): Promise<number> {
  const list: ListedSuppression[] = [];
  for (const way of sampleWays()) {
    const target = refusedBy(way, COUNTRY);
    if (!target?.leadKey) continue;
    const { kind, value, leadKey } = target;
    const [lead] = await store.leads.find(workspaceId, '', [leadKey]);
    if (lead === undefined) continue;
    const said = { channel: 'all', reason: 'sample', origin: 'manual', at: clock.now() } as const;
    list.push({ leadKey, suppression: { ...said, keyHash: keyring.hash(kind, value), kind, value } });
  }
  return list.length === 0 ? 0 : store.leads.suppressListed(workspaceId, list);
}
