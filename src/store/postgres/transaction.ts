/**
 * One transaction on one connection: commands go out as exchanges, what nobody waits for goes with the next. Owns how commands
 * become statements on the wire; begins and ends nothing by itself but what it is told.
 */
import type { PoolClient } from 'pg';
import { LIMITS } from '../../domain/limits.ts';
import type { Command, CommandResult, RowOfParameters } from '../program.ts';
import type { Statement } from '../statement.ts';
import { asLists, bulkOf, countsBy, mayBeBulk, type ParameterSet, tellTypes } from './bulk.ts';
import { Exchange, type Executed, type Execution, Inquiry, type Prepared } from './exchange.ts';
import { type Alike, sortedOut, unfolded } from './side-by-side.ts';
import { boundTo, spelt } from './spelling.ts';

/** What connections have prepared: forgotten with them. */
const PREPARED = new WeakMap<PoolClient, Prepared>();

const NOTHING_BOUND: Execution['sets'] = [[]];
/** By whether it is shared. */
const ENTER = {
  false: { name: 'rekindle_alone', text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))' },
  true: { name: 'rekindle_together', text: 'SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))' },
} as const;
const BARE = { name: '', reads: false, lists: false, groups: null, weight: 1 } as const;

/** A bare statement of ours, such as BEGIN, that gives nothing back. */
export function bare(text: string, ...values: readonly string[]): Execution {
  return { ...BARE, text, sets: values.length === 0 ? NOTHING_BOUND : [values] };
}

/** What was asked of one command, and what of it came back so far. */
interface Round {
  readonly asked: Execution[];
  readonly answered: Executed[];
}

/** Gives the result once the round was answered. */
type Answer = () => CommandResult;

/** Commands of one transaction on `client`. `named` = statements are kept prepared under their names. */
export class Transaction {
  /** Rows that its commands have changed. */
  changed = 0;
  /** False = what the connection has prepared is no longer known; it must not be used again. */
  sound = true;
  readonly #client: PoolClient;
  readonly #named: boolean;
  readonly #prepared: Prepared;
  /** Goes out in front of the next exchange: nobody waits for its answer. */
  #ahead: Execution[];

  constructor(client: PoolClient, named: boolean, begin: readonly Execution[]) {
    this.#client = client;
    this.#named = named;
    this.#ahead = [...begin];
    this.#prepared = PREPARED.get(client) ?? new Set();
    PREPARED.set(client, this.#prepared);
  }

  /** Does one command. */
  async perform(command: Command): Promise<CommandResult> {
    const round: Round = { asked: [], answered: [] };
    const answer = await this.#ask(command, round);
    await this.#send(round);
    return answer();
  }

  /** Sends a last word, such as COMMIT, and what was to be done before it. */
  async end(text: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    if (text === 'ROLLBACK') this.#ahead = [];
    await this.#exchange([bare(text)]);
  }

  async #ask(command: Command, round: Round): Promise<Answer> {
    switch (command.kind) {
      case 'lock':
        await this.#askAhead(this.#entry(command), round);
        return nothing;
      case 'all': {
        const rows = await this.#askRows(command.statement, [command.parameters], round);
        return () => rows()[0] as CommandResult;
      }
      case 'all-each':
        return (await this.#askRows(command.statement, command.rows, round)) as Answer;
      case 'run':
        return this.#askCount(command.statement, [command.parameters], round);
      case 'run-each':
        if (!command.later) return this.#askCount(command.statement, command.rows, round);
        for await (const execution of this.#executions(command.statement, command.rows, false)) {
          await this.#askAhead(execution, round);
        }
        return nothing;
      case 'together':
        return this.#askTogether(command.commands, round);
    }
  }

  /** Those that run the same statement are asked as one. */
  async #askTogether(commands: readonly Command[], round: Round): Promise<Answer> {
    const answers: Answer[] = [];
    const { flat, folded } = unfolded(commands);
    const { alike, others } = sortedOut(flat);
    for (const at of others) answers[at] = await this.#ask(flat[at] as Command, round);
    for (const one of alike) await this.#askAlike(one, round, answers);
    return () => folded(answers.map((answer) => answer()));
  }

  async #askAlike({ statement, wants, members }: Alike, round: Round, answers: Answer[]): Promise<void> {
    const sets = members.flatMap((member) => member.sets);
    if (wants === 'nothing') {
      for await (const execution of this.#executions(statement, sets, false)) await this.#askAhead(execution, round);
      for (const { at } of members) answers[at] = nothing;
      return;
    }
    const asked = wants === 'rows' ? this.#askRows(statement, sets, round) : this.#askCounts(statement, sets, round);
    const answered: () => readonly unknown[] = await asked;
    let from = 0;
    for (const { at, sets: own, single } of members) {
      const [first, last] = [from, from + own.length];
      from = last;
      answers[at] = () => {
        const mine = answered().slice(first, last);
        if (wants === 'rows') return (single ? mine[0] : mine) as CommandResult;
        return (mine as readonly number[]).reduce((sum, count) => sum + count, 0);
      };
    }
  }

  #entry({ name, shared }: { readonly name: string; readonly shared: boolean }): Execution {
    const enter = ENTER[`${shared}`];
    return { ...bare(enter.text, name), name: this.#named ? enter.name : '' };
  }

  /** Rows by parameter set. */
  async #askRows(statement: Statement<unknown>, sets: readonly RowOfParameters[], round: Round) {
    const places: number[] = [];
    for await (const execution of this.#executions(statement, sets, true)) {
      places.push(await this.#askNow(execution, round));
    }
    return once(() => places.flatMap((place) => round.answered[place]?.rows ?? []));
  }

