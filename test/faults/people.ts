/**
 * The people of a run: those who are written to and answer, and those who run the campaign. What they do is drawn from the seed
 * and done by errands, each of which may vanish in the middle like any worker; the provider and the person then do it again.
 */
import type { Campaign } from '../../src/domain/campaign/campaign.ts';
import { canonicalJson } from '../../src/domain/canonical-json.ts';
import { mailboxOf } from '../../src/domain/consent/suppression.ts';
import type { EventKind } from '../../src/domain/event.ts';
import type { LeadDraft } from '../../src/domain/lead/lead.ts';
import type { MergeMode } from '../../src/domain/lead/merge.ts';
import { mergeLeads } from '../../src/domain/lead/merge-leads.ts';
import type { Mail } from '../../src/domain/message.ts';
import { assessAll } from '../../src/engine/assess/assess.ts';
import { createCampaign, EVERYBODY, finish, launch, move, resume } from '../../src/engine/campaigns.ts';
import { captureBatch } from '../../src/engine/capture/capture.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Refusal } from '../../src/engine/operations/operation.ts';
import { type EventReport, recordEvents } from '../../src/engine/react.ts';
import { pauseLead, resumeLead } from '../../src/engine/steer/passages.ts';
import { doTask } from '../../src/engine/tasks.ts';
import { type Chance, chanceOf } from './chance.ts';
import type { Run } from './run.ts';
import { WORKSPACE } from './stage.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PLACES = [
  { country: 'US', zone: 'America/New_York' },
  { country: 'DE', zone: 'Europe/Berlin' },
  { country: 'IN', zone: 'Asia/Kolkata' },
  { country: 'US', zone: 'America/Los_Angeles' },
] as const;
const CAMPAIGN = 'Run';
/** What may come back of a mail, and how often. */
const ANSWERS: readonly (readonly [EventKind, number])[] = [
  ['delivered', 0.7],
  ['bounced', 0.12],
  ['replied', 0.08],
  ['opted-out', 0.06],
  ['complained', 0.04],
];
/** When it comes: while the answer to the call is still under way, soon, or days later. */
const DELAYS = [0, 0, 30_000, 5 * MINUTE_MS, 3 * HOUR_MS, 30 * HOUR_MS];

function draftOf(n: number): LeadDraft {
  const place = PLACES[n % PLACES.length] as (typeof PLACES)[number];
  return {
    values: { firstName: `Ann${n}`, lastName: `Lee${n}`, email: `ann${n}@firm${n}.example`, ...place },
    attributes: {},
    externalId: `ext${n}`,
    otherEmails: [],
    otherPhones: [],
    basis: 'consent',
    optOuts: [],
  };
}

/** The people of one run. */
export class People {
  readonly acknowledged = new Set<string>();
  readonly #run: Run;
  readonly #own: Chance;
  #asks = false;
  #born = 0;

  constructor(run: Run) {
    this.#run = run;
    this.#own = chanceOf(run.settings.seed);
  }

  /** Leads are there, the campaign is live, and what people will do is on the agenda. */
  async begin(engine: Engine): Promise<void> {
    const { settings, playbook } = this.#run;
    await this.#capture(
      engine,
      Array.from({ length: settings.leads }, () => draftOf(this.#born++)),
    );
    const campaign = await createCampaign(engine, {
      workspaceId: WORKSPACE,
      name: CAMPAIGN,
      playbook,
      content: canonicalJson(playbook),
      audience: EVERYBODY,
      sender: {
        name: 'Sam',
        address: 'sam@sender.example',
        company: 'Sender',
        postalAddress: '1 Example Street',
        dailyCap: settings.dailyCap,
      },
    });
    await assessAll(engine, campaign, {});
    const workspace = await engine.store.workspaces.get(WORKSPACE);
    if (!workspace) throw new Error('there is no workspace');
    await launch(engine, workspace, campaign, 'run', () => undefined);
    this.#plan();
  }

  #capture(engine: Engine, drafts: readonly LeadDraft[], mode: MergeMode = 'fill'): Promise<unknown> {
    return captureBatch(engine, {
      workspaceId: WORKSPACE,
      source: 'run',
      importId: null,
      mode,
      drafts: drafts.map((draft, line) => ({ line, draft })),
      progress: null,
    });
  }

