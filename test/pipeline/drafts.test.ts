/** Playbooks that are being written: kept, checked, tried and published by operations, as the editor of the app does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStage, type Row, SENDER, type Stage, TUESDAY } from './stage.ts';

const DAY_MS = 86_400_000;
let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

interface Shown extends Row {
  readonly files: Record<string, string>;
}
const show = async (playbook = 'acquisition') => (await stage.run('draft show', { playbook })) as unknown as Shown;
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const LEADS = `First Name,Email,Country,Industry,Title,Company,Employees
Ann,ann@acme.example,US,Software,VP Sales,Acme,120
Bob,bob@bolt.example,US,Software,Chief Executive Officer,Bolt,80
,cy@core.example,US,Software,Founder,,40
`;

async function campaign(): Promise<void> {
  await stage.run('import', { file: stage.file('leads.csv', LEADS), basis: 'consent' });
  await stage.run('campaign create', {
    ...SENDER,
    name: 'spring',
    playbook: 'acquisition',
    set: { offer: 'sell more' },
  });
  await stage.run('assess', { campaign: 'spring' });
}

/** The files with another day for one step. */
function later(files: Record<string, string>, from: string, to: string): Record<string, string> {
  const text = files['playbook.yaml'] ?? '';
  expect(text).toContain(from);
  return { ...files, 'playbook.yaml': text.replace(from, to) };
}
const OLD = 'day: 5, template: cool-2-trends';

test('a built-in playbook is the draft until one is saved; who saves over another one is told', async () => {
  const built = await show();
  expect(built).toMatchObject({ from: 'built-in', revision: 0, changedBy: null });
  expect(Object.keys(built.files)).toContain('templates/hot-1-call-request.liquid');
  const files = later(built.files, OLD, 'day: 6, template: cool-2-trends');
  expect(await stage.run('draft save', { playbook: 'acquisition', files })).toEqual({
    playbook: 'acquisition',
    revision: 1,
  });
  expect(await show()).toMatchObject({ from: 'draft', revision: 1, changedBy: 'test', files });
  expect(await code(stage.run('draft save', { playbook: 'acquisition', files }))).toBe('changed-meanwhile');
  expect(await stage.run('draft save', { playbook: 'acquisition', files, revision: 1 })).toMatchObject({ revision: 2 });
  expect(await stage.run('draft save', { playbook: 'mine', from: 'acquisition' })).toMatchObject({ revision: 1 });
  expect(await stage.run('draft check', { playbook: 'mine' })).toMatchObject({ ok: true });
  await stage.run('draft drop', { playbook: 'mine' });
  expect(await stage.run('draft list')).toMatchObject({ drafts: [{ playbook: 'acquisition', revision: 2 }] });
  expect(await stage.run('draft drop', { playbook: 'acquisition' })).toMatchObject({ dropped: true });
  expect(await show()).toMatchObject({ from: 'built-in' });
  expect(await code(stage.run('draft show', { playbook: 'nothing-here' }))).toBe('no-such-playbook');
  const large = { 'templates/a.liquid': 'x'.repeat(900_000) };
  expect(await code(stage.run('draft save', { playbook: 'large', files: large }))).toBe('draft-too-large');
});

test('a draft is checked as its campaign would run it: mistakes by place, differences in sentences', async () => {
  await campaign();
  const { files } = await show();
  const asked = { playbook: 'acquisition', campaign: 'spring' };
  expect(await stage.run('draft check', asked)).toMatchObject({ ok: true, findings: [], differences: [] });
  const changed = later(files, OLD, 'day: 6, template: cool-2-trends');
  const found = await stage.run('draft check', { ...asked, files: changed });
  expect(found).toMatchObject({ ok: true, campaign: { name: 'spring', state: 'draft', underWay: 0 } });
  expect(String(found.differences)).toContain('long-term-nurture');
  const wrong = await stage.run('draft check', { ...asked, files: later(files, OLD, 'day: 5, template: nowhere') });
  expect(wrong).toMatchObject({ ok: false, hash: null });
  expect((wrong.findings as Row[])[0]).toMatchObject({ file: 'playbook.yaml', code: 'unknown-template' });
  expect((wrong.findings as Row[])[0]?.line).toBeGreaterThan(100);
});

