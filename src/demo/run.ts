/**
 * One demo, from beginning to end: the same verbs as every command, on a stage of their own. Owns the order; what is said of
 * each step is `told.ts`, what must hold is `figures.ts`.
 */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Campaign } from '../domain/campaign/campaign.ts';
import { canonicalJson } from '../domain/canonical-json.ts';
import { DEFAULT_LIMITS, type SendLimits } from '../domain/consent/pace/send-limits.ts';
import { assessAll } from '../engine/assess/assess.ts';
import { createCampaign, EVERYBODY, launch } from '../engine/campaigns.ts';
import { type ImportReport, importFile } from '../engine/capture/import-file.ts';
import { setSendLimits } from '../engine/deliver/send-limits.ts';
import type { OperationContext } from '../engine/operations/operation.ts';
import { playbookOf } from '../engine/operations/playbooks.ts';
import { workspaceGoDry, workspaceGoLive } from '../engine/operations/workspaces.ts';
import { NO_RESPONSES, type ResponseModel, responseModelSchema } from '../engine/simulate/response-model.ts';
import { type Simulation, simulate } from '../engine/simulate/simulate.ts';
import { type Arrival, arrivalsAt, arrivalsIn, type Comparison, compareLists, workUntil } from './arrivals.ts';
import { takeCensus } from './census.ts';
import { bankFigures, type Check, checksOf, type Delivered, type DemoFigures } from './figures.ts';
import { figuresOf, type JobFigures, jobChecks } from './job-figures.ts';
import { beginningLines, JOB_TITLES, jobLines, nextJobLines, numberLines } from './job-words.ts';
import { OtherJobs } from './other-jobs.ts';
import { type Look, Page } from './page.ts';
import { openStage, type Stage } from './stage.ts';
import { storiesOf } from './stories.ts';
import * as told from './told.ts';
import type { DemoWish } from './wish.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/bank/customers.csv', import.meta.url));
const DAY_MS = 86_400_000;
/** Messages a day for the example: enough to reach everybody within the month, few enough that the limit is seen at work. */
const DAILY_CAP = 300;
/** Days lived through by default and most messages a day, by how many people there are: a demo should end while one watches. */
const PACES: readonly { readonly people: number; readonly days: number; readonly dailyCap: number }[] = [
  { people: 3_000, days: 30, dailyCap: 1_000 },
  { people: 20_000, days: 3, dailyCap: 5_000 },
  { people: Number.POSITIVE_INFINITY, days: 1, dailyCap: 5_000 },
];

/**
 * Limits of the demo. Those that only take time are off: a mailbox on its first days sends five messages a day, and a month of
 * that would show nothing.
 */
const LIMITS_OF_DEMO: SendLimits = {
  ...DEFAULT_LIMITS,
  email: {
    ...DEFAULT_LIMITS.email,
    accountDay: null,
    senderDay: null,
    sendingDomainDay: null,
    recipientDomainDay: null,
  },
  warmUp: null,
  jitter: null,
  canary: null,
};

/** The people of the file, judged. */
interface Audience extends Pick<DemoFigures, 'import' | 'assessed' | 'stages' | 'census'> {
  readonly campaign: Campaign;
}

/** What the other jobs came to. */
interface JobsFound {
  readonly figures: readonly JobFigures[];
  readonly checks: readonly Check[];
  readonly next: readonly string[];
}
const NO_JOBS: JobsFound = { figures: [], checks: [], next: [] };
/** Nothing was compared. */
const EQUAL: Comparison = { simulated: 0, delivered: 0, equal: true, onlySimulated: [], onlyDelivered: [] };

/** The time after the launch: foreseen, lived, compared. */
type Passage = Pick<DemoFigures, 'days' | 'rehearsal' | 'delivered' | 'comparison' | 'checks'>;

/** Runs a demo; its folder stays, unless it could not go through. Errors: refusals of the file and of the playbook; `AbortError`. */
export async function runDemo(context: OperationContext, wish: DemoWish, look: Look): Promise<DemoFigures> {
  const stage = await openStage(context.engine.parts, Date.parse(wish.start), wish.file === null);
  const page = new Page((text) => context.say?.(text), look);
  let figures: DemoFigures | null = null;
  try {
    figures = await new DemoRun({ ...context, engine: stage.engine }, wish, stage, page).run();
    return figures;
  } finally {
    await stage.close();
    if (figures === null) rmSync(stage.folder, { recursive: true, force: true });
  }
}

