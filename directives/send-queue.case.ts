/** Runs a row of send-queue.md. */
import { giveOut } from '../src/domain/delivery/queue.ts';
import { afterContact, IN_USE, type Rest } from '../src/domain/delivery/rest.ts';

interface Row {
  readonly streams: readonly string[];
  readonly stopped?: readonly string[];
  /** By connection: how many failures, or whether it rests or its rest is over. */
  readonly rests?: Readonly<Record<string, number | 'rests' | 'over'>>;
  /** By connection, `*` for all others. */
  readonly room?: Readonly<Record<string, number>>;
  readonly turn?: number;
}

const NOW = 10_000;
const LIMIT = 10;

export function run({ streams, stopped = [], rests = {}, room, turn = 0 }: Row): {
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
    ...(room && { roomFor: (connection: string) => room[connection] ?? room['*'] ?? LIMIT }),
  };
  const { allotments, tried } = giveOut(queue, LIMIT, turn, NOW);
  return {
    gets: allotments.map(({ share, most }) => `${share} of ${most}`),
    tried: tried.map(({ connection, until }) => `${connection} until +${(until ?? 0) / 1_000}s`),
  };
}

function streamOf(text: string) {
  const [, mark, place = '', connection = ''] = /^([!-]?)(\S+) (.*)$/.exec(text) ?? [];
  const [workspaceId = '', campaignId = '', sender = ''] = place.split('/');
  const lane = mark === '!' ? (0 as const) : (1 as const);
  return { lane, workspaceId, campaignId, sender, channel: 'email', connection, paused: mark === '-' };
}

function restOf(story: number | 'rests' | 'over'): Rest {
  const failures = typeof story === 'number' ? story : 3;
  let rest = IN_USE;
  for (let i = 0; i < failures; i++) rest = afterContact(rest, 'fails', 'no-connection', story === 'rests' ? NOW : 0);
  return rest;
}
