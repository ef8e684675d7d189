/** Lists as files: what goes out comes back as it was, runs in no spreadsheet, and adds to what stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openStage, type Row, type Stage } from '../pipeline/stage.ts';

const stages: Stage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close();
});

async function open(): Promise<Stage> {
  const stage = await openStage();
  stages.push(stage);
  return stage;
}

const standing = async (stage: Stage) =>
  ((await stage.run('suppress list', { limit: 1000 })).refusals as Row[]).map(({ told: _, ...row }) => row);
const leads = (stage: Stage) =>
  stage.sql('SELECT * FROM lead ORDER BY email').map((row) => {
    const { id: _, revision: __, created_at: ___, changed_at: ____, import_id: _____, source: ______, ...rest } = row;
    return rest;
  });

async function refuse(stage: Stage): Promise<void> {
  await stage.run('suppress add', { value: 'jane@acme.com', channel: 'email', reason: '=HYPERLINK("x"), she said' });
  await stage.run('suppress add', { value: '@beta.example' });
  await stage.run('suppress add', { value: '+12125550123', channel: 'sms' });
  await stage.run('suppress add', { account: 'gamma.example' });
  await stage.run('suppress add', { everybody: true, channel: 'voice' });
}

test.each([false, true])('a list of refusals comes back as it was (by hash: %s)', async (hashed) => {
  const [from, to] = [await open(), await open()];
  await refuse(from);
  const file = join(from.folder, 'refusals.csv');
  expect(await from.run('suppress export', { file, hashed })).toEqual({ refusals: 5 });
  const text = readFileSync(file, 'utf8');
  expect(await from.run('suppress lines', { hashed })).toEqual({ text, next: null });
  expect(text.includes('jane@acme.com')).toBe(!hashed);
  expect(text.split('\n').every((line) => !/(^|,)"?=/.test(line))).toBe(true);
  expect(await to.run('suppress import', { file })).toMatchObject({ read: 5, added: 5, standing: 0, unread: 0 });
  expect(await to.run('suppress import', { file })).toMatchObject({ read: 5, added: 0, standing: 5, unread: 0 });
  const bare = (rows: Row[]) => rows.map((row) => (hashed ? { ...row, value: null } : row));
  expect(bare(await standing(to))).toEqual(bare(await standing(from)));
  await to.run('lead add', { set: { email: 'Jane+x@acme.com' } });
  const shown = await to.run('lead show', { lead: 'jane+x@acme.com' });
  expect(shown.suppressions).toMatchObject([{ channel: 'voice' }, { channel: 'email' }]);
});

test('a long list is given in parts that make up the file', async () => {
  const stage = await open();
  const rows = Array.from({ length: 1_001 }, (_, n) => `lead-${n}@acme.com\n`);
  await stage.run('suppress import', { file: stage.file('many.csv', rows.join('')) });
  const file = join(stage.folder, 'refusals.csv');
  await stage.run('suppress export', { file });
  const first = (await stage.run('suppress lines', {})) as { text: string; next: string | null };
  const last = (await stage.run('suppress lines', { after: first.next })) as typeof first;
  expect([first.text.split('\n').length, last.next]).toEqual([1_002, null]);
  expect(first.text + last.text).toBe(readFileSync(file, 'utf8'));
});

test('hashes of another secret are told apart, and so is what cannot be read', async () => {
  const [from, to] = [await open(), await openStage({ secret: Buffer.from('another-secret-of-this-test-0123456789') })];
  stages.push(to);
  await from.run('suppress add', { value: 'jane@acme.com' });
  const file = join(from.folder, 'refusals.csv');
  await from.run('suppress export', { file, hashed: true });
  expect(await to.run('suppress import', { file })).toMatchObject({ read: 1, added: 0, unread: 1, unreadRows: [1] });
});

test('lists of others: with headers and without, merged with what stands', async () => {
  const stage = await open();
  await stage.run('lead add', { set: { email: 'jane@acme.com' } });
  const before = stage.count("SELECT revision FROM lead WHERE email = 'jane@acme.com'");
  const file = stage.file(
    'theirs.csv',
    'Name,Email Address,Phone\nJane,jane@acme.com,\nJoe,,(212) 555-0123\nZoe,none,\n',
  );
  const told = await stage.run('suppress import', { file, country: 'US', channel: 'email', reason: 'opted-out' });
  expect(told).toEqual({ read: 3, added: 2, standing: 0, unread: 1, unreadRows: [3] });
  expect(stage.count("SELECT revision FROM lead WHERE email = 'jane@acme.com'")).toBeGreaterThan(before);
  const bare = stage.file('bare.csv', 'jane@acme.com\njim@acme.com\n@delta.example\n');
  expect(await stage.run('suppress import', { file: bare, channel: 'email' })).toMatchObject({
    read: 3,
    added: 2,
    standing: 1,
    unread: 0,
  });
});

const CELLS = [
  ...[
    '=1+1',
    '@SUM(A1)',
    '+cmd|x',
    '-cmd',
    '＝1+1',
    "'=1+1",
    "'49",
    'a "quote", and a comma',
    'two\nlines',
    '-5',
    "'tis",
  ],
];

test('leads come back as they were, and no cell runs', async () => {
  const [from, to] = [await open(), await open()];
  const rows = CELLS.map(
    (cell, i) => `"${cell.replaceAll('"', '""')}",ann${i}@acme.example,+4915112345${600 + i},VP,"AWS;Stripe",4200`,
  );
  const head = 'Notes,Email,Phone,Job Title,Technologies,Budget';
  await from.run('import', { file: from.file('leads.csv', `${head}\n${rows.join('\n')}\n`), basis: 'consent' });
  await from.run('lead add', {
    set: {
      ...{
        email: 'zoe@acme.example',
        firstName: 'Zoë',
        lastName: "O'Neil",
        company: '=Evil Ltd',
        employees: '250',
        revenue: '1000000',
      },
      ...{ linkedinUrl: 'https://www.linkedin.com/in/zoe', website: 'https://acme.example', birthDate: '1980-02-29' },
      ...{
        zone: 'Europe/Berlin',
        language: 'de',
        country: 'DE',
        region: 'Berlin',
        city: 'Berlin',
        postalCode: '01234',
      },
      ...{ seniority: 'vp', department: 'Sales', industry: 'Software', companyStage: 'Series A', address: '1 Road' },
      ...{ owner: 'sam', tags: 'a;b', utmSource: 's', utmMedium: 'm', utmCampaign: 'c', utmContent: 'k', utmTerm: 't' },
      'attribute.pet': 'cat',
    },
  });
  const file = join(from.folder, 'out.csv');
  expect(await from.run('lead export', { file })).toMatchObject({ leads: CELLS.length + 1 });
  const text = readFileSync(file, 'utf8');
  expect(text.match(/(^|[,\n])"?\s*[=@＝＠]/g)).toBe(null);
  await to.run('import', { file });
  expect(leads(to).map(withoutBasis)).toEqual(leads(from).map(withoutBasis));
  expect(to.sql('SELECT DISTINCT basis FROM lead ORDER BY 1')).toEqual(
    from.sql('SELECT DISTINCT basis FROM lead ORDER BY 1'),
  );
});

/** Import keeps the words by which a basis was told, beside it, and counts it from then on. */
function withoutBasis({ basis_at: _, attributes, ...row }: Row): Row {
  const { basis: __, ...kept } = JSON.parse(String(attributes ?? '{}')) as Row;
  return { ...row, attributes: kept };
}
