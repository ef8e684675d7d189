/**
 * Those who run the campaigns: they pause and resume, stop everything, let go on, write by hand, call leads, settle what nobody
 * knows, do tasks. In the end they leave nothing undone.
 */
import type { Campaign } from '../../../src/domain/campaign/campaign.ts';
import type { EventKind } from '../../../src/domain/event.ts';
import { finish, move, release, resume } from '../../../src/engine/campaigns.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { haltAdd, haltLift } from '../../../src/engine/operations/ledger/instances.ts';
import { messageCancel, messageRetry, messageSettle } from '../../../src/engine/operations/ledger/messages.ts';
import { type Operation, Refusal } from '../../../src/engine/operations/operation.ts';
import { runOperation } from '../../../src/engine/operations/run.ts';
import { pauseLead, resumeEnrollments, resumeLead } from '../../../src/engine/steer/passages.ts';
import { doTask } from '../../../src/engine/steer/tasks.ts';
import { type Hand, write } from '../crew.ts';
import { endRoutines } from '../routines.ts';
import type { Run } from '../run.ts';
import { addressOf, campaignNames } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LEADS = 100;
/** A workspace, one channel of it, a channel everywhere, everything. */
const STOPS = [{}, { channel: 'email' }, { channel: 'email', everything: true }, { everything: true }];
/** Days for which tasks are done after the faults have stopped. */
const TIDY_DAYS = 45;

type Record = (
  engine: Engine,
  about: { readonly workspace: string; readonly leadId: string; readonly messageId: null },
  kind: EventKind,
) => Promise<void>;

/** The staff of one run. */
export class Staff {
  readonly #run: Run;
  readonly #record: Record;
  #tidying = false;
  #written = 0;

  constructor(run: Run, record: Record) {
    this.#run = run;
    this.#record = record;
  }

