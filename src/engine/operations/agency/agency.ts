/**
 * Operations of an agency, over many workspaces: own settings of one, a playbook pushed to many, who runs which version, what came of it.
 * Each asks for the whole instance.
 */
import { z } from 'zod';
import { canonicalJson } from '../../../domain/canonical-json.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { diffPlaybooks } from '../../../domain/playbook/diff.ts';
import type { Playbook } from '../../../domain/playbook/playbook.ts';
import { pushOf } from '../../../domain/playbook/push.ts';
import { ownSettingsOf, setOwnSettings } from '../../agency/settings.ts';
import { changeCampaign } from '../../campaigns.ts';
import type { Engine } from '../../engine.ts';
import type { Workspace } from '../../store-port.ts';
import { operation, Refusal } from '../operation.ts';
import { playbookOf } from '../playbooks.ts';

const common = { noun: 'agency', scope: 'instance' } as const;
const ref = z.string().min(1, 'name a playbook').describe('name of a built-in playbook, or its folder');
const named = z
  .array(z.string())
  .default([])
  .describe('only these workspaces; may be repeated; all where none is named');
/** Sentences that one campaign’s difference is told in. */
const DIFFERENCES = 50;

const Place = z.object({
  workspace: z.string(),
  campaign: z.string().nullable(),
  state: z.string().nullable(),
  runs: z.string().nullable(),
  target: z.string(),
  move: z.enum(['moves', 'current', 'over', 'stored']),
  own: z.record(z.string(), z.string()),
  differences: z.array(z.string()),
});
type PlaceShown = z.output<typeof Place>;

async function workspacesOf(engine: Engine, names: readonly string[]): Promise<readonly Workspace[]> {
  const all = await engine.store.workspaces.list(LIMITS.workspacesListed);
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find(({ id }) => id === name);
    if (found) return found;
    throw new Refusal('no-such-workspace', `there is no workspace ${name}`, 'rekindle workspace add makes one');
  });
}

/** A playbook as one workspace has it, with the campaigns that run one of its name. */
async function placesOf(engine: Engine, workspace: Workspace, asked: string) {
  const standard = playbookOf(engine, asked, {}).playbook;
  const own = ownSettingsOf(workspace, standard.name);
  const { playbook, contents } = playbookOf(engine, asked, own);
  await engine.playbooks.refresh();
  const campaigns = await engine.store.campaigns.list(workspace.id, LIMITS.campaigns);
  const mine = campaigns.flatMap((campaign) => {
    const runs = engine.playbooks.get(campaign.playbookHash).playbook;
    return runs.name === playbook.name ? [{ campaign, runs }] : [];
  });
  return { workspace, own, playbook, contents, mine };
}

function shown(place: Awaited<ReturnType<typeof placesOf>>): PlaceShown[] {
  const { workspace, own, playbook, mine } = place;
  const base = { workspace: workspace.id, target: playbook.hash, own: { ...own } };
  if (mine.length === 0) return [{ ...base, campaign: null, state: null, runs: null, move: 'stored', differences: [] }];
  return mine.map(({ campaign, runs }) => ({
    ...base,
    ...{ campaign: campaign.name, state: campaign.state, runs: runs.hash, move: pushOf(campaign, playbook.hash) },
    differences: differencesOf(runs, playbook),
  }));
}

function differencesOf(runs: Playbook, target: Playbook): string[] {
  return runs.hash === target.hash ? [] : diffPlaybooks(runs, target).slice(0, DIFFERENCES);
}

/** `agency set`: what one workspace has of its own. */
export const agencySet = operation({
  ...common,
  verb: 'set',
  command: 'agency set',
  summary: 'Set what a workspace has of its own under a playbook; it holds from the next push on',
  kind: 'local',
  input: z.strictObject({
    workspace: z.string().min(1).describe('whose they are'),
    playbook: ref,
    set: z.record(z.string(), z.string()).default({}).describe('setting=value; an empty value takes it back'),
  }),
  output: z.object({ workspace: z.string(), playbook: z.string(), own: z.record(z.string(), z.string()) }),
  positional: ['workspace', 'playbook'],
  errors: ['no-such-workspace', 'no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting'],
  role: 'manager',
  effect: 'write',
  idempotent: true,
  examples: [{ command: 'agency set acme acquisition --set targetCountries=US', says: 'then: rekindle agency push' }],
  async run({ engine }, { workspace: name, playbook: asked, set }) {
    const [workspace] = await workspacesOf(engine, [name]);
    if (!workspace) throw new Error('a workspace that is named is there');
    const said = Object.fromEntries(Object.entries(set).filter(([, value]) => value.trim() !== ''));
    const { playbook } = playbookOf(engine, asked, said);
    const own = await setOwnSettings(engine, workspace, playbook.name, set);
    return { workspace: workspace.id, playbook: playbook.name, own: { ...own } };
  },
});

