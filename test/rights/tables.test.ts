/**
 * Every table of the schema says what it holds of a person, and what becomes of it. Into all of them somebody is written, in every column that
 * may name a person; then the database is read whole: nothing is left but what has to stay.
 */
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { BY_MENTION, HOLDINGS, HOLDS_NOBODY } from '../../src/store/people/holdings.ts';
import { TABLES, type TableShape } from '../../src/store/transfer/tables.ts';
import { openStage, type Row, type Stage } from '../pipeline/stage.ts';

/** Tables that say nothing, say it twice, or say that they hold nobody and name a lead. */
function unsaid(tables: readonly TableShape[]): string[] {
  const held = [...HOLDINGS.map(({ table }) => table), ...Object.keys(BY_MENTION)];
  const said = [...held, ...Object.keys(HOLDS_NOBODY)];
  return tables
    .filter(({ name, columns }) => {
      const once = said.filter((one) => one === name).length === 1;
      return !once || (name in HOLDS_NOBODY && columns.some((column) => /^(lead|alias|other)_id$/.test(column)));
    })
    .map(({ name }) => name);
}

describe('what tables say', () => {
  test('each says what it holds of a person', () => {
    expect(unsaid(TABLES)).toEqual([]);
    const known = new Set(TABLES.map(({ name }) => name));
    const said = [...HOLDINGS.map(({ table }) => table), ...Object.keys(BY_MENTION), ...Object.keys(HOLDS_NOBODY)];
    expect(said.filter((name) => !known.has(name))).toEqual([]);
  });

  test('one that is new, and one that names a lead and says that it holds nobody, are found', () => {
    expect(unsaid([{ name: 'brand_new', columns: ['lead_id'], key: [] }])).toEqual(['brand_new']);
    expect(unsaid([{ name: 'account', columns: ['lead_id'], key: [] }])).toEqual(['account']);
  });
});

const EMAIL = 'jane.quillfeather@acme.example';
const PHONE = '+12125550123';
const NAME = 'Jane Quillfeather';
const TRACE = /quillfeather|12125550123/i;

/** Of what stays: columns that are ours, and name nobody. */
const OURS: Readonly<Record<string, ReadonlySet<string>>> = {
  message: new Set(['recipient', 'subject', 'provider_ref', 'reason']),
  decision: new Set(['facts', 'reasons']),
  audit: new Set(['input', 'change']),
};
const LINKS: Readonly<Record<string, string>> = {
  workspace_id: 'main',
  lead_id: 'lead_jane',
  other_id: 'lead_zoe',
  message_id: 'msg_jane',
  hand_off_id: 'hof_jane',
  campaign_id: 'cmp_1',
  decision_id: 'dec_jane',
};
const IDS: Readonly<Record<string, string>> = {
  lead: 'lead_jane',
  message: 'msg_jane',
  decision: 'dec_jane',
  hand_off: 'hof_jane',
};
const SPECIAL: Readonly<Record<string, unknown>> = {
  'identity.key': `e:${EMAIL}`,
  'lead.email': EMAIL,
  'lead.phone': PHONE,
  'lead.technologies': '[]',
  'lead.tags': `["${NAME}"]`,
  'lead.attributes': `{"pet":"${NAME}"}`,
  'lead_alias.alias_id': 'lead_other',
  'message.state': 'sent',
  'decision.reasons': `[{"code":"qualified","facts":{"name":"${NAME}"}}]`,
  'campaign_member.stage': 'ready',
  'campaign_member.tier': 'hot',
  'campaign_member.reason_code': 'qualified',
  'hand_off_send.state': 'sent',
  'mailbox_aside.sender': `${NAME} <${EMAIL}>`,
  'mailbox_aside.subject': 'Hello',
  'audit.id': 'aud_1',
};

let stage: Stage | null = null;
afterEach(async () => {
  await stage?.close();
  stage = null;
});

/** Writes the person into each table that may hold them. */
function plant(path: string): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF');
  const own = new Set(['suppression', ...HOLDINGS.map(({ table }) => table), ...Object.keys(BY_MENTION)]);
  for (const { name } of TABLES.filter((table) => own.has(table.name))) {
    if (name === 'suppression') continue;
    const columns = db.prepare(`SELECT name, type FROM pragma_table_info('${name}')`).all() as Row[];
    const row = columns.map(({ name: column, type }) => cellOf(name, String(column), String(type)));
    db.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`).run(...(row as string[]));
  }
  const counted = "INSERT INTO member_count VALUES ('main', 'cmp_1', 'ready', 'hot', 'qualified', 1)";
  db.exec(counted);
  db.close();
}

function cellOf(table: string, column: string, type: string): unknown {
  const special = SPECIAL[`${table}.${column}`];
  if (special !== undefined) return special;
  if (column === 'id' && IDS[table]) return IDS[table];
  if (LINKS[column]) return LINKS[column];
  if (type.toLowerCase() !== 'text') return 1;
  if (OURS[table] && !OURS[table].has(column)) return `${column}_1`;
  return JSON.stringify({ name: NAME, email: EMAIL });
}

/** Every row of every table that still names the person. */
function leftOver(path: string): string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  const left = TABLES.flatMap(({ name }) =>
    (db.prepare(`SELECT * FROM ${name}`).all() as Row[])
      .map((row) => JSON.stringify(row))
      .filter((text) => TRACE.test(text))
      .map((text) => `${name}: ${text}`),
  );
  db.close();
  return left;
}

test('who is written into every table is found in none of them afterwards', async () => {
  stage = await openStage();
  const path = `${stage.folder}/rekindle.db`;
  await stage.run('suppress add', { value: EMAIL, reason: `${NAME} called` });
  await stage.engine.store.playbooks.put({ workspaceId: 'main', hash: 'pb', name: 'p', content: '{}', createdAt: 1 });
  await stage.engine.store.campaigns.add({
    ...{ workspaceId: 'main', id: 'cmp_1', name: 'Spring', state: 'live', playbookHash: 'pb', assessedRevision: 0 },
    ...{ audience: { imports: [], tags: [], where: null, frozen: false }, createdAt: 1, launchedAt: null },
    sender: { name: 'S', address: 's@sender.example', company: 'S', postalAddress: '1', dailyCap: 1 },
    ...{ launchedBy: null, finishedAt: null },
  });
  plant(path);
  expect(leftOver(path).length).toBeGreaterThan(HOLDINGS.length);

  const document = await stage.run('person export', { lead: 'lead_jane' });
  const kinds = Object.keys(document.held as object);
  expect(HOLDINGS.filter(({ kind }) => !kinds.includes(kind)).map(({ kind }) => kind)).toEqual([]);
  const shown = await stage.run('person show', { lead: EMAIL });
  const receipt = await stage.run('person erase', { lead: EMAIL, yes: true });
  expect(leftOver(path)).toEqual([]);
  // Nor in bytes that no row points to any more.
  for (const end of ['', '-wal'])
    expect(`${end} ${TRACE.test(readFileSync(`${path}${end}`, 'latin1'))}`).toBe(`${end} false`);
  expect(Object.keys(receipt.gone as object)).toEqual(expect.arrayContaining(Object.keys(shown.goes as object)));
  expect(receipt.stays).toMatchObject({ messages: 1, decisions: 1, refusals: 4 });
});