  /** What they will do is on the agenda. */
  plan(): void {
    const { chance, settings } = this.#run;
    const { acts, limits } = settings;
    const times = (n: number, name: string, act: (engine: Engine, workspace: string, hand: Hand) => Promise<void>) => {
      for (let i = 0; i < n; i++) {
        const at = settings.startsAt + chance.below(settings.days * DAY_MS);
        const workspace = chance.pick(settings.workspaces);
        this.#run.errandAt(at, name, (engine, hand) => act(engine, workspace, hand));
      }
    };
    if (acts.pauses) times(3, 'pause', (engine, workspace) => this.#pause(engine, workspace));
    if (acts.pauses && chance.hits(0.2)) times(1, 'finish', (engine, workspace) => this.#finish(engine, workspace));
    if (acts.pauses) times(3, 'pause lead', (engine, workspace) => this.#pauseLead(engine, workspace));
    if (acts.touches) times(1, 'touch', (engine, workspace) => this.#touch(engine, workspace));
    if (acts.touches) times(1, 'go on', (engine, workspace) => this.#goOn(engine, workspace));
    if (acts.replies) times(4, 'reply', (_, workspace, hand) => this.#reply(hand, workspace));
    if (acts.settling) times(3, 'settle', (engine, workspace) => this.#settle(engine, workspace));
    if (limits.canary && chance.hits(0.3)) times(1, 'release', (engine, workspace) => this.#release(engine, workspace));
    this.#askForTasks();
  }

  /** Somebody stops something just now, whatever is under way. */
  haltNow(): void {
    const workspace = this.#run.chance.pick(this.#run.settings.workspaces);
    this.#run.errandAt(this.#run.time, 'halt', (engine) => this.#halt(engine, workspace));
  }

  /** Somebody calls a lead just now, one that is about to get a mail if there is one. */
  touchNow(): void {
    const workspace = this.#run.chance.pick(this.#run.settings.workspaces);
    const sql = "SELECT lead_id FROM message WHERE workspace_id = ? AND state = 'claimed' AND lane = 1 ORDER BY id";
    const [claimed] = this.#run.ground.rows<{ lead_id: string }>(sql, workspace);
    this.#run.errandAt(this.#run.time, 'touch', (engine) => this.#touch(engine, workspace, claimed?.lead_id));
  }

  #operate(engine: Engine, workspaceId: string, operation: Operation, input: object): Promise<unknown> {
    const { signal } = new AbortController();
    const context = { engine, workspaceId, actor: 'person', signal, progress: () => undefined, note: () => undefined };
    return runOperation(context, operation, input);
  }

  async #pause(engine: Engine, workspace: string): Promise<void> {
    const campaign = await this.#campaign(engine, workspace);
    if (campaign.state !== 'live') return;
    const until = this.#run.time + this.#run.chance.pick([5, 30, 90]) * MINUTE_MS;
    this.#run.errandAt(until, 'resume', (other) => this.#resume(other, workspace, campaign.name));
    await move(engine, campaign, 'paused');
  }

  async #resume(engine: Engine, workspace: string, name: string): Promise<void> {
    const campaign = await engine.store.campaigns.get(workspace, name);
    if (campaign && campaign.state !== 'finished') await resume(engine, campaign);
  }

  async #finish(engine: Engine, workspace: string): Promise<void> {
    await finish(engine, await this.#campaign(engine, workspace));
  }

  /** A stop that is lifted after a while. */
  async #halt(engine: Engine, workspace: string): Promise<void> {
    const scope = this.#run.chance.pick(STOPS);
    const until = this.#run.time + this.#run.chance.pick([5, 20, 45, 300]) * MINUTE_MS;
    this.#run.errandAt(until, 'lift', (other) => this.#lift(other, workspace, scope));
    await this.#operate(engine, workspace, haltAdd, { why: 'wrong list', ...scope });
  }

  async #lift(engine: Engine, workspace: string, scope: object): Promise<void> {
    await this.#operate(engine, workspace, haltLift, scope);
  }

  async #touch(engine: Engine, workspace: string, lead?: string): Promise<void> {
    const { chance, settings } = this.#run;
    const [other] = await engine.store.leads.find(workspace, '', [`e:${addressOf(chance.below(settings.leads))}`]);
    const leadId = lead ?? other;
    if (leadId === undefined) return;
    const kind = chance.pick(['human-touch', 'tool-touch'] as const);
    await this.#record(engine, { workspace, leadId, messageId: null }, kind);
  }

  async #goOn(engine: Engine, workspace: string): Promise<void> {
    for (const { id } of await engine.store.leads.list({ workspaceId: workspace, after: '', limit: LEADS })) {
      await this.#steer(engine, workspace, id, resumeEnrollments);
    }
  }

  /** A lead that is let go on after minutes or days. */
  async #pauseLead(engine: Engine, workspace: string): Promise<void> {
    const { chance, settings, time } = this.#run;
    const [leadId] = await engine.store.leads.find(workspace, '', [`e:${addressOf(chance.below(settings.leads))}`]);
    if (leadId === undefined) return;
    const until = time + chance.pick([5, 90, 30 * 60]) * MINUTE_MS;
    this.#run.errandAt(until, 'resume lead', (other) => this.#steer(other, workspace, leadId, resumeLead));
    await this.#steer(engine, workspace, leadId, pauseLead);
  }

  /** One that is gone by now, or that somebody else let go on, is left alone. */
  async #steer(engine: Engine, workspaceId: string, leadId: string, how: typeof pauseLead): Promise<void> {
    try {
      await how(engine, { workspaceId, leadId, campaignId: null, enrollmentId: null, by: 'run', why: '' });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }

  /** Somebody writes to a lead by hand, in the words of a message that it got. */
  async #reply(hand: Hand, workspace: string): Promise<void> {
    const { chance, ground } = this.#run;
    const rows = ground.rows<{ id: string }>('SELECT id FROM message WHERE workspace_id = ? AND lane = 1', workspace);
    if (rows.length === 0) return;
    const model = await hand.engine.store.messages.get(workspace, chance.pick(rows).id);
    if (!model) return;
    const n = ++this.#written;
    const now = hand.engine.clock.now();
    const made = {
      id: `reply${n}`,
      intentKey: `reply:${n}`,
      lane: 0,
      enrollmentId: null,
      dueAt: now,
      createdAt: now,
    } as const;
    await write(hand, { ...model, ...made });
  }

  async #settle(engine: Engine, workspace: string): Promise<void> {
    const { chance } = this.#run;
    const { name: campaign } = await this.#campaign(engine, workspace);
    // One who says “again” takes it upon himself that it may arrive twice, so here nobody does, but where the key is honoured.
    const sure = this.#run.settings.recovery === 'idempotent';
    if (chance.hits(0.4)) await this.#operate(engine, workspace, messageRetry, { campaign });
    else if (sure && chance.hits(0.5)) {
      await this.#operate(engine, workspace, messageSettle, { campaign, as: 'again' });
    } else await this.#operate(engine, workspace, messageCancel, { campaign });
  }

  async #release(engine: Engine, workspace: string): Promise<void> {
    await release(engine, await this.#campaign(engine, workspace), 'person');
  }

  /** One of the campaigns. */
  async #campaign(engine: Engine, workspace: string): Promise<Campaign> {
    const name = this.#run.chance.pick(campaignNames(this.#run.settings));
    const campaign = await engine.store.campaigns.get(workspace, name);
    if (!campaign) throw new Error(`campaign ${name} is not there`);
    return campaign;
  }

  /** Now and then somebody looks at the list of tasks and does what is on it. */
  #askForTasks(): void {
    if (this.#run.settings.playbook !== 'loop') return;
    this.#run.errandAt(this.#run.time + this.#run.chance.between(6, 30) * HOUR_MS, 'tasks', async (engine) => {
      await this.#doTasks(engine, () => (this.#run.chance.hits(0.45) ? 'b' : 'c'));
      if (!this.#tidying) this.#askForTasks();
    });
  }

  async #doTasks(engine: Engine, outcomeOf: () => string): Promise<void> {
    for (const workspaceId of this.#run.settings.workspaces) {
      const open = await engine.store.tasks.list({ workspaceId, campaignId: null, limit: LEADS });
      for (const { task } of open) {
        if (task.kind !== 'task') continue;
        await doTask(engine, { workspaceId, taskId: task.id, outcome: outcomeOf(), by: 'person' });
      }
    }
  }

  /** From here on they leave nothing undone: all goes on, and tasks are done until there are none. */
  tidyUp(): void {
    this.#tidying = true;
    const { settings, time } = this.#run;
    for (const workspace of settings.workspaces) {
      for (const scope of settings.acts.halts ? STOPS : []) {
        this.#run.errandAt(time + HOUR_MS, 'lift', (engine) => this.#lift(engine, workspace, scope));
      }
      if (settings.acts.pauses) {
        this.#run.errandAt(time + HOUR_MS, 'resume leads', (engine) => this.#resumeLeads(engine, workspace));
      }
      for (const name of campaignNames(settings)) {
        this.#run.errandAt(time + HOUR_MS, 'resume', (engine) => this.#resume(engine, workspace, name));
        if (settings.limits.canary)
          this.#run.errandAt(time + HOUR_MS, 'release', (e) => this.#releaseOne(e, workspace, name));
      }
      if (settings.acts.touches)
        this.#run.errandAt(time + 2 * HOUR_MS, 'go on', (engine) => this.#goOn(engine, workspace));
      if (settings.routines) this.#run.errandAt(time + HOUR_MS, 'routines', (engine) => endRoutines(engine, workspace));
    }
    for (let day = 1; settings.playbook === 'loop' && day <= TIDY_DAYS; day++) {
      this.#run.errandAt(time + day * DAY_MS, 'tasks', (engine) => this.#doTasks(engine, () => 'c'));
    }
  }

  async #resumeLeads(engine: Engine, workspace: string): Promise<void> {
    for (const { id } of await engine.store.leads.list({ workspaceId: workspace, after: '', limit: LEADS })) {
      await this.#steer(engine, workspace, id, resumeLead);
    }
  }

  async #releaseOne(engine: Engine, workspace: string, name: string): Promise<void> {
    const campaign = await engine.store.campaigns.get(workspace, name);
    if (campaign) await release(engine, campaign, 'person');
  }
}
