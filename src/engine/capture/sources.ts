/** The sources that a workspace fetches leads from: those of the configuration, then its connections, the oldest first. */
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { HarvestAsk, LeadSource } from '../source-port.ts';

/** The sources of an instance that have all they need. */
function configuredSources({ leadSources }: Engine['parts']): readonly LeadSource[] {
  return (leadSources ?? []).filter((source) => source.configured());
}

/** Those that leads are fetched from, in the order in which they are asked. `home`: those of the configuration are its own. */
export async function sourcesOf(engine: Engine, workspaceId: string, home = true): Promise<readonly LeadSource[]> {
  return (await everySource(engine, workspaceId, home)).filter(({ fetches }) => fetches !== false);
}

/** The same with those that are asked for no more than what known leads lack. */
export async function everySource(engine: Engine, workspaceId: string, home = true): Promise<readonly LeadSource[]> {
  const sources = home ? [...configuredSources(engine.parts)] : [];
  const { connector } = engine.parts;
  if (!connector) return sources;
  for (const connection of await engine.store.connections.list(workspaceId, LIMITS.connectionsOnRecord)) {
    const asked = engine.connections.asked(connection);
    const source = asked && (await connector.leads(asked));
    if (source?.configured()) sources.push(source);
  }
  return sources;
}

/** Which ids of a source's vendor are known in the workspace. */
export function knownOf(
  { store }: Engine,
  workspaceId: string,
  { name, vendor = name }: LeadSource,
): HarvestAsk['known'] {
  return async (externalIds) => {
    const head = `x:${vendor}|`;
    const held = await store.sources.held(
      workspaceId,
      externalIds.map((id) => head + id),
    );
    return new Set([...held].map((key) => key.slice(head.length)));
  };
}
