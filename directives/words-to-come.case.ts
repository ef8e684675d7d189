/** Runs a row of words-to-come.md. */
import type { MessageChannel } from '../src/domain/message.ts';
import type { Sequence, Step } from '../src/domain/playbook/playbook.ts';
import { messagesToCome } from '../src/domain/sequence/to-come.ts';

interface Row {
  /** `a email; b branch c d`: id, kind, and where it may go. */
  readonly steps: string;
  readonly from?: string;
  readonly has?: string;
  readonly when?: Readonly<Record<string, boolean | 'open'>>;
  /** The step to which a reaction goes. */
  readonly goes?: string;
}

export function run({ steps, from, has, when = {}, goes }: Row): { readonly come: string } {
  const reaction = { on: 'clicked', outcomes: [], at: null, action: { kind: 'go-to', step: goes } };
  const sequence = { steps: steps.split('; ').map(stepOf), reactions: goes ? [reaction] : [] };
  const come = messagesToCome({
    sequence: sequence as unknown as Sequence,
    from: from ?? null,
    has: (channel: MessageChannel) => has === undefined || has.split(' ').includes(channel),
    condition({ id }) {
      const decided = when[id] ?? true;
      return decided === 'open' ? null : decided;
    },
  });
  return { come: come.map(({ id }) => id).join(' ') || 'none' };
}

function stepOf(text: string): Step {
  const [id, kind, ...to] = text.split(' ');
  const [then, otherwise = null] = to;
  const ways = kind === 'branch' ? { then, otherwise } : { otherwise: then ?? null, outcomes: to };
  return { id, kind, ...ways } as unknown as Step;
}
