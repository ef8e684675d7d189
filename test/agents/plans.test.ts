/** Plans as agents and people live with them, on a real database: proposed, approved, used once, and every way round that is refused. */
import { afterEach, expect, test } from 'vitest';
import { exampleInput } from '../../src/cli/examples.ts';
import { CLIENT_MAY, ROLES } from '../../src/domain/access/role.ts';
import { commandsWithReach, needOf } from '../../src/engine/operations/agents/reach.ts';
import { allOperations } from '../../src/engine/operations/table.ts';
import { type ApiStage, runIn } from '../api/stage.ts';
import { addLeads, ask, openAgentStage, PERSON, readyCampaign, refusalOf } from './stage.ts';

let stage: ApiStage;
let isOpen = false;
afterEach(async () => {
  if (isOpen) await stage.close();
  isOpen = false;
});

async function open(leads: number): Promise<void> {
  stage = await openAgentStage();
  isOpen = true;
  await readyCampaign(stage, leads);
}

const LAUNCH = { campaign: 'spring' };
const proposal = (more: object = {}) => ({
  operation: 'campaign launch',
  input: LAUNCH,
  why: 'the list is clean',
  ...more,
});

async function approved(): Promise<string> {
  const { plan } = await ask(stage, 'plan propose', proposal());
  await ask(stage, 'plan approve', { plan }, PERSON);
  return plan as string;
}

/** As it is after a launch in a live workspace. */
async function liveWorkspace(): Promise<void> {
  const { workspaces, campaigns } = stage.engine.store;
  const workspace = await workspaces.get('main');
  const found = await campaigns.get('main', 'spring');
  if (!workspace || !found) throw new Error('nothing is there');
  await workspaces.save({ ...workspace, mode: 'live' });
  await campaigns.save({ ...found, state: 'live' }, found.state);
}

test('an agent launches by a plan that a person approved, once', async () => {
  await open(20);
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH))).toBe('plan-needed');
  const proposed = await ask(stage, 'plan propose', proposal());
  expect(proposed).toMatchObject({
    state: 'proposed',
    people: 20,
    campaigns: ['spring'],
    mode: 'dry',
    decidedBy: null,
  });
  expect((proposed.planned as { email: number }).email).toBeGreaterThanOrEqual(20);
  const plan = proposed.plan as string;
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan }))).toBe('plan-not-approved');
  await ask(stage, 'plan approve', { plan, seen: proposed.seen }, PERSON);
  expect(await ask(stage, 'campaign launch', LAUNCH, { plan })).toMatchObject({ state: 'live', enrolled: 20 });
  expect(await ask(stage, 'plan show', { plan })).toMatchObject({
    ...{ state: 'used', outcome: 'done', decidedBy: 'user:ann@acme.example' },
  });
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan }))).toBe('plan-used');
});

test('an agent enrolls by a plan that says whom, and why not the others', async () => {
  await open(10);
  await runIn(stage, 'main', 'assess', LAUNCH);
  await runIn(stage, 'main', 'campaign launch', LAUNCH);
  await addLeads(stage, 10, 16);
  await runIn(stage, 'main', 'suppress add', { value: 'ann10@acme10.example' });
  const input = { into: 'spring', everybody: true };
  expect(await refusalOf(ask(stage, 'bulk enroll', input))).toBe('plan-needed');
  expect(await refusalOf(ask(stage, 'bulk enroll', input, { as: 'person', role: 'operator' }))).toBe('role-too-low');
  const words = { operation: 'bulk enroll', input, why: 'they asked for it' };
  const proposed = await ask(stage, 'plan propose', words);
  expect(proposed).toMatchObject({ people: 5, campaigns: ['spring'], excluded: expect.anything() });
  expect(JSON.stringify(proposed.excluded)).toContain('already-enrolled');
  const plan = proposed.plan as string;
  await ask(stage, 'plan approve', { plan }, PERSON);
  expect(await ask(stage, 'bulk enroll', input, { plan })).toMatchObject({ state: 'done', changed: 5, skipped: 11 });
});

