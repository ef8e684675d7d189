/** The sources that a workspace fetches leads from: those of the configuration, then its connections, the oldest first. */
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { LeadSource } from '../ports.ts';

/** The sources of an instance that have all they need. */
function configuredSources({ leadSources }: Engine['parts']): readonly LeadSource[] {
  return (leadSources ?? []).filter((source) => source.configured());
}

/** All of a workspace, in the order in which they are asked. `home`: those of the configuration are its own. */
export async function sourcesOf(engine: Engine, workspaceId: string, home = true): Promise<readonly LeadSource[]> {
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