/** `agency push`: one version, many workspaces. */
export const agencyPush = operation({
  ...common,
  verb: 'push',
  command: 'agency push',
  summary: 'Push a playbook to many workspaces, each with its own settings; without --yes it shows what would move',
  kind: 'local',
  input: z.strictObject({
    playbook: ref,
    workspace: named,
    yes: z.boolean().default(false).describe('do it; without it nothing changes'),
  }),
  output: z.object({ done: z.boolean(), moved: z.number(), places: z.array(Place) }),
  positional: ['playbook'],
  errors: [
    ...['no-such-workspace', 'no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting'],
    ...['changed-meanwhile', 'wrong-state'],
  ],
  role: 'manager',
  effect: 'write',
  idempotent: true,
  examples: [
    { command: 'agency push ./playbooks/spring', says: 'what would move, and how it differs' },
    { command: 'agency push ./playbooks/spring --workspace acme --yes', says: 'the same twice is once' },
  ],
  async run({ engine }, { playbook: asked, workspace, yes }) {
    // All are read before the first is changed: a mistake in one workspace’s settings moves none.
    const places = [];
    for (const one of await workspacesOf(engine, workspace)) places.push(await placesOf(engine, one, asked));
    let moved = 0;
    if (yes) for (const place of places) moved += await push(engine, place);
    return { done: yes, moved, places: places.flatMap(shown) };
  },
  print: ({ done, places }) =>
    `${places.map(line).join('\n')}\n${done ? 'Pushed.' : 'Nothing changed yet: the same with --yes does it.'}\n`,
});

async function push(engine: Engine, place: Awaited<ReturnType<typeof placesOf>>): Promise<number> {
  const { workspace, playbook, contents, mine } = place;
  const content = canonicalJson(playbook);
  const { hash, name } = playbook;
  const workspaceId = workspace.id;
  await engine.store.playbooks.put({ workspaceId, hash, name, content, contents, createdAt: engine.clock.now() });
  const moving = mine.filter(({ campaign }) => pushOf(campaign, hash) === 'moves');
  for (const { campaign } of moving) await changeCampaign(engine, campaign, { playbook, content, contents });
  return moving.length;
}

function line({ workspace, campaign, move, runs, target, differences }: PlaceShown): string {
  const what = {
    moves: `${runs} → ${target}`,
    current: target,
    over: `${runs} (over)`,
    stored: `${target} (no campaign)`,
  };
  return [`${workspace}  ${campaign ?? '-'}  ${what[move]}`, ...differences.map((one) => `    ${one}`)].join('\n');
}

/** `agency drift`: who runs which version. */
export const agencyDrift = operation({
  ...common,
  verb: 'drift',
  command: 'agency drift',
  summary: 'Which workspace runs which version of a playbook, and by which settings and words it differs from this one',
  kind: 'local',
  input: z.strictObject({ playbook: ref, workspace: named }),
  output: z.object({ current: z.number(), differ: z.number(), places: z.array(Place) }),
  positional: ['playbook'],
  errors: ['no-such-workspace', 'no-such-playbook', 'playbook-has-mistakes', 'unknown-setting', 'bad-setting'],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'agency drift acquisition', says: 'own settings are named, and count as no drift' }],
  async run({ engine }, { playbook: asked, workspace }) {
    const places: PlaceShown[] = [];
    for (const one of await workspacesOf(engine, workspace)) places.push(...shown(await placesOf(engine, one, asked)));
    const count = (move: PlaceShown['move']) => places.filter((one) => one.move === move).length;
    return { current: count('current'), differ: count('moves'), places };
  },
  print: ({ places }) => `${places.map(line).join('\n') || 'There is no workspace.'}\n`,
});

const Result = z.object({
  workspace: z.string(),
  playbook: z.string(),
  campaigns: z.number(),
  sent: z.number(),
  delivered: z.number(),
  replied: z.number(),
  positive: z.number(),
  meetings: z.number(),
});
type ResultShown = z.output<typeof Result>;

/** `agency results`: what came of it, everywhere. */
export const agencyResults = operation({
  ...common,
  verb: 'results',
  command: 'agency results',
  summary:
    'What came of campaigns, by workspace and playbook: messages sent and delivered, people who replied, said yes, booked',
  kind: 'query',
  input: z.strictObject({ workspace: named }),
  output: z.object({ results: z.array(Result) }),
  positional: [],
  errors: ['no-such-workspace'],
  role: 'viewer',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'agency results', says: 'one line for each workspace and playbook' }],
  async run({ engine }, { workspace }) {
    const results: ResultShown[] = [];
    for (const one of await workspacesOf(engine, workspace)) results.push(...(await resultsOf(engine, one.id)));
    return { results };
  },
});

/** Delivered is what left and did not come back: many servers tell no more than that. */
async function resultsOf(engine: Engine, workspace: string): Promise<ResultShown[]> {
  const { campaigns, messages } = engine.store;
  await engine.playbooks.refresh();
  const byPlaybook = new Map<string, ResultShown>();
  for (const { id, playbookHash } of await campaigns.list(workspace, LIMITS.campaigns)) {
    const { name: playbook } = engine.playbooks.get(playbookHash).playbook;
    const { states } = await messages.count(workspace, id);
    const [left, delivered, bounced] = [states.sent ?? 0, states.delivered ?? 0, states.bounced ?? 0];
    const { replied, positive, meetings } = await campaigns.answers(workspace, id);
    const before = byPlaybook.get(playbook) ?? { ...NO_RESULT, workspace, playbook };
    byPlaybook.set(playbook, {
      ...before,
      campaigns: before.campaigns + 1,
      sent: before.sent + left + delivered + bounced,
      delivered: before.delivered + left + delivered,
      ...{ replied: before.replied + replied, positive: before.positive + positive },
      meetings: before.meetings + meetings,
    });
  }
  return [...byPlaybook.values()];
}

const NO_RESULT = { campaigns: 0, sent: 0, delivered: 0, replied: 0, positive: 0, meetings: 0 };