test('a plan is good for its own key, its own operation and its own input', async () => {
  await open(5);
  const plan = await approved();
  const other = { plan, actor: 'key:rk_other (assistant)' };
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, other))).toBe('plan-not-yours');
  expect(await refusalOf(ask(stage, 'campaign resume', LAUNCH, { plan }))).toBe('plan-other-act');
  expect(await refusalOf(ask(stage, 'campaign launch', {}, { plan }))).toBe('plan-other-act');
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan: 'pln_none' }))).toBe('no-such-plan');
  expect(stage.count("SELECT COUNT(*) FROM campaign WHERE state = 'live'")).toBe(0);
  expect(await ask(stage, 'campaign launch', LAUNCH, { plan })).toMatchObject({ state: 'live' });
});

test('nobody approves by a key, nor what they proposed, nor what their role does not allow', async () => {
  await open(5);
  const { plan } = await ask(stage, 'plan propose', proposal());
  expect(await refusalOf(ask(stage, 'plan approve', { plan }))).toBe('people-only');
  expect(await refusalOf(ask(stage, 'plan approve', { plan }, { as: 'program', role: 'admin' }))).toBe('people-only');
  expect(await refusalOf(ask(stage, 'plan refuse', { plan }, { as: 'program', role: 'admin' }))).toBe('people-only');
  expect(await refusalOf(ask(stage, 'plan approve', { plan }, { ...PERSON, role: 'operator' }))).toBe('role-too-low');
  const { plan: own } = await ask(stage, 'plan propose', proposal(), PERSON);
  expect(await refusalOf(ask(stage, 'plan approve', { plan: own }, PERSON))).toBe('plan-own');
  expect(await refusalOf(ask(stage, 'plan approve', { plan, seen: 'else' }, PERSON))).toBe('plan-changed');
  expect((await runIn(stage, 'main', 'plan approve', { plan: plan as string })).state).toBe('approved');
});

test('a plan whose time is over, that was refused or withdrawn, is good for nothing', async () => {
  await open(5);
  const late = await approved();
  const refused = await approved();
  const withdrawn = await approved();
  await ask(stage, 'plan refuse', { plan: refused }, PERSON);
  await ask(stage, 'plan withdraw', { plan: withdrawn });
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan: refused }))).toBe('plan-refused');
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan: withdrawn }))).toBe('plan-withdrawn');
  stage.clock.moveTo(stage.clock.now() + 24 * 3_600_000);
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan: late }))).toBe('plan-expired');
  expect((await ask(stage, 'plan show', { plan: late })).state).toBe('expired');
  expect(stage.count("SELECT COUNT(*) FROM campaign WHERE state = 'live'")).toBe(0);
});

test('of many uses of one plan at once, one launches', async () => {
  await open(10);
  const plan = await approved();
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan }))),
  );
  expect(outcomes.filter((one) => one === 'done')).toHaveLength(1);
  expect(new Set(outcomes)).toEqual(new Set(['done', 'plan-used']));
});

test('an audience that grew needs another yes, and is told by count and by name; a few that left do not', async () => {
  await open(20);
  const plan = await approved();
  await addLeads(stage, 20, 25);
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan }))).toBe('plan-changed');
  const changed = await ask(stage, 'plan show', { plan });
  expect(changed).toMatchObject({
    state: 'proposed',
    people: 25,
    decidedBy: null,
    change: { was: 20, is: 25, added: 5, left: 0 },
  });
  expect((changed.change as { addedSamples: string[] }).addedSamples).toHaveLength(5);
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan }))).toBe('plan-not-approved');
  await ask(stage, 'plan approve', { plan }, PERSON);
  await runIn(stage, 'main', 'suppress add', { value: 'ann3@acme3.example' });
  expect(await ask(stage, 'campaign launch', LAUNCH, { plan })).toMatchObject({ state: 'live', enrolled: 24 });
});

