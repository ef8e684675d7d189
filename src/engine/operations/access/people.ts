/** Operations on people who log in: add, list, remove, reset. A first password is told once, when it is made. */
import { z } from 'zod';
import { EVERY_PLACE, ROLES } from '../../../domain/access/role.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { normaliseEmail } from '../../../domain/verify/email-key.ts';
import { refusalOf, refuseUnlessMayGive } from '../../access/caller.ts';
import { hashPassword, makePassword } from '../../access/passwords.ts';
import type { UserAccount } from '../../store-port.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const everywhere = z.boolean().default(false).describe('in all workspaces of the instance, not in this one alone');
const email = z.string().min(3).max(254).describe('e-mail address by which the person logs in');
const Person = z.object({
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  workspace: z.string().nullable().describe('null = all of them'),
  givenAt: z.string(),
  givenBy: z.string(),
});
const password = z.string().nullable().describe('to begin with; told once, null in an answer that is told again');

async function placeOf(context: OperationContext, isEverywhere: boolean): Promise<string> {
  return isEverywhere ? EVERY_PLACE : (await workspaceOf(context)).id;
}

function addressOf(text: string): string {
  const address = normaliseEmail(text)?.toLowerCase();
  if (address) return address;
  throw new Refusal('not-an-address', `“${text}” is no e-mail address`, 'write it as ann@acme.com');
}

async function known({ engine }: OperationContext, text: string): Promise<UserAccount> {
  const user = await engine.store.access.userByEmail(addressOf(text));
  if (user) return user;
  throw new Refusal('no-such-user', `nobody logs in as “${text}”`, 'rekindle user list names those who do');
}

/** Null = the person is known already, with a password of their own. */
async function addAccount(context: OperationContext, address: string, name: string): Promise<string | null> {
  const { engine, actor } = context;
  if (await engine.store.access.userByEmail(address)) return null;
  const first = makePassword();
  const added = await engine.store.access.addUser({
    ...{ id: engine.ids.next('usr'), email: address, name, password: await hashPassword(first) },
    ...{ createdAt: engine.clock.now(), createdBy: actor },
  });
  return added ? first : null;
}

/** `user add`. */
export const userAdd = operation({
  noun: 'user',
  verb: 'add',
  command: 'user add',
  summary: 'Let a person log in, or give somebody who does another role; a first password is shown once',
  kind: 'command',
  input: z.strictObject({
    email,
    role: z.enum(ROLES).describe(ROLES.join(', ')),
    name: z.string().trim().max(200).default('').describe('as others know the person'),
    everywhere,
  }),
  output: Person.extend({ password }),
  positional: ['email'],
  errors: ['not-an-address', 'role-too-low', 'whole-instance-only'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  toldOnce: ['password'],
  undo: 'user remove',
  examples: [
    {
      command: 'user add ann@acme.example --role admin --everywhere',
      says: 'the first admin, who may then do the rest',
    },
    { command: 'user add bob@customer.example --role client', says: 'a customer, who looks at this workspace' },
  ],
  async run(context, { email: text, role, name, everywhere: all }) {
    const { engine, actor } = context;
    const address = addressOf(text);
    const workspaceId = await placeOf(context, all);
    refuseUnlessMayGive(context, { role, workspaceId });
    const first = await addAccount(context, address, name);
    const user = await known(context, address);
    const givenAt = engine.clock.now();
    await engine.store.access.giveRole({ workspaceId, userId: user.id, role, givenAt, givenBy: actor });
    return {
      ...{ email: user.email, name: user.name, role, workspace: workspaceId || null },
      ...{ givenAt: new Date(givenAt).toISOString(), givenBy: actor, password: first },
    };
  },
});

/** `user list`. */
export const userList = operation({
  noun: 'user',
  verb: 'list',
  command: 'user list',
  summary: 'Who may log in here, and what they may do',
  kind: 'query',
  input: z.strictObject({ everywhere }),
  output: z.object({ users: z.array(Person) }),
  positional: [],
  errors: ['whole-instance-only'],
  role: 'admin',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'user list', says: 'of this workspace; --everywhere: those who have a role in all of them' }],
  async run(context, { everywhere: all }) {
    const { access } = context.engine.store;
    const workspaceId = await placeOf(context, all);
    refuseUnlessMayGive(context, { role: 'client', workspaceId });
    const people = new Map((await access.users(LIMITS.usersListed)).map((user) => [user.id, user]));
    const roles = await access.rolesIn(workspaceId, LIMITS.usersListed);
    return {
      users: roles.map(({ userId, role, givenAt, givenBy }) => ({
        ...{ email: people.get(userId)?.email ?? '', name: people.get(userId)?.name ?? '', role },
        ...{ workspace: workspaceId || null, givenAt: new Date(givenAt).toISOString(), givenBy },
      })),
    };
  },
});