  /** How many rows each set has changed. */
  async #askCounts(statement: Statement<unknown>, rows: readonly RowOfParameters[], round: Round) {
    const counts: (() => readonly number[])[] = [];
    for (let from = 0; from < rows.length; from += LIMITS.exchangeSets) {
      const sets = rows.slice(from, from + LIMITS.exchangeSets).map((row) => boundTo(statement, row));
      const counting = await this.#counting(statement, sets);
      const execution = counting?.execution ?? this.#oneByOne(statement, sets, false);
      const place = await this.#askNow(execution, round);
      counts.push(() => {
        const executed = round.answered[place] as Executed;
        return counting ? counting.countsOf(executed) : executed.counts;
      });
    }
    return once(() => counts.flatMap((told) => told()));
  }

  async #askCount(statement: Statement<unknown>, sets: Iterable<RowOfParameters>, round: Round): Promise<Answer> {
    const places: number[] = [];
    for await (const execution of this.#executions(statement, sets, false)) {
      places.push(await this.#askNow(execution, round));
    }
    return () =>
      places.reduce((sum, place) => (round.answered[place]?.counts ?? []).reduce((all, one) => all + one, sum), 0);
  }

  /** Its place among the answers. More than one exchange holds goes out before: what waits is in memory on both sides. */
  async #askNow(execution: Execution, round: Round): Promise<number> {
    const place = round.answered.length + round.asked.length;
    round.asked.push(execution);
    if (weightOf(round.asked) >= LIMITS.exchangeSets) await this.#send(round);
    return place;
  }

  /** Nobody waits for it; in a round that has begun it has its turn. */
  async #askAhead(execution: Execution, round: Round): Promise<void> {
    if (round.asked.length > 0) {
      await this.#askNow(execution, round);
      return;
    }
    this.#ahead.push(execution);
    if (weightOf(this.#ahead) >= LIMITS.exchangeSets) await this.#exchange([]);
  }

  async #send(round: Round): Promise<void> {
    if (round.asked.length === 0) return;
    round.answered.push(...(await this.#exchange(round.asked.splice(0))));
  }

  /** A statement for its parameter sets, a bounded number of them at a time. */
  async *#executions(statement: Statement<unknown>, rows: Iterable<RowOfParameters>, reads: boolean) {
    let sets: ParameterSet[] = [];
    for (const row of rows) {
      sets.push(boundTo(statement, row));
      if (sets.length < LIMITS.exchangeSets) continue;
      yield this.#execution(statement, sets, reads);
      sets = [];
    }
    if (sets.length > 0) yield this.#execution(statement, sets, reads);
  }

  async #execution(statement: Statement<unknown>, sets: ParameterSet[], reads: boolean): Promise<Execution> {
    const found = await this.#lists(statement, sets);
    if (!found) return this.#oneByOne(statement, sets, reads);
    const { name, text } = found.bulk;
    const groups = reads ? sets.length : null;
    return { ...this.#listed(name, text, sets.length, found.lists), reads, groups, lists: statement.lists };
  }

  #oneByOne(statement: Statement<unknown>, sets: readonly ParameterSet[], reads: boolean): Execution {
    const { text, name } = spelt(statement);
    const kept = this.#named && !statement.passing ? name : '';
    return { text, name: kept, reads, lists: statement.lists, groups: null, weight: sets.length, sets };
  }

  #listed(name: string, text: string, weight: number, lists: ParameterSet) {
    return { name: this.#named ? name : '', text, weight, sets: [lists] };
  }

  /** One execution for all sets that tells the count of each; null = none does. */
  async #counting(statement: Statement<unknown>, sets: readonly ParameterSet[]) {
    const found = await this.#lists(statement, sets);
    const counting = found?.bulk.counting;
    if (!found || !counting) return null;
    const { by, name, text } = counting;
    const groups = by === 'set' ? sets.length : null;
    const listed = this.#listed(name, text, sets.length, found.lists);
    const execution: Execution = { ...listed, reads: by !== 'one', lists: true, groups };
    return { execution, countsOf: ({ rows }: Executed) => countsBy(by, sets, rows) };
  }

  /** The sets as lists, where the statement can be run for lists of these. */
  async #lists(statement: Statement<unknown>, sets: readonly ParameterSet[]) {
    if (!mayBeBulk(statement, sets.length)) return null;
    const bulk = bulkOf(statement) ?? (await this.#bulkOf(statement));
    const lists = bulk && asLists(bulk, sets);
    return lists ? { bulk, lists } : null;
  }

  /** Asks the server for the types of a statement's parameters, once in the life of the process. */
  async #bulkOf(statement: Statement<unknown>) {
    const inquiry = new Inquiry(spelt(statement).text);
    this.#client.query(inquiry);
    tellTypes(statement, await inquiry.done);
    return bulkOf(statement);
  }

  async #exchange(executions: readonly Execution[]): Promise<readonly Executed[]> {
    const ahead = this.#ahead.splice(0);
    const exchange = new Exchange([...ahead, ...executions], this.#prepared);
    this.#client.query(exchange);
    try {
      const executed = await exchange.done;
      for (const { wrote } of executed) this.changed += wrote;
      return executed.slice(ahead.length);
    } catch (error) {
      if (exchange.prepares) this.sound = false;
      throw error;
    }
  }
}

/** Worked out when it is asked for first. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function nothing(): number {
  return 0;
}

function weightOf(executions: readonly Execution[]): number {
  return executions.reduce((sum, { weight }) => sum + weight, 0);
}
