/** How the instance stands, asked every few seconds by whoever shows it: one question for all of them. */
import { useAsk } from '../api/ask.ts';
import type { RekindleClient } from '../api/client.ts';

/** Whether it sends, what is stopped, what rests. */
export function useInstance() {
  return useAsk('instance', {}, (client, how) => client.instance.show({}, how), { live: true });
}

/** This workspace: dry or live, its limits. */
export function useWorkspace() {
  return useAsk('workspace', {}, (client, how) => client.workspace.show({}, how));
}

/** How many plans of agents wait for a person’s word. */
export function usePlansWaiting(): number {
  const call = (client: RekindleClient, how: object) => client.plans.list({ state: 'proposed' }, how);
  const plans = useAsk('plans', { state: 'proposed' }, call, { live: true }).data?.plans ?? [];
  return plans.filter(({ state }) => state === 'proposed').length;
}
