/** Runs a row of agent-audience.md. */
import { needsNewYes, type PlanBasis, planChange } from '../src/domain/agent/audience.ts';

interface Row {
  readonly was: string;
  readonly is: string;
  readonly words: string;
  readonly pace: string;
  readonly paceNow: string;
  readonly kept: boolean | 'before';
}

export function run({ was, is, words, pace, paceNow, kept }: Row) {
  const change = planChange(basisOf(was, 'same', pace, kept !== 'before'), basisOf(is, words, paceNow, kept !== false));
  if (change === null) return { anew: false };
  const { moved, content, faster } = change;
  const told = {
    added: moved?.added.length ?? 'many',
    left: moved?.left.length ?? 'many',
    content,
    anew: needsNewYes(change),
  };
  return faster.length === 0 ? told : { ...told, faster: faster.join(' ') };
}

function basisOf(people: string, content: string, pace: string, kept: boolean): PlanBasis {
  const [first = 0, last = 0] = people.split('-').map(Number);
  const members = Array.from({ length: last - first + 1 }, (_, i) => `lead_${first + i}`);
  const [email = null, sms = null, voice = null] = pace.split(' ').map((n) => (n === 'any' ? null : Number(n)));
  return {
    people: members.length,
    hash: people,
    members: kept ? members : null,
    content,
    perDay: { email, sms, voice },
  };
}
