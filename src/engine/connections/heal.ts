/** Whatever was held for a connection goes on: its messages become due at once, in the order in which they were. Decides nothing. */
import type { Connection } from '../../domain/connection/connection.ts';
import { providerNamed } from '../../domain/connection/providers.ts';
import { LIMITS } from '../../domain/limits.ts';
import { MESSAGE_CHANNELS } from '../../domain/message.ts';
import type { Engine } from '../engine.ts';

/** Lets go on what waits for a connection that is well again; how many messages. Doing it twice does no harm. */
export async function healAll(
  { store, clock }: Pick<Engine, 'store' | 'clock'>,
  { workspaceId, provider }: Pick<Connection, 'workspaceId' | 'provider'>,
): Promise<number> {
  let healed = 0;
  for (const channel of MESSAGE_CHANNELS) {
    if (!providerNamed(provider)?.uses.includes(channel)) continue;
    const limit: number = LIMITS.healedAtOnce;
    for (let page = limit; page === limit; healed += page) {
      page = await store.connections.heal({ workspaceId, channel, now: clock.now(), limit });
    }
  }
  return healed;
}
