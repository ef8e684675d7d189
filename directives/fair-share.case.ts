/** Runs a row of fair-share.md. */
import { sharesOf } from '../src/domain/delivery/share.ts';

interface Row {
  readonly streams: readonly string[];
  readonly limit: number;
  readonly turn: number;
}

export function run({ streams, limit, turn }: Row): { readonly shares: readonly number[] } {
  const named = streams.map((name) => {
    const [workspaceId = '', campaignId = '', sender = ''] = name.split('/');
    return { lane: 1 as const, workspaceId, channel: 'email', campaignId, sender };
  });
  return { shares: sharesOf(named, limit, turn) };
}
