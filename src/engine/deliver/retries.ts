/** Retries as a workspace has set them, and as they are for one message. Owns where they are kept; the rule is `domain/delivery/retries`. */
import type { RetryPolicy } from '../../domain/delivery/answer.ts';
import { type RetryWish, type RetryWishes, retriesFor, storedRetriesSchema } from '../../domain/delivery/retries.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage, Workspace } from '../store-port.ts';

/** Name of the setting of a workspace that holds them. */
const SETTING = 'retries';

/** What a workspace says, by channel. */
export function retriesOf({ settings }: Workspace): RetryWishes {
  const stored = settings[SETTING];
  return stored === undefined ? {} : storedRetriesSchema.parse(stored);
}

/** Says it for one channel; null = nothing any more. It holds from the next answer on. */
export async function setRetries(
  engine: Engine,
  workspace: Workspace,
  channel: keyof RetryWishes,
  wish: RetryWish | null,
): Promise<RetryWishes> {
  const { [channel]: before, ...others } = retriesOf(workspace);
  const retries: RetryWishes = wish === null ? others : { ...others, [channel]: { ...before, ...wish } };
  const settings = { ...workspace.settings, [SETTING]: retries };
  await engine.store.workspaces.save({ ...workspace, settings });
  return retries;
}

/** The policy of one message. */
export function retriesOfMessage(engine: Engine, { message, workspace }: ClaimedMessage): RetryPolicy {
  const { playbook } = engine.playbooks.get(message.playbookHash);
  return retriesFor(message.channel, playbook.retries ?? {}, retriesOf(workspace));
}
