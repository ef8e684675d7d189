/** A stage with one company on it: its people imported, made an account, and begun in a campaign that is live. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineParts } from '../../src/engine/engine.ts';
import { openStage, type Row, SENDER, type Stage } from '../pipeline/stage.ts';
import { ROOT } from '../tidy/tree.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A person of the company; whoever has a phone has said yes to texts, but where it says otherwise. */
export interface Person {
  readonly first: string;
  readonly title?: string;
  readonly email?: string | null;
  readonly phone?: string;
  readonly texts?: boolean;
  readonly owner?: string;
  /** Nothing says what they are called. */
  readonly nameless?: boolean;
}

/** A stage with an account on it. */
export interface AccountStage extends Stage {
  /** `account show`. */
  show(account?: string): Promise<Row>;
  /** Touchpoints in their order: `03-03 10:00 ann email sent`, in New York. */
  touches(account?: string): Promise<readonly string[]>;
  /** Lives on; calls to make are made within the minute by a person, if `calls`. */
  live(days: number, calls?: boolean): Promise<void>;
  /** Tells of something that a person of the company did. */
  tell(first: string, event: string, more?: Row): Promise<void>;
  leadId(first: string): string;
}

/** What a story changes. */
export interface AccountStory {
  readonly people: readonly Person[];
  /** Text of playbook.yaml that stands for another one. */
  readonly instead?: readonly (readonly [string, string])[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly parts?: Partial<EngineParts>;
  /** False = the account is there and not begun. */
  readonly start?: boolean;
}

/** Opens it: company acme.example in New York, Tuesday 2026-03-03 at 10:00 there. */
export async function openAccountStage(story: AccountStory): Promise<AccountStage> {
  const stage = await openStage(story.parts ?? {});
  const rows = story.people.map((person) => rowOf(person));
  const head = 'First Name,Last Name,Email,Title,Phone,Company,Country,State,Owner';
  await stage.run('import', { file: stage.file('leads.csv', [head, ...rows, ''].join('\n')), basis: 'consent' });
  const on = accountStageOn(stage, story.people);
  for (const { first, phone, texts = true } of story.people) {
    if (phone !== undefined && texts) await on.tell(first, 'opted-in', { channel: 'sms', text: 'Yes, text me.' });
  }
  const playbook = playbookWith(stage.folder, story.instead ?? []);
  await stage.run('campaign create', { ...SENDER, name: 'abm', playbook, set: story.settings ?? {} });
  await stage.run('assess', { campaign: 'abm' });
  await stage.run('campaign launch', { campaign: 'abm' });
  await stage.run('account add', { account: 'acme.example', name: 'Acme', lead: story.people.map(refOf) });
  if (story.start !== false) await stage.run('account start', { account: 'acme.example', campaign: 'abm' });
  return on;
}

function refOf({ first, email, phone }: Person): string {
  return email === null ? String(phone) : `${first.toLowerCase()}@acme.example`;
}

function rowOf({ first, title = '', email, phone = '', owner = '', nameless }: Person): string {
  const address = email === null ? '' : `${first.toLowerCase()}@acme.example`;
  return [...(nameless ? ['', ''] : [first, 'Acme']), address, title, phone, 'Acme', 'US', 'NY', owner].join(',');
}

/** The built-in playbook, with some of its text changed. */
export function playbookWith(folder: string, instead: readonly (readonly [string, string])[]): string {
  const path = join(folder, 'account-based');
  cpSync(join(ROOT, 'playbooks', 'account-based'), path, { recursive: true });
  const yaml = join(path, 'playbook.yaml');
  let text = readFileSync(yaml, 'utf8');
  for (const [from, to] of instead) {
    if (!text.includes(from)) throw new Error(`the playbook does not say “${from}”`);
    text = text.replace(from, to);
  }
  writeFileSync(yaml, text);
  return path;
}

function accountStageOn(stage: Stage, people: readonly Person[]): AccountStage {
  const leadId = (first: string) => {
    const ref = refOf(people.find((person) => person.first === first) as Person);
    return String(stage.sql(`SELECT id FROM lead WHERE email = '${ref}' OR phone = '${ref}'`)[0]?.id);
  };
  const show = (account = 'acme.example') => stage.run('account show', { account });
  let told = 0;
  return {
    ...stage,
    show,
    leadId,
    async touches(account) {
      const { touches, contacts } = await show(account);
      const names = new Map(
        (contacts as Row[]).map((one) => [one.leadId, String(one.name).split(' ')[0]?.toLowerCase()]),
      );
      return (touches as Row[]).map(
        (one) => `${wall(String(one.at ?? one.decidedAt))} ${names.get(one.leadId)} ${one.by} ${one.state}`,
      );
    },
    async live(days, calls = true) {
      const until = stage.clock.now() + days * DAY_MS;
      while (stage.clock.now() < until) {
        await stage.liveUntil(Math.min(until, stage.clock.now() + HOUR_MS));
        if (calls) await makeCalls(stage);
      }
    },
    async tell(first, event, more = {}) {
      told += 1;
      await stage.run('event record', { lead: leadId(first), kind: event, originId: `told-${told}`, ...more });
    },
  };
}

async function makeCalls(stage: Stage): Promise<void> {
  const { tasks } = await stage.run('task list');
  for (const { id } of tasks as Row[]) await stage.run('task done', { task: id });
}

function wall(iso: string): string {
  const at = Temporal.Instant.from(iso).toZonedDateTimeISO('America/New_York');
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}`;
}
