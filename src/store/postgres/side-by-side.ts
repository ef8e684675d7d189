/**
 * Commands of programs that run side by side: those that run the same statement go to the server as one, since of independent programs
 * none minds which goes first. Owns which belong together; asks nothing.
 */
import type { Command, CommandResult, Results, RowOfParameters } from '../program.ts';
import type { Statement } from '../statement.ts';

/** Commands of one statement in the order in which they were given. */
export interface Alike {
  readonly statement: Statement<unknown>;
  /** Whether rows are asked for, counts, or nothing. */
  readonly wants: 'rows' | 'counts' | 'nothing';
  readonly members: readonly Member[];
}

/** One of them. */
export interface Member {
  /** Its place among all commands. */
  readonly at: number;
  readonly sets: readonly RowOfParameters[];
  /** Whether it is for one set of parameters, and is answered for that alone. */
  readonly single: boolean;
}

/** Commands of programs that run others side by side, as one list; and how their results are told to each. */
export function unfolded(commands: readonly Command[]): {
  readonly flat: readonly Command[];
  folded(results: readonly CommandResult[]): Results;
} {
  const flat: Command[] = [];
  const places: Place[] = commands.map((command) => placeIn(flat, command));
  return { flat, folded: (results) => ({ each: places.map((place) => resultAt(place, results)) }) };
}

/** Where the result of a command is, or where those of its commands are. */
type Place = number | readonly Place[];

function placeIn(flat: Command[], command: Command): Place {
  if (command.kind === 'together') return command.commands.map((one) => placeIn(flat, one));
  return flat.push(command) - 1;
}

function resultAt(place: Place, results: readonly CommandResult[]): CommandResult {
  if (typeof place === 'number') return results[place] as CommandResult;
  return { each: place.map((one) => resultAt(one, results)) };
}

/** Those that another one is like, by their places, and the places of all others. */
export function sortedOut(commands: readonly Command[]): { readonly alike: Alike[]; readonly others: number[] } {
  const found = new Map<Statement<unknown>, Map<Alike['wants'], Member[]>>();
  const others: number[] = [];
  for (const [at, command] of commands.entries()) {
    const wants = wantsOf(command);
    if (wants === null || command.kind === 'lock' || command.kind === 'together') {
      others.push(at);
      continue;
    }
    const { statement, kind } = command;
    const ways = found.get(statement) ?? new Map<Alike['wants'], Member[]>();
    found.set(statement, ways);
    const members = ways.get(wants) ?? [];
    ways.set(wants, members);
    const single = kind === 'all' || kind === 'run';
    members.push({ at, single, sets: single ? [command.parameters] : [...command.rows] });
  }
  const alike = [...found].flatMap(([statement, ways]) =>
    [...ways].map(([wants, members]) => ({ statement, wants, members })),
  );
  return { alike, others };
}

function wantsOf(command: Command): Alike['wants'] | null {
  switch (command.kind) {
    case 'all':
    case 'all-each':
      return 'rows';
    case 'run':
      return 'counts';
    case 'run-each':
      return command.later ? 'nothing' : 'counts';
    default:
      return null;
  }
}
