/** Runs a row of hand-off-owner.md. */
import { chooseOwner, type OwnerQuestion } from '../src/domain/handoff/owner.ts';
import { type RuleFact, TeamSettingsSchema } from '../src/domain/handoff/team.ts';

interface Row {
  readonly members?: readonly string[];
  readonly rules?: readonly string[];
  readonly facts?: OwnerQuestion['facts'];
  readonly load?: Readonly<Record<string, number>>;
  readonly turn: number;
  readonly earlier?: string;
}

const address = (name: string) => `${name}@team.example`;

/** Whose it is, why, and the turns given then. */
export function run({ members, rules = [], facts = {}, load = {}, turn, earlier }: Row): Record<string, unknown> {
  const team = TeamSettingsSchema.parse({
    members: (members ?? []).map((text) => {
      const [name = '', most] = text.split(' ');
      return { address: address(name), most: most === undefined ? null : Number(most) };
    }),
    rules: rules.map((text) => {
      const [fact, is, owner = ''] = text.split(' ');
      return { fact: fact as RuleFact, is, owner: address(owner) };
    }),
  });
  const choice = chooseOwner({
    team: members === undefined ? null : team,
    turn,
    facts,
    load: Object.fromEntries(Object.entries(load).map(([name, count]) => [address(name), count])),
    earlier: earlier === undefined ? null : address(earlier),
  });
  const owner = choice.owner === null ? {} : { owner: choice.owner.split('@')[0] };
  return { ...owner, code: choice.reason.code, turn: choice.turn };
}
