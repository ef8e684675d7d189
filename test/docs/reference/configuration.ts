/** The page docs/configuration.md, made from the schema of src/config.ts. */
import { z } from 'zod';
import { ACCOUNT_SECRETS, CONFIG_SCHEMA, FROM_ENVIRONMENT } from '../../../src/config.ts';
import { readText } from '../../tidy/tree.ts';

const HEAD = `# Configuration

<!-- Made by npm run reference from the schema of src/config.ts; a test holds it current. -->

\`rekindle.yaml\` in the folder that Rekindle is started in, or the file named by \`--config\`. \`rekindle init\` writes one with comments. All of it may be left
out. The environment wins over the file, \`--db\` and \`--workspace\` over both. What is wrong is told by the next command, every mistake at once; a name that
nobody reads is a mistake. What stands here is read when a process begins: after a change start \`serve\` and workers again.

What belongs to one customer (its mail server, its numbers, its limits) is kept in the database instead: \`rekindle connection add\`,
\`rekindle workspace set-limits\`, \`rekindle workspace set-retries\`.

## The environment

No secret need stand in the file.

| Name | It gives |
|---|---|
`;

/** Where the settings of a section are, for the words above those that say nothing of themselves. */
const SECTIONS: Readonly<Record<string, string>> = {
  alerts: 'src/channels/alert-webhook/settings.ts',
  harvest: 'src/sources/folder/settings.ts',
  hooks: 'src/hooks/settings.ts',
  mailboxes: 'src/sources/imap/settings.ts',
  oidc: 'src/resolvers/oidc/settings.ts',
  retell: 'src/channels/retell/settings.ts',
  slack: 'src/channels/slack-plans/settings.ts',
  smtp: 'src/channels/smtp/settings.ts',
  twilio: 'src/channels/twilio/settings.ts',
};

/** The comment above a setting in the code of its section; '' = there is none. */
function commentOf(path: string): string {
  const [section = '', ...rest] = path.split(/\[?\]?\./);
  const file = SECTIONS[section];
  if (file === undefined || rest.length === 0) return '';
  const above = new RegExp(`/\\*\\* ([^\\n]*?)\\.? \\*/\\n\\s+${rest.at(-1)}: `);
  return above.exec(readText(file).text)?.[1] ?? '';
}

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** The whole page. */
export function configurationPage(): string {
  const schema = z.toJSONSchema(CONFIG_SCHEMA, { io: 'input', unrepresentable: 'any' }) as Schema;
  const environment = [
    ...Object.entries(FROM_ENVIRONMENT).map(([name, setting]) => [name, `\`${setting}\``]),
    [
      'REKINDLE_SMTP_URL',
      '`smtp`, as `smtp://user:password@host:587?from=sue@acme.example`; `smtps://` for TLS from the start',
    ],
    ...Object.entries(ACCOUNT_SECRETS).map(([name, [account, secret]]) => [name, `\`${account}.${secret}\``]),
    ['of your choice', 'passwords of mailboxes, by the name that `mailboxes[].passwordFrom` says'],
  ];
  const rows = environment.map(([name, gives]) => `| ${name?.includes(' ') ? name : `\`${name}\``} | ${gives} |\n`);
  const settings = rowsOf(schema, '', new Set());
  return `${HEAD}${rows.join('')}
## The file

“Must be said” means: where its section is there, unless the environment gives it.

| Setting | Takes | Where nothing is said | It is |
|---|---|---|---|
${settings.join('')}`;
}

/** A row for each setting below a schema, `a.b` and `a[].b`; `needed` are those that must be said. */
function rowsOf(schema: Schema, prefix: string, needed: ReadonlySet<string>): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]) => {
    const path = `${prefix}${name}`;
    const inner = one.properties ? one : one.items;
    const below = inner?.properties
      ? rowsOf(inner, one.properties ? `${path}.` : `${path}[].`, new Set(inner.required))
      : [];
    const variants = one.items?.oneOf ?? one.items?.anyOf ?? [];
    const more = variants.flatMap((variant) => rowsOf(variant, `${path}[].`, new Set(variant.required)));
    if (one.properties && !one.description) return below;
    return [row(path, one, needed.has(name)), ...below, ...more];
  });
}

function row(path: string, schema: Schema, needed: boolean): string {
  const said =
    schema.default === undefined || typeof schema.default === 'object' ? '' : `\`${JSON.stringify(schema.default)}\``;
  return `| \`${path}\` | ${takes(schema)} | ${needed ? 'must be said' : said} | ${cell(schema.description ?? commentOf(path))} |\n`;
}

function takes(schema: Schema): string {
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map(takes))].join(' or ');
  if (schema.enum) return schema.enum.map((one) => `\`${String(one)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.items) return schema.items.properties || schema.items.oneOf ? 'list' : `list of ${takes(schema.items)}`;
  if (schema.type === 'integer' || schema.type === 'number') return range(schema);
  return { string: 'text', boolean: 'true, false', object: 'settings', null: 'null' }[schema.type ?? ''] ?? 'text';
}

function range({ minimum, maximum }: Schema): string {
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER)
    return most === undefined ? `number from ${minimum}` : `number from ${minimum} to ${most}`;
  return most === undefined ? 'number' : `number to ${most}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