  #plan(): void {
    const { chance, settings } = this.#run;
    const { acts, days, leads } = settings;
    const sometime = () => settings.startsAt + chance.below(days * DAY_MS);
    const plan = (name: string, act: (engine: Engine) => Promise<void>) => this.#errandAt(sometime(), name, act);
    for (let n = 0; acts.refusals && n < 2; n++) plan('refuse', (engine) => this.#refuse(engine, chance.below(leads)));
    for (let n = 0; acts.pauses && n < 3; n++) plan('pause', (engine) => this.#pause(engine));
    for (let n = 0; acts.answers && n < 2; n++) plan('booking', (engine) => this.#book(engine, chance.below(leads)));
    for (let n = 0; acts.pauses && n < 3; n++) this.#planLeadPause();
    if (acts.pauses && chance.hits(0.2)) plan('finish', (engine) => this.#finish(engine));
    if (acts.imports) {
      plan('import', async (engine) => void (await this.#capture(engine, [draftOf(this.#born++)])));
      for (let n = 0; n < leads; n += 2) this.#planMove(n);
      plan('merge', (engine) => this.#merge(engine));
    }
    this.#askForTasks();
  }

  /** A lead changes its address, and the old one may refuse before or after. */
  #planMove(n: number): void {
    const { chance, settings } = this.#run;
    const at = settings.startsAt + chance.below(settings.days * DAY_MS);
    this.#errandAt(at, 'change', (engine) => this.#changeAddress(engine, n));
    if (!settings.acts.refusals) return;
    this.#errandAt(at + chance.between(-2, 4) * HOUR_MS, 'refuse', (engine) => this.#refuse(engine, n));
  }

  /** Somebody pauses a lead, for minutes or days. Drawn by itself, so that the rest of a run is as it was without it. */
  #planLeadPause(): void {
    const { settings } = this.#run;
    const n = this.#own.below(settings.leads);
    const at = settings.startsAt + this.#own.below(settings.days * DAY_MS);
    this.#errandAt(at, 'pause lead', (engine) => this.#steer(engine, n, pauseLead));
    const until = at + this.#own.pick([5, 90, 30 * 60]) * MINUTE_MS;
    this.#errandAt(until, 'resume lead', (engine) => this.#steer(engine, n, resumeLead));
  }

  /** One whom nobody knows by that address any more, or whom another errand resumed, is left alone. */
  async #steer(engine: Engine, n: number, how: typeof pauseLead): Promise<void> {
    const addresses = [`e:ann${n}@firm${n}.example`, `e:ann.new${n}@firm${n}.example`];
    for (const leadId of await engine.store.leads.find(WORKSPACE, '', addresses)) {
      const act = { workspaceId: WORKSPACE, leadId, campaignId: null, enrollmentId: null, by: 'run', why: '' };
      try {
        await how(engine, act);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }

  #errandAt(at: number, name: string, act: (engine: Engine) => Promise<void>): void {
    this.#run.agenda.add(at, () => this.#run.crew.errand(name, act));
  }

  /** Somebody has a mail: what comes back of it is on its way from now on. */
  gotMail(mail: Mail): void {
    const { chance, settings, calm } = this.#run;
    if (!settings.acts.answers) return;
    for (const [kind, probability] of ANSWERS) {
      if (!chance.hits(calm ? probability / 2 : probability)) continue;
      for (let times = chance.pick([1, 1, 1, 2, 3]); times > 0; times--) this.#report(mail, kind);
    }
  }

  #report(mail: Mail, kind: EventKind): void {
    const { chance, time } = this.#run;
    const at = time + chance.pick(DELAYS) + chance.below(3);
    const leadId = mail.headers.find(([name]) => name === 'X-Rekindle-Lead')?.[1] ?? '';
    this.#errandAt(at, 'hook', (engine) => this.#record(engine, leadId, kind, mail.id));
  }

  async #record(engine: Engine, leadId: string, kind: EventKind, messageId: string | null): Promise<void> {
    const originId = `${messageId ?? leadId}:${kind}`;
    const report: EventReport = {
      workspaceId: WORKSPACE,
      leadId,
      campaignId: null,
      messageId,
      kind,
      at: this.#run.wall(),
      origin: 'provider',
      originId,
      verdict: 'human',
      text: null,
    };
    await recordEvents(engine, [report]);
    this.acknowledged.add(originId);
  }

  /** Somebody answers by another way, whatever is on its way to them. */
  async #book(engine: Engine, n: number): Promise<void> {
    const [leadId] = await engine.store.leads.find(WORKSPACE, '', [`e:ann${n}@firm${n}.example`]);
    if (leadId !== undefined) await this.#record(engine, leadId, 'booked', null);
  }

  async #refuse(engine: Engine, n: number): Promise<void> {
    const value = mailboxOf(`ann${n}@firm${n}.example`);
    const [leadId = ''] = await engine.store.leads.find(WORKSPACE, '', [`e:${value}`]);
    const suppression = {
      keyHash: engine.keyring.hash('address', value),
      channel: 'email',
      kind: 'address',
      value,
      reason: 'manual',
      origin: 'manual',
      at: engine.clock.now(),
    } as const;
    await engine.store.leads.suppress(WORKSPACE, [{ leadId, suppression }]);
  }

