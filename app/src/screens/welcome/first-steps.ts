/** How far an instance is from its first campaign: read from what is there, so that nothing has to be ticked off. */
import { useAsk } from '../../api/ask.ts';
import type { CampaignRow } from '../../api/shapes.ts';
import { ROLE } from '../../session/roles.ts';
import { useHere } from '../../session/session.tsx';
import { useWorkspace } from '../../shell/instance.ts';

/** The five, in order. */
export const FIRST_STEPS = ['connect', 'leads', 'sender', 'draft', 'launch'] as const;
/** One of them. */
export type FirstStep = (typeof FIRST_STEPS)[number];

/** Where they stand. */
export interface FirstSteps {
  /** Whether all of it has been asked for. */
  readonly known: boolean;
  readonly done: Readonly<Record<FirstStep, boolean>>;
  readonly leads: number;
  /** Whether sample people are in. */
  readonly sample: boolean;
  /** The campaign to go on with; null = there is none. */
  readonly campaign: CampaignRow | null;
  /** An instance without a connection or without leads, which nobody said to pass over. */
  readonly fresh: boolean;
}

const SKIPPED = 'rekindle-welcome-skipped';
const OVER = new Set(['finished', 'cancelled']);

/** Whether the way was passed over in this browser. */
function isSkipped(workspace: string): boolean {
  return localStorage.getItem(`${SKIPPED}:${workspace}`) !== null;
}

/** Passes it over, or takes that back. */
export function skip(workspace: string, yes: boolean): void {
  if (yes) localStorage.setItem(`${SKIPPED}:${workspace}`, '1');
  else localStorage.removeItem(`${SKIPPED}:${workspace}`);
}

/** Asks for all of it; of an admin only. */
export function useFirstSteps(): FirstSteps {
  const { workspace, may } = useHere();
  const how = { enabled: may(ROLE.admin) };
  const connections = useAsk('connections', {}, (client, with_) => client.connections.list({}, with_), how).data;
  const leads = useAsk(
    'leads counted',
    {},
    (client, with_) => client.leads.list({ limit: 1, count: true }, with_),
    how,
  ).data;
  const imports = useAsk('imports', {}, (client, with_) => client.imports.list({}, with_), how).data?.imports ?? [];
  const campaigns = useAsk('campaigns', {}, (client, with_) => client.campaigns.list({}, with_), how).data;
  const shown = useWorkspace().data as { readonly brand?: unknown } | undefined;
  const rows = (campaigns?.campaigns ?? []) as unknown as readonly CampaignRow[];
  const count = leads?.total ?? 0;
  const launched = rows.some(({ state }) => state === 'live' || state === 'paused' || state === 'finished');
  const done = {
    connect: (connections?.connections.length ?? 0) > 0,
    leads: count > 0,
    sender: (shown?.brand ?? null) !== null,
    draft: rows.length > 0,
    launch: launched,
  };
  const known = connections !== undefined && leads !== undefined && campaigns !== undefined;
  return {
    ...{ known, done, leads: count },
    sample: imports.some(({ source, state }) => source === 'sample' && state !== 'undone'),
    campaign: rows.find(({ state }) => !OVER.has(state)) ?? null,
    fresh: known && !(done.connect && done.leads) && !launched && !isSkipped(workspace),
  };
}
