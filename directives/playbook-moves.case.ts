/** Runs a row of playbook-moves.md. */
import { movesOf, type PeopleStanding } from '../src/domain/playbook/moves.ts';
import type { Step } from '../src/domain/playbook/playbook.ts';
import type { RoutingRules } from '../src/domain/route/rules.ts';

interface Row extends PeopleStanding {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly route: Partial<RoutingRules['sequences']>;
}

function version(letters: Row['before'], route: Row['route']) {
  const steps = (id: string): readonly Step[] => [{ kind: 'wait', id, day: 0, when: null }];
  const sequences = Object.fromEntries(Object.entries(letters).map(([name, id]) => [name, { steps: steps(id) }]));
  const nowhere = { hot: null, warm: null, cool: null, cold: null };
  return { sequences, routing: { sequences: { ...nowhere, ...route }, conflictsWith: [], variants: [] } };
}

export function run({ before, after, route, ...people }: Row): Readonly<Record<string, unknown>> {
  const { sequences, nowhere } = movesOf(version(before, {}), version(after, route), people);
  const moves = sequences.map(({ sequence, becomes, to, underWay, accounts, joining }) => {
    const name = `${sequence} ${becomes}${to === null ? '' : ` ${to}`}`;
    const worked = accounts === 0 ? '' : `, ${accounts} accounts`;
    return `${name}: ${underWay} under way, ${joining} join${worked}`;
  });
  return { moves, nowhere };
}