test('its stories are run before it is kept', { timeout: 60_000 }, async () => {
  const { files } = await show();
  const few = Object.fromEntries(
    Object.entries(files).filter(([path]) => !path.startsWith('scenarios/') || path.includes('hot-lead')),
  );
  const asked = { playbook: 'acquisition', files: few };
  expect(await stage.run('draft test', asked)).toMatchObject({ passed: 1, failed: 0 });
  const other = later(few, 'day: 1, template: hot-2-result', 'day: 2, template: hot-2-result');
  const told = await stage.run('draft test', { ...asked, files: other });
  expect(told).toMatchObject({ passed: 0, failed: 1 });
  expect(JSON.stringify(told.scenarios)).toContain('hot-2-result');
});

test('a template is rendered for leads that there are; a fact that is missing is named, and has no words', async () => {
  await campaign();
  const { files } = await show();
  const template = 'templates/hot-1-call-request.liquid';
  const bare = {
    ...files,
    [template]: '---\nsubject: For {{ lead.company }}\n---\nHi {{ lead.firstName | default: "there" }}\n',
  };
  const asked = { playbook: 'acquisition', campaign: 'spring', template: 'hot-1-call-request' };
  const one = await stage.run('draft render', { ...asked, lead: 'ann@acme.example' });
  expect(one).toMatchObject({ channel: 'email', sender: 'Sam Sender', isExampleSender: false });
  expect((one.leads as Row[])[0]).toMatchObject({ refused: null, hints: [], segments: 0 });
  expect(JSON.stringify(one.leads)).toContain('We help companies in Software sell more');
  const all = (await stage.run('draft render', { ...asked, many: 20, files: bare })).leads as Row[];
  const refused = all.map((lead) => (lead.refused as Row | null)?.variable ?? null);
  expect(refused.toSorted()).toEqual(['lead.company', null, null]);
  expect(all.find(({ refused: why }) => why !== null)?.words).toBeNull();
  const sent = { ...files, [template]: '---\nsubject: Act now!!\n---\nWho? Why?\n' };
  const loud = (await stage.run('draft render', { ...asked, files: sent })).leads as { hints: { code: string }[] }[];
  expect(loud[0]?.hints.map((hint) => hint.code)).toEqual(['several-requests', 'no-sender', 'loud']);
  expect(await code(stage.run('draft render', { ...asked, template: 'nowhere' }))).toBe('no-such-template');
});

test('published, it is what the campaign runs: who is under way ends as they began', async () => {
  await campaign();
  await stage.run('campaign launch', { campaign: 'spring' });
  const { files } = await show();
  const changed = later(files, OLD, 'day: 6, template: cool-2-trends');
  await stage.run('draft save', { playbook: 'acquisition', files: changed });
  const asked = { playbook: 'acquisition', campaign: 'spring' };
  expect(await code(stage.run('draft publish', { ...asked, revision: 7 }))).toBe('changed-meanwhile');
  const before = await stage.run('campaign show', { campaign: 'spring' });
  const published = await stage.run('draft publish', { ...asked, revision: 1 });
  expect(published).toMatchObject({ campaign: 'spring', from: (before.playbook as Row).hash });
  const after = await stage.run('campaign show', { campaign: 'spring' });
  expect(after.playbook).toEqual({ name: 'acquisition', hash: published.hash });
  expect(after.settings).toMatchObject({ offer: 'sell more' });
  expect(await stage.run('draft check', asked)).toMatchObject({ differences: [], campaign: { underWay: 3 } });
  await stage.liveUntil(TUESDAY + 8 * DAY_MS);
  const hashes = stage.sql('SELECT DISTINCT playbook_hash AS hash FROM message');
  expect(hashes).toEqual([{ hash: (before.playbook as Row).hash }]);
});

test('what became of each template is counted: made, sent, answered, in doubt, refused', async () => {
  await campaign();
  await stage.run('campaign launch', { campaign: 'spring' });
  await stage.liveUntil(TUESDAY + DAY_MS / 2);
  const asked = () => stage.run('campaign figures', { campaign: 'spring' }) as Promise<{ templates: Row[] }>;
  const { templates } = await asked();
  const all = (name: string, of = templates) => of.reduce((sum, one) => sum + Number(one[name]), 0);
  expect([all('attempted'), all('sent'), all('error'), all('replied')]).toEqual([3, 3, 0, 0]);
  const [first] = stage.sql('SELECT lead_id AS lead, id FROM message ORDER BY id LIMIT 1');
  await stage.run('event record', { lead: first?.lead, kind: 'replied', text: 'Please call me.', message: first?.id });
  expect(all('replied', (await asked()).templates)).toBe(1);
});
