/** Operations on teams: who takes hand-offs, by which rules, and where they are sent. */
import { z } from 'zod';
import {
  BY_EMAIL,
  memberOf,
  RULE_FACTS,
  ruleOf,
  type Team,
  TeamNameSchema,
  TeamSettingsSchema,
} from '../../../domain/handoff/team.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const Shown = z.object({
  name: z.string(),
  members: z.array(z.object({ address: z.string(), most: z.number().nullable() })),
  rules: z.array(z.object({ fact: z.string(), is: z.string(), owner: z.string() })),
  targets: z.array(z.string()),
  claimWithinMinutes: z.number().nullable(),
  escalateTo: z.string().nullable(),
});

function shown({ name, settings }: Team): z.output<typeof Shown> {
  const { members, rules, targets, claimWithinMinutes, escalateTo } = settings;
  return { name, members: [...members], rules: [...rules], targets: [...targets], claimWithinMinutes, escalateTo };
}

const words = (says: string) => z.array(z.string()).optional().describe(says);

/** `team set`: a team is as it is said; what is left out stays. */
export const teamSet = operation({
  noun: 'team',
  verb: 'set',
  command: 'team set',
  summary: 'Say who takes the hand-offs to a team, by which rules, and where they are sent; what is left out stays',
  kind: 'command',
  input: z.strictObject({
    name: TeamNameSchema.describe('as playbooks name it: sales'),
    member: words('ann@acme.com, or ann@acme.com=5 for five at a time; may be repeated, and takes turns in this order'),
    rule: words(`country=DE:ann@acme.com; ${RULE_FACTS.join(', ')}; may be repeated, the first that fits counts`),
    target: words(`a connection, or ${BY_EMAIL} for the owner’s mailbox; may be repeated`),
    within: z.int().min(0).optional().describe('minutes in which somebody must claim it; 0 = no clock'),
    escalate: z.string().optional().describe('address that it goes to when nobody did; none = nobody'),
  }),
  output: Shown,
  positional: ['name'],
  errors: ['bad-team'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'team remove',
  examples: [
    {
      command: 'team set sales --member ann@acme.com=5 --member bob@acme.com --target crm --target email',
      says: 'in turn, Ann five at a time; into the CRM, and to the owner by mail',
    },
    { command: 'team set sales --within 30 --escalate eve@acme.com', says: 'unclaimed for half an hour, it is Eve’s' },
  ],
  async run({ engine, workspaceId }, input) {
    const now = engine.clock.now();
    await engine.store.workspaces.ensure(workspaceId, now);
    const before = await engine.store.handOffs.team(workspaceId, input.name);
    const parsed = TeamSettingsSchema.safeParse({ ...before?.settings, ...changesOf(input) });
    if (!parsed.success) throw badTeam(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
    const team = { workspaceId, name: input.name, settings: parsed.data, turn: before?.turn ?? 0 };
    await refuseStrangers({ engine, workspaceId }, team);
    await engine.store.handOffs.saveTeam(team, now);
    return shown(team);
  },
});

interface TeamWords {
  readonly member?: readonly string[] | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly target?: readonly string[] | undefined;
  readonly within?: number | undefined;
  readonly escalate?: string | undefined;
}

function changesOf({ member, rule, target, within, escalate }: TeamWords) {
  return {
    ...(member === undefined ? {} : { members: member.map((text) => memberOf(text) ?? unread('member', text)) }),
    ...(rule === undefined ? {} : { rules: rule.map((text) => ruleOf(text) ?? unread('rule', text)) }),
    ...(target === undefined ? {} : { targets: [...new Set(target)] }),
    ...(within === undefined ? {} : { claimWithinMinutes: within === 0 ? null : within }),
    ...(escalate === undefined ? {} : { escalateTo: escalate === 'none' ? null : escalate }),
  };
}

function unread(what: string, text: string): never {
  throw badTeam([`${what} “${text}” cannot be read`]);
}

function badTeam(problems: readonly string[]): Refusal {
  return new Refusal('bad-team', problems.join('; '), 'rekindle team set --help shows how each is written');
}

/** A rule for somebody who is no member, and a target that is no connection, would only be noticed when a lead is hot. */
async function refuseStrangers(
  { engine, workspaceId }: Pick<OperationContext, 'engine' | 'workspaceId'>,
  { settings: { members, rules, targets } }: Team,
): Promise<void> {
  const strangers = rules.filter(({ owner }) => !members.some(({ address }) => address === owner));
  const connections = await engine.store.connections.list(workspaceId, LIMITS.connectionsOnRecord);
  const unknown = targets.filter((target) => target !== BY_EMAIL && !connections.some(({ name }) => name === target));
  const problems = [
    ...strangers.map(({ owner }) => `the rule for ${owner} names nobody of the team`),
    ...unknown.map((target) => `there is no connection ${target}`),
  ];
  if (problems.length > 0) throw badTeam(problems);
}

/** `team list`: all of a workspace. */
export const teamList = operation({
  noun: 'team',
  verb: 'list',
  command: 'team list',
  summary: 'The teams that take hand-offs',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ teams: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'team list', says: 'members, rules, targets and clocks' }],
  async run({ engine, workspaceId }) {
    return { teams: (await engine.store.handOffs.teams(workspaceId, LIMITS.teams)).map(shown) };
  },
});

/** `team remove`: its hand-offs stay. */
export const teamRemove = operation({
  noun: 'team',
  verb: 'remove',
  command: 'team remove',
  summary: 'Remove a team; hand-offs that it has stay, and later ones are tasks of nobody',
  kind: 'command',
  input: z.strictObject({ name: z.string().min(1).describe('name of the team') }),
  output: z.object({ removed: z.string() }),
  positional: ['name'],
  errors: ['no-such-team'],
  role: 'manager',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  examples: [{ command: 'team remove sales', says: 'team set makes it anew' }],
  async run({ engine, workspaceId }, { name }) {
    if (await engine.store.handOffs.removeTeam(workspaceId, name)) return { removed: name };
    throw new Refusal('no-such-team', `there is no team “${name}”`, 'rekindle team list names them');
  },
});
