/** Who would move where once the files are published, as the instance tells it. */
import { useAsk } from '../../../api/ask.ts';
import type { RekindleClient } from '../../../api/client.ts';
import type { Desk } from '../desk.ts';

/** Everybody’s way; null = there is no campaign, or nothing sound to move to. */
export type Moves = Awaited<ReturnType<RekindleClient['drafts']['check']>>['moves'];

/** Asked by whoever is about to change it: it counts all who are under way. */
export function useMoves({ playbook, campaign, files }: Desk): Moves {
  const wish = { playbook, files, moves: true, ...(campaign && { campaign }) };
  const asked = useAsk('draft moves', wish, (client, how) => client.drafts.check(wish, how), {
    enabled: campaign !== undefined,
  });
  return asked.data?.moves ?? null;
}
