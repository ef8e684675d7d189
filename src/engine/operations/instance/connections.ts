/** Operations on connections: add, list, show, test, rotate, remove. No secret is ever among their words or their answers. */
import { z } from 'zod';
import { type Connection, wayName } from '../../../domain/connection/connection.ts';
import { UNTRIED } from '../../../domain/connection/health.ts';
import {
  mistakesOf,
  PROVIDERS,
  type Provider,
  providerNamed,
  strayedSecret,
} from '../../../domain/connection/providers.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { reasonText } from '../../../domain/reason.ts';
import { type ConnectionTested, testConnection } from '../../connections/ask.ts';
import { givenSecrets } from '../../connections/given-secrets.ts';
import { workspaceOf } from '../find.ts';
import { type OperationContext, operation, Refusal } from '../operation.ts';

const NAMES = Object.keys(PROVIDERS);
const nameOfOne = z.string().min(1).describe('name or id of the connection');
const given = {
  set: z.record(z.string(), z.string()).default({}).describe('a setting: host=smtp.acme.com; never a secret'),
  stdin: z
    .array(z.string())
    .max(LIMITS.secretLines)
    .default([])
    .describe('a secret that is a line of standard input; in their order'),
  env: z
    .record(z.string(), z.string())
    .default({})
    .describe('a secret and the variable that holds it: password=SMTP_PASSWORD'),
  test: z.boolean().default(true).describe('ask the provider at once whether it takes us; --no-test asks later'),
};

const Shown = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  uses: z.array(z.string()),
  settings: z.record(z.string(), z.string()),
  state: z.string(),
  successAt: z.string().nullable(),
  failure: z.object({ code: z.string(), says: z.string(), remedy: z.string(), at: z.string() }).nullable(),
  checkedAt: z.string().nullable(),
});
const Tested = z.object({ works: z.boolean(), code: z.string().nullable(), says: z.string(), remedy: z.string() });
const Done = z.object({ connection: Shown, test: Tested.nullable(), released: z.number() });
type Outcome = z.output<typeof Done>;

const iso = (at: number): string => new Date(at).toISOString();
const isoOr = (at: number | null): string | null => (at === null ? null : iso(at));

function shown({ id, name, provider, settings, health }: Connection): z.output<typeof Shown> {
  const { state, successAt, failure, checkedAt } = health;
  return {
    ...{ id, name, provider, uses: [...(providerNamed(provider)?.uses ?? [])], settings: { ...settings }, state },
    ...{ successAt: isoOr(successAt), checkedAt: isoOr(checkedAt) },
    failure: failure && {
      ...{ code: failure.code, says: failure.says || reasonText(failure.code).says },
      ...{ remedy: reasonText(failure.code).remedy.replace('NAME', name), at: iso(failure.at) },
    },
  };
}

async function found({ engine, workspaceId }: OperationContext, ref: string): Promise<Connection> {
  const connection = await engine.store.connections.get(workspaceId, ref);
  if (connection) return connection;
  throw new Refusal(
    'no-such-connection',
    `no connection “${ref}” in this workspace`,
    'rekindle connection list names them',
  );
}

function providerOf(name: string): Provider {
  const provider = providerNamed(name);
  if (provider) return provider;
  throw new Refusal('no-such-provider', `no provider “${name}” is known`, `there are: ${NAMES.join(', ')}`);
}

/** Refuses what is wrong, all of it at once, without a value of it. */
async function refuseMistakes(
  { engine }: OperationContext,
  of: Connection,
  secrets: Record<string, string>,
): Promise<void> {
  const provider = providerOf(of.provider);
  const mistakes = mistakesOf(provider, of.settings, secrets);
  if (mistakes.length > 0) {
    const says = mistakes.map((mistake) => `${mistake.place} ${mistake.says}`).join('; ');
    throw new Refusal('bad-connection', says, mistakes.map(({ place, remedy }) => `${place}: ${remedy}`).join('; '));
  }
  const asked = engine.connections.asked(of);
  const problems = asked ? ((await engine.parts.connector?.problems(asked)) ?? []) : [];
  if (problems.length === 0) return;
  throw new Refusal('bad-connection', problems.join('; '), `rekindle connection show ${of.name} tells what is set`);
}

/** What was typed into the words of a command is known to others by now. */
function refuseStrayed(provider: Provider, settings: Readonly<Record<string, string>>): void {
  const strayed = strayedSecret(provider, settings);
  if (strayed === null) return;
  const says = `setting ${strayed}: that is a secret, and the words of a command are kept by shells and lists of processes`;
  throw new Refusal(
    'secret-in-words',
    says,
    `give it by --stdin ${strayed} or --env ${strayed}=VARIABLE; and a new one`,
  );
}

