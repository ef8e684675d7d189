/** Whose messages would have no words: told by the pre-flight, and then refused by the same reason, lead by lead, when they fall due. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LIMITS } from '../../src/domain/limits.ts';
import { printPreflight } from '../../src/engine/operations/print/campaign.ts';
import { writePlaybook } from './small-playbook.ts';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

const DAY_MS = 86_400_000;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

interface Words {
  readonly looked: number;
  readonly leads: number;
  readonly tried: number;
  readonly templates: readonly Row[];
  readonly first: readonly (Row & { readonly leadId: string; readonly template: string; readonly missing: string })[];
  readonly later: readonly string[];
}

/** Everybody is hot; `words`: bodies of templates, by name. */
async function begin(rows: readonly string[], steps: readonly string[], words: Readonly<Record<string, string>>) {
  const file = stage.file('leads.csv', `First Name,Email,Phone,Company,Country,Industry\n${rows.join('\n')}\n`);
  await stage.run('import', { file, basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', steps });
  for (const [name, body] of Object.entries(words)) {
    const matter = name.startsWith('sms-') ? 'channel: sms' : `subject: ${name}`;
    writeFileSync(join(playbook, 'templates', `${name}.liquid`), `---\n${matter}\n---\n${body}\n`);
  }
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess', { campaign: 'spring' });
}

const check = async () =>
  (await stage.run('campaign check', { campaign: 'spring' })) as Row & { readonly words: Words };
const item = (checked: Row) => (checked.items as Row[]).find((one) => one.check === 'words');
const named = ({ first }: Words) =>
  first.map(({ name, template, missing }) => `${name} ${template} ${missing}`).toSorted();
const refused = () =>
  stage.sql(`SELECT m.lead_id AS leadId, m.template, m.reason_code AS code, json_extract(m.reason, '$.facts.variable') AS missing
    FROM message m WHERE m.state = 'refused' ORDER BY m.lead_id, m.template`);

const PEOPLE = [
  'Ann,ann@one.example,,One,US,Software',
  'Ben,ben@two.example,,,US,Software',
  ',cat@three.example,,Three,US,Software',
  ',dan@four.example,,,US,Software',
];

test('who is told beforehand is who is refused, each by the same fact, and nobody else is', async () => {
  await begin(PEOPLE, ['{ kind: email, day: 0, template: one }', '{ kind: email, day: 2, template: two }'], {
    one: 'Hi {{ lead.firstName }}',
    two: '{% if lead.firstName %}Hi {{ lead.firstName }}, {% endif %}{{ lead.company }}',
  });
  const checked = await check();
  const { words } = checked;
  expect(words).toMatchObject({ looked: 4, leads: 3, tried: 2, later: [] });
  const at = { sequence: 'fast', code: 'missing-variable', leads: 2 };
  expect(words.templates).toEqual([
    { ...at, step: 'email-0', template: 'one', missing: 'lead.firstName' },
    { ...at, step: 'email-2', template: 'two', missing: 'lead.company' },
  ]);
  expect(named(words)).toEqual([
    'Ben two lead.company',
    'cat@three.example one lead.firstName',
    'dan@four.example one lead.firstName',
    'dan@four.example two lead.company',
  ]);
  // It warns; the launch is free.
  expect(checked.ready).toBe(true);
  expect(item(checked)).toMatchObject({ ok: false, blocks: false });
  expect(String(item(checked)?.says)).toContain('of 4 leads, 3 would get no words of 2 of 2 templates');
  const printed = printPreflight(checked as never);
  expect(printed).toContain('2  lead.company, in two (fast, email-2)');
  expect(printed).toContain('Ben: lead.company, in two');
  await stage.run('campaign launch', { campaign: 'spring' });
  await stage.liveUntil(TUESDAY + 4 * DAY_MS);
  const foreseen = words.first
    .map(({ leadId, template, missing, code }) => ({ leadId, template, code, missing }))
    .toSorted((a, b) => (`${a.leadId} ${a.template}` < `${b.leadId} ${b.template}` ? -1 : 1));
  expect(refused()).toEqual(foreseen);
  expect(stage.count("SELECT COUNT(*) FROM message WHERE state = 'sent'")).toBe(4);
});

test('what cannot come is not told: other branches, conditions that fail, ways to which there is no address', async () => {
  await begin(
    ['Ann,ann@one.example,,One,US,Software', 'Ben,ben@two.example,+12025550123,,US,Software'],
    [
      '{ kind: sms, day: 0, template: sms-hello, otherwise: named }',
      '{ id: named, kind: branch, day: 0, when: \'lead.company != null && lead.company == "One"\', then: with, otherwise: without }',
      '{ id: with, kind: email, day: 1, template: with }',
      '{ id: without, kind: email, day: 2, template: without }',
      '{ id: maybe, kind: email, day: 3, template: maybe, when: \'lead.city == "Paris"\' }',
    ],
    {
      'sms-hello': 'Hi {{ lead.city }}',
      with: '{{ lead.company }}',
      without: 'Hi {{ lead.firstName }}',
      maybe: '{{ lead.city }}',
    },
  );
  const { words } = await check();
  expect(named(words)).toEqual(['Ben sms-hello lead.city']);
  expect([words.looked, words.tried]).toEqual([2, 3]);
});

test('whoever is under way is looked at from the step on that comes next, and on the facts of their own passage', async () => {
  await begin(PEOPLE, ['{ kind: email, day: 0, template: one }', '{ kind: email, day: 2, template: two }'], {
    one: 'Hi {{ lead.firstName }}',
    two: '{{ lead.company }}',
  });
  await stage.run('campaign launch', { campaign: 'spring' });
  await stage.liveUntil(TUESDAY + DAY_MS);
  const { words } = await check();
  expect(named(words)).toEqual(['Ben two lead.company', 'dan@four.example two lead.company']);
  expect(words).toMatchObject({ looked: 4, leads: 2, tried: 1 });
});

test('all are counted, however many pages they fill; the first are named', async () => {
  const many = LIMITS.toComePage + 30;
  const rows = Array.from({ length: many }, (_, n) => `P${n},p${n}@one.example,,${n % 2 ? 'One' : ''},US,Software`);
  await begin(rows, ['{ kind: email, day: 0, template: one }'], { one: '{{ lead.company }}' });
  const { words } = await check();
  expect(words).toMatchObject({ looked: many, leads: many / 2 });
  expect(words.templates).toMatchObject([{ leads: many / 2, missing: 'lead.company' }]);
  expect(words.first).toHaveLength(LIMITS.wordlessTold);
});

test('where every fact is known, or nobody is there, it says what was looked at', async () => {
  await begin(PEOPLE, ['{ kind: email, day: 0, template: one }'], { one: 'Hi {{ lead.firstName | default: "you" }}' });
  expect(item(await check())).toMatchObject({
    ok: true,
    says: '4 leads and 1 template looked at: no fact is missing',
  });
});
