/** Plans of the statements that filters make: rows come by key, and what somebody wrote stands in no text. */
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { readFilter } from '../../domain/list/filter.ts';
import { readOrder } from '../../domain/list/order.ts';
import { LISTS, type ListName } from '../../domain/list/schema.ts';
import { SQLITE } from '../migrations/dialect.ts';
import { migrations } from '../migrations/migrations.ts';
import type { Command } from '../program.ts';
import { loadStatistics, writeStatistics } from '../sqlite/statistics.ts';
import { allStatements } from '../statement.ts';
import { pageOf } from './page.ts';
import { sourceOf } from './verbs.ts';

const database = new DatabaseSync(':memory:');
for (const step of migrations(SQLITE)) for (const text of step.statements) database.exec(text);
writeStatistics(database);
loadStatistics(database);

/** The text that a page is asked with; of a sorted one, after its length is known. */
function textOf(list: ListName, campaignId: string | null, sort: string): string {
  const inCampaign = campaignId !== null;
  const filter = readFilter('reason == "planted" || lead == "planted"'.replaceAll('lead', of(list)), {
    ...{ schema: LISTS[list], inCampaign, now: 0 },
  });
  const order = readOrder(sort, LISTS[list], inCampaign);
  const asked = { workspaceId: 'main', campaignId, filter, order, after: { keys: [null], id: 'x' }, limit: 5 };
  const program = pageOf(sourceOf(list, inCampaign), asked, () => []);
  const first = program.next().value as Command & { kind: 'all' };
  if (sort.endsWith('id')) return first.statement.text;
  return (program.next([{ n: 1 }]).value as Command & { kind: 'all' }).statement.text;
}

const FIELDS: Readonly<Record<ListName, string>> = {
  ...{ lead: 'company', message: 'lead', enrollment: 'lead', account: 'owner' },
};
const of = (list: ListName) => FIELDS[list];

const CASES: [ListName, string | null, string][] = [
  ...['id', '-id', 'sequence'].map((sort): [ListName, string | null, string] => ['lead', 'cmp_1', sort]),
  ...(['message', 'enrollment', 'account'] as const).flatMap((list) =>
    ['id', '-id', 'reason'].flatMap((sort): [ListName, string | null, string][] => [
      [list, null, sort],
      [list, 'cmp_1', sort],
    ]),
  ),
];

describe('what a filter makes', () => {
  test.each(CASES)('%s of %s by %s reads rows by key', (list, campaignId, sort) => {
    const text = textOf(list, campaignId, sort);
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as { detail: string }[];
    const lines = plan.map(({ detail }) => detail);
    expect(lines.filter((line) => /^SCAN (?!w$|l$|a$|p$|CONSTANT)/.test(line))).toEqual([]);
    expect(
      lines.some((line) =>
        /^SEARCH (lead|campaign_member|message|enrollment|account|account_enrollment) USING/.test(line),
      ),
    ).toBe(true);
    // The rows of a campaign's members are few columns, and each one's lead is read by its key, not the other way round.
    if (list === 'lead')
      expect(lines.some((line) => /^SEARCH l USING PRIMARY KEY \(workspace_id=\? AND id=\?\)/.test(line))).toBe(true);
    expect(text).not.toContain('planted');
  });

  test('rows that a filter names are found by their keys alone', () => {
    const filter = readFilter('id in ["a", "b"] && company == "x"', { schema: LISTS.lead, inCampaign: false, now: 0 });
    const asked = { workspaceId: 'main', campaignId: null, filter, order: [], after: null, limit: 5 };
    const first = pageOf(sourceOf('lead', false), asked, () => []).next().value as Command & { kind: 'all' };
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${first.statement.text}`).all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toContainEqual(
      expect.stringMatching(/^SEARCH lead USING (PRIMARY KEY|INDEX .*) \(workspace_id=\? AND id=\?\)/),
    );
  });

  test('no statement of it is kept', () => {
    const before = allStatements().length;
    textOf('message', null, 'id');
    expect(allStatements()).toHaveLength(before);
  });
});