class DemoRun {
  readonly #context: OperationContext;
  readonly #wish: DemoWish;
  readonly #stage: Stage;
  readonly #page: Page;
  readonly #ms: Record<string, number> = {};
  readonly #file: string;
  readonly #playbook: string;

  /** `context.engine` must be the stage's. */
  constructor(context: OperationContext, wish: DemoWish, stage: Stage, page: Page) {
    this.#context = context;
    this.#wish = wish;
    this.#stage = stage;
    this.#page = page;
    this.#file = wish.file ?? EXAMPLE;
    this.#playbook = wish.playbook ?? (wish.file === null ? 'bank-term-deposit' : 'acquisition');
  }

  async run(): Promise<DemoFigures> {
    const { folder, database, sink } = this.#stage;
    const { seed, start } = this.#wish;
    const file = this.#wish.file === null ? 'examples/bank/customers.csv' : basename(this.#file);
    this.#page.title('Rekindle: from a file of leads to delivered messages, each with its reasons', [
      ...told.opening({ file, playbook: this.#playbook, folder, own: sink === null }),
    ]);
    const { campaign, ...audience } = await this.#takeIn();
    const passage = await this.#liveThrough(campaign, audience);
    const stories = await this.#step(
      'explain',
      'Three people, and why',
      () => storiesOf(this.#stage.engine, campaign, audience.census.picks),
      (found) => told.storyLines(found),
    );
    const jobs = sink === null ? NO_JOBS : await this.#otherJobs(audience, passage);
    this.#page.section('What to run next', [...jobs.next, ...told.nextLines(stories, this.#stage)]);
    const checks = [...passage.checks, ...jobs.checks];
    const ok = checks.every(({ holds }) => holds);
    const place = { file, playbook: this.#playbook, folder, database, from: start, seed };
    return { ok, ...place, ...audience, ...passage, checks, stories, jobs: jobs.figures, ms: this.#ms };
  }

  async #takeIn(): Promise<Audience> {
    const { engine, sink } = this.#stage;
    const taken = await this.#step(
      'import',
      'Read the file, recognise people',
      () => this.#takeFile(),
      (found) => told.importLines(found, sink === null),
    );
    const campaign = await this.#campaign(taken);
    const assessed = await this.#step(
      'assess',
      'Score, qualify, route',
      () => assessAll(engine, campaign, this.#context),
      (found) => told.assessLines(found, this.#playbook),
    );
    const { stages } = await engine.store.campaigns.count(campaign.workspaceId, campaign.id);
    const census = await this.#step(
      'census',
      'Who will be written to, and who will not',
      () => takeCensus(engine, campaign.workspaceId, campaign.id),
      (found) => told.censusLines(found, taken, stages),
    );
    return { campaign, import: taken, assessed, stages, census };
  }

