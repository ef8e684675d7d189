/** Runs a row of send-queue.md. */
import { giveOut } from '../src/domain/delivery/queue.ts';
import { afterContact, IN_USE, type Rest } from '../src/domain/delivery/rest.ts';

interface Row {
  readonly streams: readonly string[];
  readonly stopped?: readonly string[];
  /** By connection: how many failures, or whether it rests or its rest is over. */
  readonly rests?: Readonly<Record<string, number | 'rests' | 'over'>>;
  /** Connections, `*` for all. */
  readonly full?: readonly string[];
  readonly turn?: number;
}

const NOW = 10_000;
const LIMIT = 10;

export function run({ streams, stopped = [], rests = {}, full = [], turn = 0 }: Row): {
  readonly gets: readonly string[];
  readonly tried: readonly string[];
} {
  const halts = stopped.map((text) => {
    const [workspaceId = '', channel = ''] = text.split('/').map((part) => (part === '*' ? '' : part));
    return { workspaceId, channel, why: '', by: 'ann', at: 0 };
  });
  const queue = {
    streams: streams.map(streamOf),
    halts,
    rests: Object.entries(rests).map(([connection, story]) => ({ connection, ...restOf(story) })),
    isFull: (connection: string) => full.includes('*') || full.includes(connection),
  };
  const { allotments, tried } = giveOut(queue, LIMIT, turn, NOW);
  return {
    gets: allotments.map(({ share, most }) => `${share} of ${most}`),
    tried: tried.map(({ connection, until }) => `${connection} until +${(until ?? 0) / 1_000}s`),
  };
}

function streamOf(text: string) {
  const [, answers, place = '', connection = ''] = /^(!?)(\S+) (.*)$/.exec(text) ?? [];
  const [workspaceId = '', campaignId = ''] = place.split('/');
  return { lane: answers ? (0 as const) : (1 as const), workspaceId, campaignId, channel: 'email', connection };
}

function restOf(story: number | 'rests' | 'over'): Rest {
  const failures = typeof story === 'number' ? story : 3;
  let rest = IN_USE;
  for (let i = 0; i < failures; i++) rest = afterContact(rest, 'fails', 'no-connection', story === 'rests' ? NOW : 0);
  return rest;
}
