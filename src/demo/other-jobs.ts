/**
 * The other three jobs of the demo, on the instance that the first one was lived on: begun by the commands that everybody has, and lived
 * through at once. Owns the order; who is in them is `cast.ts`, what is said of them `job-words.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign } from '../domain/campaign/campaign.ts';
import { readEvent } from '../domain/conversation/reply-event.ts';
import type { OperationContext } from '../engine/operations/operation.ts';
import { runOperation } from '../engine/operations/run.ts';
import { operationOf } from '../engine/operations/table.ts';
import { recordEvents } from '../engine/react.ts';
import { doTask } from '../engine/steer/tasks.ts';
import type { LeadStory } from '../engine/store-port.ts';
import { workUntil } from './arrivals.ts';
import { COMPANIES, castFile, type Deed, deeds, domainOf, JOB_NAMES, type JobName } from './cast.ts';
import type { Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long these jobs are lived through. */
export const JOB_DAYS = 30;
/** Most leads and tasks that are looked at: more than there are. */
const MOST = 500;

/** How tasks of accounts begin; those of the bank's example are left to whoever looks. */
const CALL = 'Call: who looks after';

/** Who stands behind these jobs. */
const SENDER = {
  fromName: 'Marta Sousa',
  fromAddress: 'marta.sousa@bank.example.com',
  company: 'Example Company',
  postalAddress: '1 Example Street, Springfield',
  dailyCap: 300,
};

/** One of them after its thirty days: its campaign, and everybody in it with all that is stored. */
export interface LivedJob {
  readonly name: JobName;
  readonly campaign: Campaign;
  readonly stories: readonly LeadStory[];
}

/** The other jobs on a stage. */
export class OtherJobs {
  readonly #context: OperationContext;
  readonly #stage: Stage;
  #told = 0;

  /** `context.engine` must be the stage's. */
  constructor(context: OperationContext, stage: Stage) {
    this.#context = context;
    this.#stage = stage;
  }

  /** Runs a command as every face does. Errors: those of the command. */
  run(command: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const operation = operationOf(command);
    if (!operation) throw new Error(`there is no operation ${command}`);
    return runOperation(this.#context, operation, input);
  }

  /** Takes everybody in and launches four campaigns. */
  async begin(): Promise<void> {
    const file = join(this.#stage.folder, 'other-jobs.csv');
    writeFileSync(file, castFile());
    await this.run('import', { file, basis: 'consent' });
    await this.#tellPermissions();
    for (const name of JOB_NAMES) {
      await this.run('campaign create', { ...SENDER, name, playbook: name, tag: [name] });
      await this.run('assess', { campaign: name });
      await this.run('campaign launch', { campaign: name });
    }
    for (const company of COMPANIES) {
      await this.run('account add', { account: domainOf(company), name: company });
      await this.run('account start', { account: domainOf(company), campaign: 'account-based' });
    }
  }

  /** Whoever has a phone has said yes to texts. */
  async #tellPermissions(): Promise<void> {
    const { engine, workspaceId } = this.#context;
    const yes = { kind: 'opted-in', outcome: null, text: 'Yes, text me. (form of the demo)' } as const;
    for (const { id, values } of await this.#leads()) {
      if (values.phone !== null && JOB_NAMES.some((name) => values.tags?.includes(name))) {
        await recordEvents(engine, [this.#event(workspaceId, id, 'sms', yes)]);
      }
    }
  }

  /** Lives on: everybody does what the cast says, calls that wait for a person are made each day. */
  async live(): Promise<void> {
    const { clock } = this.#stage;
    const start = clock.now();
    const days = Array.from({ length: JOB_DAYS }, (_, day) => ({ hours: 24 * (day + 1), deed: null }));
    const acts = [...deeds().map((deed) => ({ hours: deed.hours, deed })), ...days];
    for (const { hours, deed } of acts.toSorted((a, b) => a.hours - b.hours)) {
      await this.#workUntil(start + hours * HOUR_MS);
      if (deed === null) await this.#makeCalls();
      else await this.#act(deed);
    }
    await this.#workUntil(start + JOB_DAYS * DAY_MS);
  }

  async #workUntil(at: number): Promise<void> {
    const { engine, clock } = this.#stage;
    await workUntil(engine, clock, at, { signal: this.#context.signal, progress: () => undefined });
    if (at > clock.now()) clock.moveTo(at);
  }

  async #act({ email, section, channel, text }: Deed): Promise<void> {
    const { engine, workspaceId } = this.#context;
    if (section !== null) {
      await this.run('class progress', { lead: email, section });
      return;
    }
    const [leadId = ''] = await engine.store.leads.find(workspaceId, '', [`e:${email}`]);
    const { reading: _, ...read } = readEvent(
      { kind: 'replied', outcome: null, text, channel },
      { now: this.#stage.clock.now(), zone: 'UTC' },
    );
    await recordEvents(engine, [this.#event(workspaceId, leadId, channel, { ...read, text })]);
  }

  #event(
    workspaceId: string,
    leadId: string,
    channel: 'email' | 'sms',
    said: Pick<ReturnType<typeof readEvent>, 'kind' | 'outcome'> & { readonly text: string | null },
  ) {
    this.#told += 1;
    const key = { workspaceId, leadId, campaignId: null, messageId: null };
    const how = { at: this.#stage.clock.now(), origin: 'demo', originId: `told-${this.#told}` };
    return { ...key, ...how, direction: 'in', verdict: 'human', channel, ...said } as const;
  }

  /** Hand-offs stay open: they are what a person finds on the desk. */
  async #makeCalls(): Promise<void> {
    const { engine, workspaceId } = this.#context;
    const open = await engine.store.tasks.list({ workspaceId, campaignId: null, limit: MOST });
    for (const { task } of open.filter(({ task: { kind, title } }) => kind === 'task' && title.startsWith(CALL))) {
      await doTask(engine, { workspaceId, taskId: task.id, outcome: task.outcomes[0] ?? null, by: 'demo' });
    }
  }

  /** Everybody in these jobs, as they stand now. */
  async look(): Promise<readonly LivedJob[]> {
    const { engine, workspaceId } = this.#context;
    const stories = new Map<JobName, LeadStory[]>(JOB_NAMES.map((name) => [name, []]));
    for (const { id, values } of await this.#leads()) {
      const job = JOB_NAMES.find((name) => values.tags?.includes(name));
      const story = job && (await engine.store.leads.story(workspaceId, id, engine.suppressionKeys));
      if (story) stories.get(job)?.push(story);
    }
    const jobs: LivedJob[] = [];
    for (const name of JOB_NAMES) {
      const campaign = await engine.store.campaigns.get(workspaceId, name);
      if (campaign) jobs.push({ name, campaign, stories: stories.get(name) ?? [] });
    }
    return jobs;
  }

  /** The leads of these jobs: the last ones that came. */
  async #leads() {
    const { engine, workspaceId } = this.#context;
    const found: Awaited<ReturnType<typeof engine.store.leads.list>>[number][] = [];
    for (let after: string | null = null; ; ) {
      const page: typeof found = [...(await engine.store.leads.list({ workspaceId, after, limit: MOST }))];
      found.push(...page.filter(({ values }) => JOB_NAMES.some((name) => values.tags?.includes(name))));
      after = page.at(-1)?.id ?? null;
      if (page.length < MOST) return found;
    }
  }
}