  async #liveThrough(campaign: Campaign, { import: taken, stages }: Omit<Audience, 'campaign'>): Promise<Passage> {
    const days = this.#days(taken);
    if (this.#stage.sink) await workspaceGoLive.run(this.#context, { yes: true });
    const rehearsal = await this.#step(
      'simulate',
      `Live through ${days} days before one message leaves`,
      () => this.#simulate(campaign, days, responseModelSchema.parse({})),
      (found) => told.rehearsalLines(found, campaign.sender.dailyCap),
    );
    const foreseen: Arrival[] = [];
    const { delivered, arrived } = await this.#step(
      'deliver',
      `Launch, and really send for ${days} days`,
      async () => {
        await this.#simulate(campaign, days, NO_RESPONSES, foreseen);
        return this.#deliver(campaign, days);
      },
      (found) => told.deliveredLines(found.delivered, foreseen.length, this.#stage),
    );
    const comparison = compareLists(foreseen, arrived);
    const checks = checksOf({ import: taken, stages, delivered, comparison });
    this.#page.section('Does it hold?', told.checkLines(checks, comparison, this.#page));
    return { days, rehearsal, delivered, comparison, checks };
  }

  /** Three more jobs on the same instance; sellers and buyers are two campaigns of one. */
  async #otherJobs(audience: Omit<Audience, 'campaign'>, { delivered }: Passage): Promise<JobsFound> {
    const others = new OtherJobs(this.#context, this.#stage);
    const lived = await this.#step(
      'jobs',
      'Three more jobs on the same instance, thirty days at once',
      async () => {
        await others.begin();
        await others.live();
        return others.look();
      },
      beginningLines,
    );
    const figures: JobFigures[] = [];
    for (const job of lived) {
      const found = figuresOf(job);
      figures.push(found);
      const lines = () => jobLines(this.#stage.engine, others, job, found);
      await this.#step(job.name, JOB_TITLES[job.name], lines, (shown) => shown);
    }
    const checks = jobChecks(figures);
    const bank = bankFigures(audience.import.created, delivered);
    this.#page.section('The numbers by job', [
      ...numberLines([bank, ...figures]),
      '',
      ...told.checkLines(checks, EQUAL, this.#page),
    ]);
    return { figures, checks, next: nextJobLines(figures, this.#stage.database) };
  }

  #takeFile(): Promise<ImportReport> {
    const { workspaceId } = this.#context;
    const { engine, folder, clock } = this.#stage;
    const wish = {
      workspaceId,
      path: this.#file,
      map: {},
      basis: this.#wish.basis,
      source: null,
      country: null,
      rejects: join(folder, 'rejects.csv'),
      mode: 'fill',
    } as const;
    return engine.store.workspaces.ensure(workspaceId, clock.now()).then(() => importFile(engine, wish, this.#context));
  }

  async #campaign({ created, importId }: ImportReport): Promise<Campaign> {
    const { engine, sink, clock } = this.#stage;
    const workspace = await engine.store.workspaces.ensure(this.#context.workspaceId, clock.now());
    await setSendLimits(engine, workspace, LIMITS_OF_DEMO);
    const { playbook } = playbookOf(engine, this.#playbook, {});
    return createCampaign(engine, {
      workspaceId: this.#context.workspaceId,
      name: 'demo',
      playbook,
      content: canonicalJson(playbook),
      // Other jobs on the instance have leads of their own.
      audience: { ...EVERYBODY, imports: importId === null ? [] : [importId] },
      sender: sink ? { ...BANK, dailyCap: DAILY_CAP } : { ...YOU, dailyCap: paceFor(created).dailyCap },
    });
  }

  #days({ created }: ImportReport): number {
    const asked = this.#wish.for;
    return asked === null ? paceFor(created).days : Number.parseInt(asked, 10);
  }

  #simulate(campaign: Campaign, days: number, responses: ResponseModel, foreseen: Arrival[] = []): Promise<Simulation> {
    const { engine, clock } = this.#stage;
    const { workspaceId, progress, signal } = this.#context;
    const { seed } = this.#wish;
    const wish = {
      workspaceId,
      campaignId: campaign.id,
      startsAt: clock.now(),
      days,
      seed,
      responses,
      progress,
      signal,
    };
    return simulate(engine, wish, ({ at, to, template, subject }) => foreseen.push({ at, to, template, subject }));
  }

  async #deliver(campaign: Campaign, days: number): Promise<{ delivered: Delivered; arrived: readonly Arrival[] }> {
    const { engine, clock, sink, outbox } = this.#stage;
    const { workspaceId, actor, progress } = this.#context;
    const end = clock.now() + days * DAY_MS;
    const workspace = await engine.store.workspaces.ensure(workspaceId, clock.now());
    const { enrolled } = await launch(engine, workspace, campaign, actor, progress);
    await workUntil(engine, clock, end, this.#context);
    const { states } = await engine.store.messages.count(workspaceId, campaign.id);
    const { ends, handoffs } = await engine.store.campaigns.reasons(workspaceId, campaign.id);
    if (sink) await workspaceGoDry.run(this.#context, {});
    const arrived = sink ? arrivalsAt(sink) : await arrivalsIn(outbox);
    const twice = sink?.duplicates().size ?? 0;
    const way = sink ? 'smtp' : 'outbox';
    return { delivered: { way, states, ends, enrolled, handoffs, arrived: arrived.length, twice }, arrived };
  }

  async #step<Result>(
    key: string,
    name: string,
    run: () => Promise<Result>,
    show: (result: Result) => readonly string[],
  ): Promise<Result> {
    const { result, ms } = await this.#page.step(name, run, show);
    this.#ms[key] = ms;
    this.#context.signal.throwIfAborted();
    return result;
  }
}

function paceFor(people: number) {
  return PACES.find((pace) => people <= pace.people) ?? { days: 1, dailyCap: DAILY_CAP };
}

const BANK = {
  name: 'Marta Sousa',
  address: 'marta.sousa@bank.example.com',
  company: 'Example Bank',
  postalAddress: '1 Example Street, 1000-001 Lisbon',
};
const YOU = {
  name: 'Your Name',
  address: 'you@example.com',
  company: 'Your Company',
  postalAddress: 'Your street, your town',
};
