/**
 * Where each operation is found: `/leads/{lead}`, `/campaigns/{campaign}/launch`. The words are those of the table; what is here is only
 * how nouns are written in the plural, and which field of an input tells one thing from another.
 */
import type { Operation } from '../../engine/operations/operation.ts';

/** An address of the interface. */
export interface ApiPath {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`, with `{field}` for what stands in it. */
  readonly path: string;
  /** Fields of the input that stand in the path. */
  readonly inPath: readonly string[];
}

interface NounPath {
  readonly path: string;
  /** Fields that name one of them, where an operation has one as its first word. */
  readonly by: readonly string[];
}

/** Nouns in the order of the table. One that is not here has no address, and a test says so. */
const NOUNS: Readonly<Record<string, NounPath>> = {
  import: { path: 'imports', by: ['import'] },
  sample: { path: 'sample', by: [] },
  lead: { path: 'leads', by: ['lead', 'survivor', 'alias'] },
  view: { path: 'views', by: ['name'] },
  bulk: { path: 'bulk', by: ['bulk'] },
  list: { path: 'lists', by: ['list'] },
  source: { path: 'sources', by: ['source'] },
  person: { path: 'people', by: ['lead'] },
  erasure: { path: 'erasures', by: [] },
  pair: { path: 'pairs', by: [] },
  review: { path: 'reviews', by: ['lead'] },
  campaign: { path: 'campaigns', by: ['campaign'] },
  assumption: { path: 'assumptions', by: [] },
  calendar: { path: 'calendar', by: ['country'] },
  trial: { path: 'trials', by: ['campaign'] },
  engine: { path: 'engine', by: [] },
  routine: { path: 'routines', by: ['name'] },
  alert: { path: 'alerts', by: [] },
  task: { path: 'tasks', by: ['task'] },
  message: { path: 'messages', by: [] },
  event: { path: 'events', by: [] },
  mail: { path: 'mails', by: [] },
  mailbox: { path: 'mailboxes', by: ['mailbox'] },
  enrollment: { path: 'enrollments', by: [] },
  signal: { path: 'signals', by: [] },
  account: { path: 'accounts', by: ['account'] },
  class: { path: 'class', by: ['lead'] },
  handoff: { path: 'handoffs', by: ['id'] },
  team: { path: 'teams', by: ['name'] },
  agency: { path: 'agency', by: [] },
  difference: { path: 'differences', by: ['id'] },
  reply: { path: 'replies', by: ['reply'] },
  conversation: { path: 'conversations', by: ['lead'] },
  meeting: { path: 'meetings', by: ['meeting', 'lead'] },
  valuation: { path: 'valuations', by: ['lead'] },
  doctor: { path: 'doctor', by: [] },
  suppression: { path: 'suppressions', by: [] },
  playbook: { path: 'playbooks', by: ['playbook'] },
  draft: { path: 'drafts', by: ['playbook'] },
  workspace: { path: 'workspace', by: [] },
  connection: { path: 'connections', by: ['connection'] },
  sender: { path: 'senders', by: ['sender'] },
  halt: { path: 'halts', by: [] },
  instance: { path: 'instance', by: [] },
  plan: { path: 'plans', by: ['plan'] },
  key: { path: 'keys', by: ['key'] },
  user: { path: 'users', by: ['email'] },
  webhook: { path: 'webhooks', by: ['webhook'] },
  audit: { path: 'audit', by: [] },
  address: { path: 'addresses', by: [] },
};

/** Operations of a noun that stands for all of its kind. */
const OF_ALL: Readonly<Record<string, string>> = { 'workspace add': '/workspaces', 'workspace list': '/workspaces' };

/** Verbs that are the method itself. */
const BARE: ReadonlySet<string> = new Set(['list', 'show', 'add', 'create', 'record', 'run']);

/** Operations that are of a machine and not of an instance, each with why it has no address. */
export const ONLY_ON_THE_MACHINE: Readonly<Record<string, string>> = {
  worker: 'it is the loop, which serve runs already',
  serve: 'it is what answers here',
  mcp: 'it speaks on standard input and output; over HTTP there is POST /mcp',
  dedupe: 'it reads a file of the machine and writes another',
  'suppress export': 'it writes a file of the machine; suppress lines gives the same text',
  'lead export': 'it writes a file of the machine; lead list tells of all leads',
  init: 'it begins an instance on the machine',
  backup: 'it writes a file of the machine',
  restore: 'it makes a database on the machine',
  'db copy': 'it names a file or a server, with its password',
};

/** The address of an operation; null = it has none. */
export function pathOf(operation: Operation): ApiPath | null {
  const noun = NOUNS[operation.noun];
  if (!noun || operation.command in ONLY_ON_THE_MACHINE) return null;
  const method = isQuery(operation) ? 'GET' : 'POST';
  const whole = OF_ALL[operation.command];
  if (whole !== undefined) return { method, path: whole, inPath: [] };
  const { verb } = operation;
  const [first] = operation.positional as readonly string[];
  const inPath = first !== undefined && noun.by.includes(first) && !ABOUT_ALL.has(verb) ? [first] : [];
  const parts = [noun.path, ...inPath.map((field) => `{${field}}`), ...(BARE.has(verb) ? [] : [verb])];
  return { method, path: `/${parts.join('/')}`, inPath };
}

/** It only reads, and needs no more than an address to be told what. */
function isQuery({ kind, effect, positional }: Operation): boolean {
  const reads = (kind === 'query' || kind === 'local') && effect === 'none';
  return reads && !(positional as readonly string[]).includes('file');
}

/** Verbs that concern a whole collection, whatever is their first word. */
const ABOUT_ALL: ReadonlySet<string> = new Set(['list', 'add', 'create', 'history']);
