/**
 * One transaction on one connection: commands go out as exchanges, what nobody waits for goes with the next. Owns how commands
 * become statements on the wire; begins and ends nothing by itself but what it is told.
 */
import type { PoolClient } from 'pg';
import { LIMITS } from '../../domain/limits.ts';
import type { Command, CommandResult, RowOfParameters } from '../program.ts';
import type { Statement } from '../statement.ts';
import { Exchange, type Executed, type Execution, type Prepared } from './exchange.ts';
import { boundTo, spelt } from './spelling.ts';

/** What connections have prepared: forgotten with them. */
const PREPARED = new WeakMap<PoolClient, Prepared>();

const NOTHING_BOUND: Execution['sets'] = [[]];
const ENTER_ALONE = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
const ENTER_TOGETHER = 'SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))';

/** A bare statement of ours, such as BEGIN, that gives nothing back. */
export function bare(text: string, ...values: readonly string[]): Execution {
  return { text, name: '', reads: false, lists: false, sets: values.length === 0 ? NOTHING_BOUND : [values] };
}

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
    switch (command.kind) {
      case 'lock':
        this.#ahead.push(bare(command.shared ? ENTER_TOGETHER : ENTER_ALONE, command.name));
        return 0;
      case 'all':
        return ((await this.#read(command.statement, [command.parameters]))[0] ?? []) as CommandResult;
      case 'all-each':
        return (await this.#readEach(command.statement, command.rows)) as CommandResult;
      case 'run':
        return this.#write(command.statement, [command.parameters]);
      case 'run-each':
        return this.#writeEach(command.statement, command.rows);
    }
  }

  /** Sends a last word, such as COMMIT; one that was never begun on the server needs none. */
  async end(text: string): Promise<void> {
    await this.#exchange([bare(text)]);
  }

  async #readEach(statement: Statement<unknown>, rows: readonly RowOfParameters[]): Promise<Executed['rows']> {
    const found: Executed['rows'][number][] = [];
    for (let from = 0; from < rows.length; from += LIMITS.exchangeSets) {
      found.push(...(await this.#read(statement, rows.slice(from, from + LIMITS.exchangeSets))));
    }
    return found;
  }

  async #writeEach(statement: Statement<unknown>, rows: Iterable<RowOfParameters>): Promise<number> {
    let changes = 0;
    let batch: RowOfParameters[] = [];
    for (const row of rows) {
      batch.push(row);
      if (batch.length < LIMITS.exchangeSets) continue;
      changes += await this.#write(statement, batch);
      batch = [];
    }
    return batch.length === 0 ? changes : changes + (await this.#write(statement, batch));
  }

  async #read(statement: Statement<unknown>, rows: readonly RowOfParameters[]): Promise<Executed['rows']> {
    return (await this.#execute(statement, rows, true)).rows;
  }

  async #write(statement: Statement<unknown>, rows: readonly RowOfParameters[]): Promise<number> {
    const { count } = await this.#execute(statement, rows, false);
    this.changed += count;
    return count;
  }

  async #execute(statement: Statement<unknown>, rows: readonly RowOfParameters[], reads: boolean): Promise<Executed> {
    const { name, text } = spelt(statement);
    const sets = rows.map((row) => boundTo(statement, row));
    const executed = await this.#exchange([
      { text, name: this.#named ? name : '', reads, lists: statement.lists, sets },
    ]);
    return executed.at(-1) as Executed;
  }

  async #exchange(executions: readonly Execution[]): Promise<readonly Executed[]> {
    const exchange = new Exchange([...this.#ahead, ...executions], this.#prepared);
    this.#ahead = [];
    this.#client.query(exchange);
    try {
      return await exchange.done;
    } catch (error) {
      if (exchange.prepares) this.sound = false;
      throw error;
    }
  }
}
