/**
 * Configuration: `rekindle.yaml` and the environment, read once, every mistake told at once with its remedy. The only reader
 * of the environment. A value of the environment wins over the file, a word of the command line over both.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { AlertEmailSettingsSchema } from './channels/alert-email/settings.ts';
import { AlertSlackSettingsSchema } from './channels/alert-slack/settings.ts';
import { AlertWebhookSettingsSchema } from './channels/alert-webhook/settings.ts';
import { RetellSettingsSchema } from './channels/retell/settings.ts';
import { SlackPlansSettingsSchema } from './channels/slack-plans/settings.ts';
import { SmtpSettingsSchema } from './channels/smtp/settings.ts';
import { TwilioSettingsSchema } from './channels/twilio/settings.ts';
import { isZone } from './domain/calendar/zone-span.ts';
import { configMistake, type SettingIssue, type SettingNames } from './domain/instance/config-mistake.ts';
import { LIMITS } from './domain/limits.ts';
import { HookSettingsSchema, SIGN_THE_ADDRESS } from './hooks/settings.ts';
import { OidcSettingsSchema } from './resolvers/oidc/settings.ts';
import { FolderSettingsSchema, folderSourceName } from './sources/folder/settings.ts';
import { type MailboxSettings, MailboxSettingsSchema } from './sources/imap/settings.ts';
import { isPostgresAddress, PostgresSettingsSchema } from './store/postgres/settings.ts';

const upTo = (most: number) => {
  const error = `write a whole number from 1 to ${most}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
};

/** What `rekindle.yaml` may hold. */
export const CONFIG_SCHEMA = z.strictObject({
  database: z
    .string()
    .min(1)
    .default('./rekindle.db')
    .describe('file path of a SQLite database, or postgres://user:password@host/database'),
  postgres: PostgresSettingsSchema.prefault({}),
  instanceFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'where it is noted which database sends from here, outside of its backups: beside a database file, or ./rekindle.instance; copy it to further machines that work on the same server',
    ),
  workspace: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens')
    .default('main'),
  sender: z
    .strictObject({
      name: z.string().min(1),
      address: z.string().min(3),
      company: z.string().default(''),
      postalAddress: z.string().default(''),
    })
    .optional()
    .describe('who writes, for campaigns that name nobody else'),
  outbox: z.string().min(1).default('./outbox').describe('folder that messages of a dry workspace go to'),
  publicUrl: z
    .url({ protocol: /^https?$/, error: 'an address such as https://mail.acme.com' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  secret: z
    .string()
    .min(32, 'at least 32 characters')
    .optional()
    .describe('instance secret; made beside the database where absent'),
  smtp: SmtpSettingsSchema.optional(),
  twilio: TwilioSettingsSchema.optional().describe('account that texts leave by'),
  retell: RetellSettingsSchema.optional().describe('account that calls are placed by'),
  oidc: OidcSettingsSchema.optional().describe('identity provider that people log in by (OpenID Connect)'),
  slack: SlackPlansSettingsSchema.optional().describe(
    'channel that plans of agents are told in, and approved by a click',
  ),
  dns: z
    .strictObject({
      enabled: z.boolean().default(true),
      servers: z.array(z.string()).default([]),
      timeoutMs: z.int().min(100).max(30_000).default(3_000),
    })
    .prefault({}),
  harvest: z
    .strictObject({
      sources: z
        .array(FolderSettingsSchema)
        .default([])
        .refine((sources) => new Set(sources.map(folderSourceName)).size === sources.length, {
          error: 'two sources have the same name; give one of them another: name',
        })
        .describe('watched folders, in the order in which they are asked'),
    })
    .prefault({}),
  zone: z
    .string()
    .refine(isZone, 'an IANA time zone, such as Europe/Berlin')
    .default('UTC')
    .describe('zone in which routines are scheduled that name none'),
  alerts: z
    .strictObject({
      webhook: AlertWebhookSettingsSchema.optional(),
      slack: AlertSlackSettingsSchema.optional(),
      email: AlertEmailSettingsSchema.optional(),
    })
    .prefault({})
    .describe('who is told when a routine fails, due work is late or messages stay unconfirmed'),
  atOnce: z
    .strictObject({
      messages: upTo(LIMITS.smtpConnections).optional().describe('messages of one connection on their way out'),
      routines: upTo(LIMITS.routinesAtOnce).optional().describe('routines that one worker has in hand'),
      imports: upTo(LIMITS.importsAtOnce).optional().describe('files imported into one database, by all processes'),
    })
    .prefault({})
    .describe('how much of a kind of work may be under way at once'),
  hooks: z
    .array(HookSettingsSchema)
    .max(1_000)
    .default([])
    .refine((hooks) => new Set(hooks.map(({ provider, name }) => `${provider}/${name}`)).size === hooks.length, {
      error: 'two of one provider have the same name',
    })
    .describe('addresses that providers call with what happened: /hooks/<provider>/<name>'),
  mailboxes: z
    .array(MailboxSettingsSchema)
    .max(LIMITS.mailboxes)
    .default([])
    .refine((all) => new Set(all.map(({ workspace, name }) => `${workspace}/${name}`)).size === all.length, {
      error: 'two of one workspace have the same name',
    })
    .describe('mailboxes that are read by IMAP for answers, bounces and what colleagues send'),
  listen: z
    .strictObject({ host: z.string().default('127.0.0.1'), port: z.int().min(0).max(65_535).default(7740) })
    .prefault({}),
});

/** As the file says it. */
type Said = z.output<typeof CONFIG_SCHEMA>;

/** The configuration, complete and checked. */
export interface Config extends Omit<z.output<typeof CONFIG_SCHEMA>, 'mailboxes'> {
  readonly mailboxes: readonly { readonly settings: MailboxSettings; readonly password: string }[];
}

/** A value of the environment by its name: a secret that is handed over so, and not in the words of a command. */
export function environmentValue(name: string): string | undefined {
  return process.env[name];
}

/** All mistakes of a configuration, each with where it is and what to do. */
class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(
      `the configuration has ${mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`}:\n${mistakes.map((one) => `  ${one}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

/** Names of the environment and the setting each one gives. */
export const FROM_ENVIRONMENT: Readonly<Record<string, string>> = {
  REKINDLE_DB: 'database',
  REKINDLE_WORKSPACE: 'workspace',
  REKINDLE_OUTBOX: 'outbox',
  REKINDLE_PUBLIC_URL: 'publicUrl',
  REKINDLE_KEY: 'secret',
};

/** Names of the environment that give a secret of an account, which no file need hold. */
export const ACCOUNT_SECRETS: Readonly<Record<string, readonly [account: string, secret: string]>> = {
  REKINDLE_TWILIO_AUTH_TOKEN: ['twilio', 'authToken'],
  REKINDLE_RETELL_API_KEY: ['retell', 'apiKey'],
  REKINDLE_SLACK_URL: ['slack', 'url'],
  REKINDLE_SLACK_SIGNING_SECRET: ['slack', 'signingSecret'],
  REKINDLE_OIDC_CLIENT_SECRET: ['oidc', 'clientSecret'],
};

/** What the words of the command line say over file and environment; null = nothing. */
export interface ConfigWords {
  readonly config: string | null;
  readonly db: string | null;
  readonly workspace: string | null;
}

/** Reads everything. `environment` is the process's; tests give their own. Errors: `ConfigError`. */
export function readConfig(
  words: ConfigWords,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  const mistakes: string[] = [];
  const file = fileSettings(words.config, mistakes);
  const raw: Record<string, unknown> = { ...file };
  for (const [name, setting] of Object.entries(FROM_ENVIRONMENT)) {
    if (environment[name]) raw[setting] = environment[name];
  }
  if (environment.REKINDLE_SMTP_URL) raw.smtp = smtpFromUrl(environment.REKINDLE_SMTP_URL, raw.smtp, mistakes);
  raw.smtp = withKeyFiles(raw.smtp, mistakes);
  for (const [name, [account, secret]] of Object.entries(ACCOUNT_SECRETS)) {
    if (environment[name]) raw[account] = { ...(raw[account] as object | undefined), [secret]: environment[name] };
  }
  if (words.db) raw.database = words.db;
  if (words.workspace) raw.workspace = words.workspace;
  for (const name of Object.keys(environment)) {
    if (name.startsWith('REKINDLE_') && !(name in FROM_ENVIRONMENT) && !OTHERS.has(name))
      mistakes.push(
        `${name}: unknown name in the environment; known: ${[...Object.keys(FROM_ENVIRONMENT), ...OTHERS].join(', ')}`,
      );
  }
  const parsed = CONFIG_SCHEMA.safeParse(raw);
  if (!parsed.success) {
    const names = z.toJSONSchema(CONFIG_SCHEMA, { io: 'input', unrepresentable: 'any' }) as SettingNames;
    const read = { raw, names, file: words.config ?? STANDARD_FILE };
    mistakes.push(...parsed.error.issues.map((issue) => configMistake(issue as SettingIssue, read)));
  }
  if (parsed.success) mistakes.push(...addressMistakes(parsed.data), ...passwordMistakes(parsed.data, environment));
  if (parsed.data?.alerts.email && !parsed.data.smtp)
    mistakes.push('alerts.email: there is no mail server to send by; set smtp');
  if (parsed.data?.oidc && parsed.data.publicUrl === undefined)
    mistakes.push('oidc: the identity provider sends people back to the address of this instance; set publicUrl');
  if (parsed.success) mistakes.push(...hookMistakes(parsed.data), ...answerMistakes(parsed.data));
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  const mailboxes = parsed.data.mailboxes.map((settings) => ({
    settings,
    password: environment[settings.passwordFrom] ?? '',
  }));
  return { ...parsed.data, mailboxes };
}

/** Keys stand in files of their own, so that the configuration can be shown. */
function withKeyFiles(smtp: unknown, mistakes: string[]): unknown {
  const dkim = (smtp as { readonly dkim?: unknown } | undefined)?.dkim;
  if (!Array.isArray(dkim)) return smtp;
  const keys = (dkim as Record<string, unknown>[]).map((key) => {
    const { keyFile, ...more } = Object(key) as Record<string, unknown>;
    if (typeof keyFile !== 'string') return key;
    if (existsSync(keyFile)) return { ...more, privateKey: readFileSync(keyFile, 'utf8') };
    mistakes.push(`smtp.dkim: there is no file ${keyFile}`);
    return more;
  });
  return { ...(smtp as object), dkim: keys };
}

/** Passwords of mailboxes stand in the environment, so that the file can be shown. */
function passwordMistakes({ mailboxes }: Said, environment: Readonly<Record<string, string | undefined>>): string[] {
  return mailboxes
    .filter(({ passwordFrom }) => !environment[passwordFrom])
    .map(({ name, passwordFrom }) => `mailboxes: ${name} has no password; set ${passwordFrom} in the environment`);
}

/** Some providers sign the address that they call, so it must be known. */
/** Rekindle answers by the way that texts leave; by another address it would not be heard. */
function answerMistakes({ hooks, twilio }: Said): string[] {
  return hooks
    .filter(({ provider, confirms }) => confirms === 'rekindle' && !(provider === 'twilio' && twilio))
    .map(
      ({ provider, name }) =>
        `hooks: ${provider}/${name} says confirms: rekindle, and no texts leave by it; set twilio`,
    );
}

function hookMistakes({ hooks, publicUrl }: Said): string[] {
  if (publicUrl !== undefined) return [];
  return hooks
    .filter(({ provider }) => SIGN_THE_ADDRESS.has(provider))
    .map(({ provider, name }) => `hooks: ${provider}/${name} signs the address that it calls; set publicUrl`);
}

/** What an address in place of a file asks for. Passwords stay unsaid. */
function addressMistakes({ database, secret }: Said): string[] {
  if (!isPostgresAddress(database)) return [];
  if (!URL.canParse(database))
    return ['database: the address cannot be read; write postgres://user:password@host:5432/database'];
  if (secret !== undefined) return [];
  return [
    'secret: a database on a server has no file beside it to keep the secret in; set REKINDLE_KEY to the same text for all processes (after db copy: what stands in the .key file beside the old database)',
  ];
}

/** Read elsewhere: by tests and by `REKINDLE_SMTP_URL` above. */
const OTHERS: ReadonlySet<string> = new Set([
  'REKINDLE_SMTP_URL',
  'REKINDLE_DATA',
  'REKINDLE_TEST_PG',
  'REKINDLE_AGENT_KEY',
  ...Object.keys(ACCOUNT_SECRETS),
]);

const STANDARD_FILE = 'rekindle.yaml';

function fileSettings(path: string | null, mistakes: string[]): Record<string, unknown> {
  const file = path ?? STANDARD_FILE;
  if (!existsSync(file)) {
    if (path !== null) mistakes.push(`${file}: there is no such file; check --config`);
    return {};
  }
  const document = parseDocument(readFileSync(file, 'utf8'));
  mistakes.push(...document.errors.map((error) => `${file}: ${error.message}`));
  const value: unknown = document.errors.length > 0 ? {} : document.toJS();
  if (value === null || value === undefined) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  mistakes.push(`${file}: write settings as name: value`);
  return {};
}

/** `smtp://user:pass@host:587?from=ann@acme.com` or `smtps://…`; beside it stays what the file says. */
function smtpFromUrl(text: string, file: unknown, mistakes: string[]): Record<string, unknown> | undefined {
  const url = URL.parse(text);
  if (!url || !/^smtps?:$/.test(url.protocol)) {
    mistakes.push('REKINDLE_SMTP_URL: write smtp://user:password@host:587?from=you@example.com');
    return undefined;
  }
  const from = url.searchParams.get('from');
  const secure = url.searchParams.get('secure') ?? (url.protocol === 'smtps:' ? 'tls' : undefined);
  return {
    ...(file as Record<string, unknown> | undefined),
    host: url.hostname,
    ...(url.port ? { port: Number(url.port) } : {}),
    ...(url.username ? { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } : {}),
    ...(from ? { from: { address: from } } : {}),
    ...(secure ? { secure } : {}),
  };
}
