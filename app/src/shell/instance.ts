/** How the instance stands, asked every few seconds by whoever shows it: one question for all of them. */
import { useAsk } from '../api/ask.ts';

/** Whether it sends, what is stopped, what rests. */
export function useInstance() {
  return useAsk('instance', {}, (client, how) => client.instance.show({}, how), { live: true });
}

/** This workspace: dry or live, its limits. */
export function useWorkspace() {
  return useAsk('workspace', {}, (client, how) => client.workspace.show({}, how));
}