async function outcome(context: OperationContext, connection: Connection, test: boolean): Promise<Outcome> {
  const tested = test ? await testConnection(context.engine, connection) : null;
  const { health } = tested ?? connection;
  return {
    connection: shown({ ...connection, health }),
    test: tested && testShown(tested),
    released: tested?.released ?? 0,
  };
}

function testShown({ contact, code, says }: ConnectionTested): z.output<typeof Tested> {
  return { works: contact === 'works', code, says, remedy: code === null ? '' : reasonText(code).remedy };
}

function printed({ connection, test, released }: Outcome): string {
  const { name, provider, state } = connection;
  const lines = [`${name} (${provider}): ${state}`];
  if (test)
    lines.push(
      test.works ? `  works: ${test.says}` : `  does not work: ${test.says || reasonText(test.code ?? '').says}`,
    );
  if (test && !test.works && test.remedy) lines.push(`  → ${test.remedy.replace('NAME', name)}`);
  if (released > 0) lines.push(`  ${released} messages that waited for it go on`);
  return `${lines.join('\n')}\n`;
}

const failed = ({ test }: Outcome): boolean => test?.works === false;

/** `connection add`. */
export const connectionAdd = operation({
  noun: 'connection',
  verb: 'add',
  command: 'connection add',
  summary: 'Connect the workspace to a provider; secrets come by standard input or the environment, and are sealed',
  kind: 'local',
  input: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens')
      .describe('what you call it'),
    provider: z.string().min(1).describe(NAMES.join(', ')),
    ...given,
  }),
  output: Done,
  positional: ['name', 'provider'],
  errors: ['no-such-provider', 'bad-connection', 'secret-in-words', 'secret-missing', 'secret-twice', 'name-taken'],
  role: 'admin',
  scope: 'workspace',
  effect: 'write',
  idempotent: false,
  undo: 'connection remove',
  examples: [
    {
      command:
        'connection add sales smtp --set host=smtp.acme.com --set user=ann --set from=ann@acme.com --stdin password',
      says: 'mail of this workspace leaves by it, once it is live',
    },
    {
      command: 'connection add texts twilio --set accountSid=AC… --set from=+1… --env authToken=TWILIO_TOKEN',
      says: '',
    },
  ],
  async run(context, { name, provider, set: settings, stdin, env, test }) {
    const { engine } = context;
    refuseStrayed(providerOf(provider), settings);
    const secrets = await givenSecrets(engine, { stdin, env });
    const { id: workspaceId } = await workspaceOf(context);
    const key = { workspaceId, id: engine.ids.next('con') };
    const connection: Connection = {
      ...{ ...key, name, provider, settings, sealed: engine.connections.sealed(key, secrets), revision: 1 },
      ...{ createdAt: engine.clock.now(), health: UNTRIED },
    };
    await refuseMistakes(context, connection, secrets);
    if (!(await engine.store.connections.add(connection)))
      throw new Refusal(
        'name-taken',
        `a connection “${name}” is there already`,
        'rekindle connection rotate changes it',
      );
    return outcome(context, connection, test);
  },
  print: printed,
  failed,
});

/** `connection list`. */
export const connectionList = operation({
  noun: 'connection',
  verb: 'list',
  command: 'connection list',
  summary: 'Connections of this workspace, and how each stands',
  kind: 'query',
  input: z.strictObject({}),
  output: z.object({ connections: z.array(Shown) }),
  positional: [],
  errors: [],
  role: 'viewer',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [{ command: 'connection list', says: 'of several for one use the first is used' }],
  async run({ engine, workspaceId }) {
    const connections = await engine.store.connections.list(workspaceId, LIMITS.connectionsOnRecord);
    return { connections: connections.map(shown) };
  },
});

