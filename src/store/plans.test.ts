/** Plans: what SQLite would do for each statement. None reads a whole table unless it says why; hot ones never sort. */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { SQLITE } from './migrations/dialect.ts';
import { migrations } from './migrations/migrations.ts';
import { loadStatistics, writeStatistics } from './sqlite/statistics.ts';
import { allStatements, type Statement, statement } from './statement.ts';
import './store.ts';

const database = new DatabaseSync(':memory:');
for (const step of migrations(SQLITE)) for (const text of step.statements) database.exec(text);
writeStatistics(database);
loadStatistics(database);

/** Statements as they are before this file plants its own. */
const STATEMENTS = [...allStatements()];

/** Lines of the plan. */
function planOf({ text }: Statement<unknown>): string[] {
  const rows = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[];
  return rows.map(({ detail }) => detail);
}

/** Reads a table or index from end to end. `SCAN CONSTANT ROW` is a row of no table. */
function scans(of: Statement<unknown>): string[] {
  return planOf(of).filter((line) => /^SCAN (?!CONSTANT ROW|\d+ CONSTANT)/.test(line));
}

function sorts(of: Statement<unknown>): string[] {
  return planOf(of).filter((line) => /USE TEMP B-TREE/.test(line));
}

/**
 * Statements that may sort: they run once for a report, on an index that has all they need, or over the messages of one lead.
 * Sorting the rows of a claim, of a page or of a look-up would make each of them cost as much as the whole table.
 */
const MAY_SORT = [
  /COUNT\(\*\) AS n FROM (message|lead)/,
  /AS (n|people) FROM (campaign_member|message|event) x JOIN lead/,
  /FROM enrollment n JOIN event e/,
  /SELECT (e\.)?sequence AS name, COUNT/,
  /FROM (send_counter|reply) WHERE .* GROUP BY/s,
  /FROM message WHERE workspace_id = \? AND lead_id = \?/,
];

describe('plans', () => {
  test('there are statements to look at', () => {
    expect(STATEMENTS.length).toBeGreaterThan(90);
    const whole = { names: [], scans: null, lock: null, lists: false };
    expect(STATEMENTS.every(({ text }) => planOf({ text, ...whole }).length >= 0)).toBe(true);
  });

  test('none reads a whole table without saying why', () => {
    const silent = STATEMENTS.filter((one) => one.scans === null && scans(one).length > 0);
    expect(silent.map((one) => `${one.text} → ${scans(one).join(', ')}`)).toEqual([]);
  });

  test('a reason for a scan stands only where there is one, or where a whole workspace is read', () => {
    const idle = STATEMENTS.filter((one) => one.scans !== null && scans(one).length === 0);
    const wholeWorkspace = (one: Statement) => planOf(one).some((line) => /\(workspace_id=\?\)$/.test(line));
    expect(idle.filter((one) => !wholeWorkspace(one)).map(({ text }) => text)).toEqual([]);
  });

  test('none sorts but the counts of a report and the story of a lead', () => {
    const sorting = STATEMENTS.filter((one) => sorts(one).length > 0);
    expect(sorting.filter(({ text }) => !MAY_SORT.some((may) => may.test(text))).map(({ text }) => text)).toEqual([]);
  });

  test('nothing but the key of the workspace is searched only where a reason says so', () => {
    const broad = STATEMENTS.filter(
      (one) => one.scans === null && planOf(one).some((line) => /^SEARCH .*\(workspace_id=\?\)$/.test(line)),
    );
    expect(
      broad.map(({ text }) => text).filter((text) => !/LIMIT \?|LIMIT \d+|FROM (campaign|import) WHERE/.test(text)),
    ).toEqual([]);
  });

  test('statements are written for both databases', () => {
    const foreign =
      /json_extract|json_each|->>|\browid\b|INSERT OR|CAST\(|strftime|datetime\(|GLOB|IFNULL|PRAGMA|\|\|/i;
    expect(STATEMENTS.map(({ text }) => text).filter((text) => foreign.test(text))).toEqual([]);
  });
});

test('a leap of the queue seeks behind all messages of the stream that it leaves', () => {
  const leap = STATEMENTS.find(({ text }) =>
    /SELECT lane, workspace_id, channel, campaign_id, sender, due_at FROM message/.test(text),
  );
  expect(planOf(leap as Statement<unknown>)).toEqual([
    'SEARCH message USING COVERING INDEX message_queued ((lane,workspace_id,channel,campaign_id,sender,due_at)>(?,?,?,?,?,?))',
  ]);
});

test('no check of a message makes a list for each row that is written', () => {
  const tables = database
    .prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = 'message' AND sql LIKE '% IN (%'")
    .all();
  expect(tables).toEqual([]);
});

describe('the plan test can fail', () => {
  test('a scan is seen', () => {
    expect(scans(statement("SELECT id FROM lead WHERE notes = 'x'"))).toHaveLength(1);
  });

  test('a sort is seen', () => {
    const sorting = statement('SELECT id FROM lead WHERE workspace_id = :workspaceId ORDER BY notes LIMIT 1');
    expect(sorts(sorting)).toHaveLength(1);
  });
});
