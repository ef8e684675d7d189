/** Whose a hand-off is (directives/hand-off-owner.md): who had the lead before, else a rule, else whose turn it is. */
import type { Reason } from '../reason.ts';
import type { RuleFact, TeamSettings } from './team.ts';

/** What decides. */
export interface OwnerQuestion {
  /** Null = no team of the name is set up. */
  readonly team: TeamSettings | null;
  /** Turns that the team gave so far. */
  readonly turn: number;
  /** Facts of the lead; what is not known is absent or null. */
  readonly facts: Readonly<Partial<Record<RuleFact, string | null>>>;
  /** Hand-offs that are not done, by owner. */
  readonly load: Readonly<Record<string, number>>;
  /** Who was given this lead last; null = nobody. */
  readonly earlier: string | null;
}

/** Whose it is; `turn` = turns that the team has given then. */
export interface OwnerChoice {
  readonly owner: string | null;
  readonly reason: Reason;
  readonly turn: number;
}

/** Chooses. Same question, same answer. */
export function chooseOwner({ team, turn, facts, load, earlier }: OwnerQuestion): OwnerChoice {
  if (!team) return { owner: null, reason: { code: 'team-unknown' }, turn };
  const { members, rules } = team;
  if (members.length === 0) return { owner: null, reason: { code: 'team-empty' }, turn };
  if (earlier !== null && members.some(({ address }) => address === earlier))
    return { owner: earlier, reason: { code: 'owner-earlier' }, turn };
  const hasRoom = ({ address, most }: TeamSettings['members'][number]) => most === null || (load[address] ?? 0) < most;
  const rule = rules.find(({ fact, is }) => same(facts[fact], is));
  const named = members.find(({ address }) => address === rule?.owner);
  if (rule && named && hasRoom(named))
    return { owner: named.address, reason: { code: 'owner-by-rule', facts: { [rule.fact]: rule.is } }, turn };
  for (let step = 0; step < members.length; step++) {
    const next = members[(turn + step) % members.length];
    if (next && hasRoom(next)) return { owner: next.address, reason: { code: 'owner-by-turn' }, turn: turn + step + 1 };
  }
  return { owner: null, reason: { code: 'team-full' }, turn };
}

/** Words of people and files: their case says nothing. */
function same(fact: string | null | undefined, is: string): boolean {
  return typeof fact === 'string' && fact.toLowerCase() === is.toLowerCase();
}