/** `connection show`. */
export const connectionShow = operation({
  noun: 'connection',
  verb: 'show',
  command: 'connection show',
  summary: 'A connection: its settings, which secrets it has, and how it stands; never a secret itself',
  kind: 'query',
  input: z.strictObject({ connection: nameOfOne }),
  output: z.object({
    connection: Shown,
    way: z.string(),
    secrets: z.array(z.string()).nullable(),
    hook: z.string().nullable(),
  }),
  positional: ['connection'],
  errors: ['no-such-connection'],
  role: 'operator',
  scope: 'workspace',
  effect: 'none',
  idempotent: true,
  examples: [
    {
      command: 'connection show sales',
      says: 'hook: the address to give the provider; secrets: null = they do not open with this key',
    },
  ],
  async run(context, { connection: ref }) {
    const connection = await found(context, ref);
    const secrets = context.engine.connections.asked(connection)?.secrets ?? null;
    const { provider, id } = connection;
    const isTold = (providerNamed(provider)?.signs ?? []).some((name) => secrets?.[name] !== undefined);
    return {
      ...{ connection: shown(connection), way: wayName(connection) },
      secrets: secrets && Object.keys(secrets).sort(),
      hook: isTold ? `${context.engine.publicUrl ?? ''}/hooks/${provider}/${id}` : null,
    };
  },
});

/** `connection test`. */
export const connectionTest = operation({
  noun: 'connection',
  verb: 'test',
  command: 'connection test',
  summary: 'Ask the provider whether it takes us; what was held for this connection goes on where it does',
  kind: 'command',
  input: z.strictObject({ connection: nameOfOne }),
  output: Done,
  positional: ['connection'],
  errors: ['no-such-connection'],
  role: 'operator',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  examples: [{ command: 'connection test sales', says: 'signs in, and sends nothing' }],
  run: async (context, { connection }) => outcome(context, await found(context, connection), true),
  print: printed,
  failed,
});

/** `connection rotate`. */
export const connectionRotate = operation({
  noun: 'connection',
  verb: 'rotate',
  command: 'connection rotate',
  summary: 'Give a connection a new secret or other settings; what was held for it goes on where they work',
  kind: 'local',
  input: z.strictObject({ connection: nameOfOne, ...given }),
  output: Done,
  positional: ['connection'],
  errors: [
    'no-such-connection',
    'bad-connection',
    'secret-in-words',
    'secret-missing',
    'secret-twice',
    'nothing-given',
  ],
  role: 'admin',
  scope: 'workspace',
  effect: 'send',
  idempotent: true,
  undo: 'connection rotate',
  examples: [{ command: 'connection rotate sales --env password=SMTP_PASSWORD', says: 'all else stays' }],
  async run(context, { connection: ref, set, stdin, env, test }) {
    const { engine } = context;
    const before = await found(context, ref);
    refuseStrayed(providerOf(before.provider), set);
    const fresh = await givenSecrets(engine, { stdin, env });
    if (Object.keys(fresh).length + Object.keys(set).length === 0)
      throw new Refusal('nothing-given', 'neither a secret nor a setting is given', 'give --stdin, --env or --set');
    const secrets = { ...kept(engine.connections.asked(before)?.secrets ?? {}, fresh), ...fresh };
    const { workspaceId, id } = before;
    const sealed = engine.connections.sealed(before, secrets);
    const after = { ...before, settings: { ...before.settings, ...set }, sealed };
    await refuseMistakes(context, after, withoutTokens(secrets));
    const changed = await engine.store.connections.change({ workspaceId, id, settings: after.settings, sealed });
    return outcome(context, changed ?? (await found(context, ref)), test);
  },
  print: printed,
  failed,
});

/** Tokens that were got by a secret go with it. */
const TOKENS = ['accessToken', 'expiresAt', 'locationToken', 'locationExpiresAt'];

function withoutTokens(secrets: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => !TOKENS.includes(name)));
}

function kept(secrets: Readonly<Record<string, string>>, fresh: Readonly<Record<string, string>>) {
  return Object.keys(fresh).length === 0 ? secrets : withoutTokens(secrets);
}

/** `connection remove`. */
export const connectionRemove = operation({
  noun: 'connection',
  verb: 'remove',
  command: 'connection remove',
  summary: 'Remove a connection and its secret; what it would have sent leaves by another, or as it is configured',
  kind: 'command',
  input: z.strictObject({ connection: nameOfOne, yes: z.boolean().default(false).describe('you mean it') }),
  output: z.object({ removed: z.string() }),
  positional: ['connection'],
  errors: ['no-such-connection', 'not-confirmed'],
  role: 'admin',
  scope: 'workspace',
  effect: 'irreversible',
  idempotent: false,
  examples: [
    { command: 'connection remove sales --yes', says: 'its secret is gone; backups of the database have it sealed' },
  ],
  async run(context, { connection: ref, yes }) {
    const { workspaceId, id, name } = await found(context, ref);
    if (!yes) throw new Refusal('not-confirmed', `the secret of ${name} is lost with it`, 'say it with --yes');
    await context.engine.store.connections.remove({ workspaceId, id });
    return { removed: name };
  },
});