test('another sender, other words or another pace need another yes', async () => {
  await open(20);
  const plan = await approved();
  await runIn(stage, 'main', 'campaign change', { campaign: 'spring', set: { targetCountries: 'US,GB' } });
  expect(await refusalOf(ask(stage, 'campaign launch', LAUNCH, { plan }))).toBe('plan-changed');
  expect((await ask(stage, 'plan show', { plan })).change).toMatchObject({ content: true, added: 0, left: 0 });
});

test('what writes is done by scope until a campaign is live, then by a plan; stopping is always free', async () => {
  await open(5);
  const lead = { set: { email: 'new@else.example' }, basis: 'consent' };
  expect(await refusalOf(ask(stage, 'lead add', lead))).toBe('done');
  expect(await refusalOf(ask(stage, 'lead add', lead, { role: 'viewer' }))).toBe('role-too-low');
  await liveWorkspace();
  expect(await refusalOf(ask(stage, 'lead add', lead))).toBe('plan-needed');
  expect(await refusalOf(ask(stage, 'lead add', lead, { as: 'program' }))).toBe('done');
  expect(await refusalOf(ask(stage, 'campaign pause', LAUNCH))).toBe('done');
  expect(await refusalOf(ask(stage, 'lead add', lead))).toBe('done');
});

test('a plan is refused where none is needed, for people’s own business, and for files', async () => {
  await open(5);
  const of = (operation: string, input: object = {}) =>
    refusalOf(ask(stage, 'plan propose', proposal({ operation, input }), { role: 'admin' }));
  expect(await of('lead list')).toBe('plan-not-needed');
  expect(await of('key create', { name: 'x', role: 'admin' })).toBe('people-only');
  expect(await of('plan approve', { plan: 'x' })).toBe('people-only');
  expect(await of('no such thing')).toBe('no-such-operation');
  expect(await refusalOf(ask(stage, 'plan propose', proposal(), { role: 'viewer' }))).toBe('role-too-low');
  expect(await of('message reply', { reply: 'evt_1', text: 'x'.repeat(30_000) })).toBe('plan-too-long');
});

test('no more plans are open than a person reads', async () => {
  await open(1);
  const one = () => refusalOf(ask(stage, 'plan propose', proposal()));
  for (let i = 0; i < 50; i++) expect(await one()).toBe('done');
  expect(await one()).toBe('plan-too-many');
  stage.clock.moveTo(stage.clock.now() + 25 * 3_600_000);
  expect(await one()).toBe('done');
});

test('role, kind and plan: what needs a plan is refused to an agent without one, by whatever role, and to no program', async () => {
  await open(1);
  await liveWorkspace();
  const wrong: string[] = [];
  let asked = 0;
  for (const operation of allOperations()) {
    const { command, role: least } = operation;
    const input = operation.input.safeParse(exampleInput(operation));
    const need = needOf(operation, { isDryRun: false, isLive: true });
    if (!input.success || need === 'free' || need === 'scope' || (input.data as { dryRun?: boolean }).dryRun) continue;
    asked++;
    for (const role of ROLES) {
      const refused = await refusalOf(ask(stage, command, exampleInput(operation), { role }));
      const low =
        role === 'client' ? 'not-for-clients' : ROLES.indexOf(role) < ROLES.indexOf(least) ? 'role-too-low' : null;
      const may = CLIENT_MAY.has(command) && role === 'client' ? null : low;
      const whole = operation.scope === 'instance' ? 'whole-instance-only' : null;
      const expected = whole ?? may ?? (need === 'plan' ? 'plan-needed' : 'people-only');
      if (refused !== expected) wrong.push(`${command} by ${role}: ${refused}, not ${expected}`);
    }
  }
  expect(asked).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
});

test('every operation that writes says how far it reaches', () => {
  const stated = new Set(commandsWithReach());
  const unsaid = allOperations().filter(({ effect, command }) => effect === 'write' && !stated.has(command));
  expect(unsaid.map(({ command }) => command)).toEqual([]);
  const known = new Map(allOperations().map((one) => [one.command, one]));
  expect([...stated].filter((command) => !known.has(command))).toEqual([]);
  expect(stated.size).toBe(commandsWithReach().length);
});
