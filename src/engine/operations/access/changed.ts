/**
 * What an act is about, as it stands: asked before and after it, for the log of acts. Knows the nouns whose rows tell a person
 * something; of the others nothing is told. Never holds a secret.
 */
import type { Engine } from '../../engine.ts';
import { leadIdOf } from '../find.ts';
import type { Operation, OperationContext } from '../operation.ts';

type Given = Readonly<Record<string, unknown>>;
type Look = (engine: Engine, workspaceId: string, input: Given) => Promise<unknown>;

const LOOKS: Readonly<Record<string, Look>> = {
  workspace: async ({ store }, workspaceId) => {
    const found = await store.workspaces.get(workspaceId);
    return found && { mode: found.mode, settings: found.settings };
  },
  campaign: async ({ store }, workspaceId, { campaign, name }) => {
    const ref = nameIn(campaign) ?? nameIn(name) ?? (await onlyCampaign(store, workspaceId));
    const found = ref === null ? null : await store.campaigns.get(workspaceId, ref);
    if (!found) return found;
    const { name: named, state, playbookHash: playbook, audience, sender } = found;
    return { name: named, state, playbook, audience, sender };
  },
  lead: async (engine, workspaceId, { lead }) => {
    const id = nameIn(lead) === null ? null : await leadIdOf(engine, workspaceId, String(lead)).catch(() => null);
    const story = id && (await engine.store.leads.story(workspaceId, id, engine.suppressionKeys));
    if (!story) return story;
    const { values, attributes, basis } = story.lead;
    return { values, attributes, basis };
  },
  routine: async ({ store }, workspaceId, { name }) => {
    const found = (await store.routines.list(workspaceId, ROUTINES)).find((routine) => routine.name === name);
    return found ? { enabled: found.enabled, operation: found.operation, said: found.said } : null;
  },
  connection: async ({ store }, workspaceId, { connection, name }) => {
    const ref = nameIn(connection) ?? nameIn(name);
    const found = ref === null ? null : await store.connections.get(workspaceId, ref);
    return found && { name: found.name, provider: found.provider, settings: found.settings, revision: found.revision };
  },
  halt: ({ store }) => store.instance.halts(),
  user: async ({ store }, _workspaceId, { email }) => {
    const found = await store.access.userByEmail(String(email).toLowerCase());
    const roles = found ? await store.access.rolesOf(found.id) : [];
    return found && roles.map(({ workspaceId, role }) => ({ workspace: workspaceId || null, role }));
  },
};
const ROUTINES = 1_000;

/** As it stands now; undefined = of this noun nothing is told. */
export async function stateOf(
  { engine, workspaceId }: Pick<OperationContext, 'engine' | 'workspaceId'>,
  { noun }: Operation,
  input: unknown,
): Promise<unknown> {
  return LOOKS[noun]?.(engine, workspaceId, (input ?? {}) as Given);
}

function nameIn(given: unknown): string | null {
  return typeof given === 'string' ? given : null;
}

async function onlyCampaign(store: Engine['store'], workspaceId: string): Promise<string | null> {
  const [only, other] = await store.campaigns.list(workspaceId, 2);
  return only && !other ? only.id : null;
}
