/** Runs a row of fair-share.md. */
import { sharesOf } from '../src/domain/delivery/share.ts';

interface Row {
  readonly streams: readonly string[];
  readonly limit: number;
  readonly turn: number;
  /** How many a stream takes at most; what is not named takes all. */
  readonly takes?: Readonly<Record<string, number>>;
}

export function run({ streams, limit, turn, takes = {} }: Row): { readonly shares: readonly number[] } {
  const left = new Map(Object.entries(takes));
  const named = streams.map((name) => {
    const [workspaceId = '', campaignId = '', sender = ''] = name.split('/');
    return { lane: 1 as const, workspaceId, channel: 'email', campaignId, sender };
  });
  const mayTake = (at: number) => {
    const name = streams[at] as string;
    const room = left.get(name) ?? 1;
    if (left.has(name)) left.set(name, room - 1);
    return room > 0;
  };
  return { shares: sharesOf(named, limit, turn, mayTake) };
}
