/** Plans on PostgreSQL: none reads a whole table unless it says why, as far as there is another way. */
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bulkOf, mayBeBulk, tellTypes } from '../../src/store/postgres/bulk.ts';
import { PLANNING } from '../../src/store/postgres/open.ts';
import { spelt } from '../../src/store/postgres/spelling.ts';
import { allStatements, type Statement, statement } from '../../src/store/statement.ts';
import { openStore } from '../../src/store/store.ts';
import { freshDatabase, NO_POSTGRES } from './server.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

/** Statements as they are before this file plants its own. */
const STATEMENTS = [...allStatements()];

describe.skipIf(NO_POSTGRES)('plans on PostgreSQL (skipped where no server is named or installed)', () => {
  let client: Client;

  beforeAll(async () => {
    const address = await freshDatabase(inject('postgresFolder'));
    await (await openStore({ database: address })).close();
    client = new Client({ connectionString: address });
    await client.connect();
    // Whatever can be done by an index is, and for any values: empty tables tempt the planner to read them whole.
    for (const [name, value] of [...PLANNING, ['enable_sort', 'off']]) await client.query(`SET ${name} = ${value}`);
  });

  afterAll(() => client?.end());

  async function planOf(of: Statement<unknown>): Promise<Plan> {
    return planOfText(spelt(of).text, spelt(of).places.length);
  }

  /** Of the statement for lists; null = there is none. */
  async function planForLists(of: Statement<unknown>): Promise<Plan | null> {
    if (!mayBeBulk(of, 100)) return null;
    await client.query(`PREPARE one AS ${spelt(of).text}`);
    const { rows } = await client.query<{ types: string }>(
      "SELECT array_to_string(parameter_types::oid[], ' ') AS types FROM pg_prepared_statements WHERE name = 'one'",
    );
    await client.query('DEALLOCATE one');
    tellTypes(of, (rows[0]?.types ?? '').split(' ').map(Number));
    const bulk = bulkOf(of);
    return bulk ? planOfText(bulk.text, spelt(of).places.length) : null;
  }

  async function planOfText(text: string, parameters: number): Promise<Plan> {
    await client.query(`PREPARE one AS ${text}`);
    const values = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'NULL').join(', ')})`;
    try {
      const { rows } = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE one${values}`);
      return rows[0]['QUERY PLAN'][0].Plan as Plan;
    } finally {
      await client.query('DEALLOCATE one');
    }
  }

  /** Reads of a table from end to end, and of a whole index without a condition; its first rows, in its order, are no such read. */
  function whole(plan: Plan, limited = false): string[] {
    const type = plan['Node Type'];
    const below = (plan.Plans ?? []).flatMap((one) => whole(one, type === 'Limit'));
    const first = limited && plan.Filter === undefined;
    const all = type === 'Seq Scan' || (/^(Bitmap )?Index/.test(type) && plan['Index Cond'] === undefined && !first);
    return all ? [`${type} ${plan['Index Name'] ?? plan['Relation Name']}`, ...below] : below;
  }

  function sorts(plan: Plan): string[] {
    const below = (plan.Plans ?? []).flatMap(sorts);
    return /Sort/.test(plan['Node Type']) ? [plan['Node Type'], ...below] : below;
  }

  test('none reads a whole table or index without saying why', async () => {
    const silent: string[] = [];
    for (const one of STATEMENTS) {
      const found = one.scans === null ? whole(await planOf(one)) : [];
      if (found.length > 0) silent.push(`${one.text} → ${found.join(', ')}`);
    }
    expect(STATEMENTS.length).toBeGreaterThan(120);
    expect(silent).toEqual([]);
  });

  test('nor does one that is spelt for lists', async () => {
    const silent: string[] = [];
    let forLists = 0;
    for (const one of STATEMENTS) {
      const plan = one.scans === null ? await planForLists(one) : null;
      if (plan === null) continue;
      forLists += 1;
      if (whole(plan).length > 0) silent.push(`${bulkOf(one)?.text} → ${whole(plan).join(', ')}`);
      const counting = bulkOf(one)?.counting?.text ?? null;
      const counted = counting === null ? [] : whole(await planOfText(counting, spelt(one).places.length));
      if (counted.length > 0) silent.push(`${counting} → ${counted.join(', ')}`);
    }
    expect(forLists).toBeGreaterThan(100);
    expect(silent).toEqual([]);
  });

  test('claims and pages do not sort', async () => {
    const sorting: string[] = [];
    for (const one of STATEMENTS) {
      if (one.lock?.way === 'claim' && sorts(await planOf(one)).length > 0) sorting.push(one.text);
    }
    expect(sorting).toEqual([]);
  });

  test('the plan test can fail', async () => {
    expect(whole(await planOf(statement("SELECT id FROM lead WHERE notes = 'x'")))).toHaveLength(1);
    expect(sorts(await planOf(statement('SELECT id FROM lead WHERE workspace_id = :w ORDER BY notes')))).toHaveLength(
      1,
    );
  });
});