  async #pause(engine: Engine): Promise<void> {
    const campaign = await this.#campaign(engine);
    if (campaign.state !== 'live') return;
    const until = this.#run.time + this.#run.chance.pick([5, 30, 90]) * MINUTE_MS;
    this.#errandAt(until, 'resume', (other) => this.#resume(other));
    await move(engine, campaign, 'paused');
  }

  async #resume(engine: Engine): Promise<void> {
    const campaign = await this.#campaign(engine);
    if (campaign.state !== 'finished') await resume(engine, campaign);
  }

  async #finish(engine: Engine): Promise<void> {
    await finish(engine, await this.#campaign(engine));
  }

  async #campaign(engine: Engine): Promise<Campaign> {
    const campaign = await engine.store.campaigns.get(WORKSPACE, CAMPAIGN);
    if (!campaign) throw new Error('the campaign is not there');
    return campaign;
  }

  /** The same person by the source's own id, at another address. */
  async #changeAddress(engine: Engine, n: number): Promise<void> {
    const { values, ...draft } = draftOf(n);
    await this.#capture(
      engine,
      [{ ...draft, values: { ...values, email: `ann.new${n}@firm${n}.example` } }],
      'overwrite',
    );
  }

  async #merge(engine: Engine): Promise<void> {
    const { store, suppressionKeys, clock } = engine;
    const [first, second] = await store.leads.list({ workspaceId: WORKSPACE, after: '', limit: 2 });
    if (!first || !second) return;
    const stories = await Promise.all(
      [first, second].map(({ id }) => store.leads.story(WORKSPACE, id, suppressionKeys)),
    );
    const [survivor, other] = stories.map((story) => story?.lead);
    if (!survivor || !other) return;
    const { values, attributes, basis, basisAt } = mergeLeads(survivor, other);
    const merged = { ...survivor, values, attributes, basis, basisAt };
    await store.leads.merge({ workspaceId: WORKSPACE, survivor, other, merged }, clock.now());
  }

  /** Now and then somebody looks at the list of tasks and does what is on it. */
  #askForTasks(): void {
    if (this.#run.settings.playbook !== 'loop') return;
    this.#errandAt(this.#run.time + this.#run.chance.between(6, 30) * HOUR_MS, 'tasks', async (engine) => {
      const open = await engine.store.tasks.list({ workspaceId: WORKSPACE, campaignId: null, limit: 10 });
      for (const { task } of open) {
        if (task.kind !== 'task') continue;
        const outcome = this.#run.chance.hits(0.45) ? 'b' : 'c';
        await doTask(engine, { workspaceId: WORKSPACE, taskId: task.id, outcome, by: 'person' });
      }
      if (!this.#asks) this.#askForTasks();
    });
  }

  /** From here on a person leaves nothing undone: the campaign goes on, and tasks are done until there are none. */
  tidyUp(): void {
    this.#errandAt(this.#run.time + HOUR_MS, 'resume', (engine) => this.#resume(engine));
    for (let n = 0; this.#run.settings.acts.pauses && n < this.#born; n++) {
      this.#errandAt(this.#run.time + HOUR_MS, 'resume lead', (engine) => this.#steer(engine, n, resumeLead));
    }
    if (this.#run.settings.playbook !== 'loop') return;
    this.#asks = true;
    const again = 14;
    for (let day = 1; day <= again; day++) {
      this.#errandAt(this.#run.time + day * DAY_MS, 'tasks', (engine) => this.#doAll(engine));
    }
  }

  async #doAll(engine: Engine): Promise<void> {
    for (const { task } of await engine.store.tasks.list({ workspaceId: WORKSPACE, campaignId: null, limit: 100 })) {
      if (task.kind === 'task')
        await doTask(engine, { workspaceId: WORKSPACE, taskId: task.id, outcome: 'c', by: 'person' });
    }
  }
}