/** `user remove`. */
export const userRemove = operation({
  noun: 'user',
  verb: 'remove',
  command: 'user remove',
  summary: 'Take a person’s role away at once; whoever has none left can no longer log in',
  kind: 'command',
  input: z.strictObject({ email, everywhere }),
  output: z.object({ email: z.string(), removed: z.boolean(), logsIn: z.boolean() }),
  positional: ['email'],
  errors: ['not-an-address', 'no-such-user', 'role-too-low', 'whole-instance-only'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'user add',
  examples: [{ command: 'user remove bob@customer.example', says: 'roles in other workspaces stay' }],
  async run(context, { email: text, everywhere: all }) {
    const { access } = context.engine.store;
    const workspaceId = await placeOf(context, all);
    const user = await known(context, text);
    const [theirs] = (await access.rolesOf(user.id)).filter((role) => role.workspaceId === workspaceId);
    refuseUnlessMayGive(context, { role: theirs?.role ?? 'client', workspaceId });
    const removed = await access.takeRole(workspaceId, user.id);
    const left = await access.rolesOf(user.id);
    if (left.length === 0) await access.removeUser(user.id);
    return { email: user.email, removed, logsIn: left.length > 0 };
  },
});

/** `user reset`. */
export const userReset = operation({
  noun: 'user',
  verb: 'reset',
  command: 'user reset',
  summary:
    'Give a person a new first password, shown once; end all their sessions, and let their account of an identity provider go',
  kind: 'command',
  input: z.strictObject({ email }),
  output: z.object({
    email: z.string(),
    password,
    sessionsEnded: z.number(),
    accountsLetGo: z.number().describe('of identity providers; the next log-in by the address binds one anew'),
  }),
  positional: ['email'],
  errors: ['not-an-address', 'no-such-user', 'role-too-low', 'workspace-not-yours', 'whole-instance-only'],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: false,
  toldOnce: ['password'],
  examples: [{ command: 'user reset ann@acme.example', says: 'where a password is lost, or known to somebody else' }],
  async run(context, { email: text }) {
    const { access } = context.engine.store;
    const user = await known(context, text);
    // Who has the password has all roles of the person.
    for (const { role, workspaceId } of await access.rolesOf(user.id)) {
      refuseUnlessMayGive(context, { role, workspaceId });
    }
    const first = makePassword();
    await access.setPassword(user.id, await hashPassword(first));
    const accountsLetGo = await access.forgetIdentities(user.id, null);
    return {
      email: user.email,
      password: first,
      sessionsEnded: await access.endSessions(user.id, null),
      accountsLetGo,
    };
  },
});

/** Under which members of Slack are bound, beside the issuers of identity providers. */
const SLACK = 'slack';

/** `user slack`. */
export const userSlack = operation({
  noun: 'user',
  verb: 'slack',
  command: 'user slack',
  summary:
    'Say which member of Slack a person is, so that they may approve plans there by a click, with the role that they have',
  kind: 'command',
  input: z.strictObject({
    email,
    member: z
      .string()
      .regex(/^[UW][A-Z0-9]{2,30}$/, 'a member id such as U024BE7LH: in Slack, profile, ⋮, Copy member ID')
      .nullable()
      .default(null)
      .describe('member id of Slack'),
    off: z.boolean().default(false).describe('nobody of Slack is this person any more'),
  }),
  output: z.object({ email: z.string(), member: z.string().nullable() }),
  positional: ['email'],
  errors: [
    ...['not-an-address', 'no-such-user', 'slack-member-taken', 'slack-member-missing'],
    ...['role-too-low', 'workspace-not-yours', 'whole-instance-only'],
  ],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: true,
  undo: 'user slack',
  examples: [
    { command: 'user slack ann@acme.example --member U024BE7LH', says: 'who clicks there is Ann, and no other' },
  ],
  async run(context, { email: text, member, off }) {
    const { access } = context.engine.store;
    if ((member === null) !== off) throw refusalOf('slack-member-missing');
    const user = await known(context, text);
    // Who is this member may do whatever the person may.
    for (const { role, workspaceId } of await access.rolesOf(user.id)) {
      refuseUnlessMayGive(context, { role, workspaceId });
    }
    const theirs = member === null ? null : await access.identityOf(SLACK, member);
    if (theirs && theirs.userId !== user.id) throw refusalOf('slack-member-taken');
    if (theirs === null) await access.forgetIdentities(user.id, SLACK);
    const bound = { issuer: SLACK, userId: user.id, boundAt: context.engine.clock.now() };
    if (member !== null && theirs === null && !(await access.bindIdentity({ ...bound, subject: member })))
      throw refusalOf('slack-member-taken');
    return { email: user.email, member };
  },
});
