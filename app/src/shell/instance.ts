/** How the instance stands, asked every few seconds by whoever shows it: one question for all of them. */
import { useAsk } from '../api/ask.ts';
import type { RekindleClient } from '../api/client.ts';
import { ROLE } from '../session/roles.ts';
import { useHere } from '../session/session.tsx';

/** Whether it sends, what is stopped, what rests. */
export function useInstance() {
  const { mayEverywhere } = useHere();
  // Whoever works in one workspace is told of that one alone.
  const how = { live: true, enabled: mayEverywhere(ROLE.viewer) };
  return useAsk('instance', {}, (client, with_) => client.instance.show({}, with_), how);
}

/** This workspace: dry or live, its limits. */
export function useWorkspace() {
  return useAsk('workspace', {}, (client, how) => client.workspace.show({}, how), { live: true });
}

/** How many plans of agents wait for a person’s word. */
export function usePlansWaiting(): number {
  const call = (client: RekindleClient, how: object) => client.plans.list({ state: 'proposed' }, how);
  const { may } = useHere();
  const how = { live: true, enabled: may(ROLE.viewer) };
  const plans = useAsk('plans', { state: 'proposed' }, call, how).data?.plans ?? [];
  return plans.filter(({ state }) => state === 'proposed').length;
}
