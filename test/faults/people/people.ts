/**
 * The people of a run: those who are written to and answer, and those who bring leads in. What they do is drawn from the seed and
 * done by errands, each of which may vanish in the middle like any worker; the provider and the person then do it again.
 */
import { mailboxOf } from '../../../src/domain/consent/suppression.ts';
import type { EventKind } from '../../../src/domain/event.ts';
import { mergeLeads } from '../../../src/domain/lead/merge-leads.ts';
import type { Mail } from '../../../src/domain/message.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { type EventReport, recordEvents } from '../../../src/engine/react.ts';
import type { Run } from '../run.ts';
import { Staff } from './staff.ts';
import { addressOf, capture, draftOf, setTheStage } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What may come back of a mail, and how often. */
const ANSWERS: readonly (readonly [EventKind, number])[] = [
  ['delivered', 0.7],
  ['clicked', 0.15],
  ['bounced', 0.12],
  ['replied', 0.08],
  ['opted-out', 0.06],
  ['complained', 0.04],
];
/** When it comes: while the answer to the call is still under way, soon, or days later. */
const DELAYS = [0, 0, 30_000, 5 * MINUTE_MS, 3 * HOUR_MS, 30 * HOUR_MS];

/** What an event is about. */
interface About {
  readonly workspace: string;
  readonly leadId: string;
  readonly messageId: string | null;
}

/** The people of one run. */
export class People {
  readonly acknowledged = new Set<string>();
  readonly staff: Staff;
  readonly #run: Run;
  #born = 0;

  constructor(run: Run) {
    this.#run = run;
    this.staff = new Staff(run, (engine, about, kind) => this.record(engine, about, kind));
  }

  /** Leads are there, campaigns are live, and what people will do is on the agenda. */
  async begin(engine: Engine): Promise<void> {
    const { settings, playbook } = this.#run;
    await setTheStage(engine, settings, playbook);
    this.#born = settings.leads;
    this.#plan();
    this.staff.plan();
  }

  #plan(): void {
    const { chance, settings } = this.#run;
    const { acts, days, leads, workspaces } = settings;
    const sometime = () => settings.startsAt + chance.below(days * DAY_MS);
    const plan = (name: string, act: (engine: Engine, workspace: string) => Promise<void>) => {
      const workspace = chance.pick(workspaces);
      this.#run.errandAt(sometime(), name, (engine) => act(engine, workspace));
    };
    for (let n = 0; acts.refusals && n < 2; n++) {
      plan('refuse', (engine, workspace) => this.#refuse(engine, workspace, chance.below(leads)));
    }
    for (let n = 0; acts.answers && n < 2; n++) {
      plan('booking', (engine, workspace) => this.#book(engine, workspace, chance.below(leads)));
    }
    if (!acts.imports) return;
    plan('import', async (engine, workspace) => void (await capture(engine, workspace, [draftOf(this.#born++)])));
    for (let n = 0; n < leads; n += 2) this.#planMove(n);
    plan('merge', (engine, workspace) => this.#merge(engine, workspace));
  }

  /** A lead changes its address, and the old one may refuse before or after. */
  #planMove(n: number): void {
    const { chance, settings } = this.#run;
    const at = settings.startsAt + chance.below(settings.days * DAY_MS);
    const workspace = chance.pick(settings.workspaces);
    this.#run.errandAt(at, 'change', (engine) => this.#changeAddress(engine, workspace, n));
    if (!settings.acts.refusals) return;
    this.#run.errandAt(at + chance.between(-2, 4) * HOUR_MS, 'refuse', (engine) => this.#refuse(engine, workspace, n));
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
    const [row] = this.#run.ground.rows('SELECT workspace_id, lead_id FROM message WHERE id = ?', mail.id);
    const about = { workspace: String(row?.workspace_id), leadId: String(row?.lead_id), messageId: mail.id };
    this.#run.errandAt(at, 'hook', (engine) => this.record(engine, about, kind));
  }

  /** Tells of an event until it is acknowledged; it has the same id each time. */
  async record(engine: Engine, { workspace, leadId, messageId }: About, kind: EventKind): Promise<void> {
    const originId = `${messageId ?? leadId}:${kind}`;
    const isTouch = kind === 'human-touch' || kind === 'tool-touch';
    const report: EventReport = {
      workspaceId: workspace,
      leadId,
      campaignId: null,
      messageId,
      kind,
      at: this.#run.wall(),
      origin: 'provider',
      originId,
      verdict: 'human',
      text: null,
      ...(isTouch ? { direction: 'out', channel: 'voice' } : {}),
    };
    await recordEvents(engine, [report]);
    this.acknowledged.add(originId);
  }

  /** Somebody answers by another way, whatever is on its way to them. */
  async #book(engine: Engine, workspace: string, n: number): Promise<void> {
    const [leadId] = await engine.store.leads.find(workspace, '', [`e:${addressOf(n)}`]);
    if (leadId !== undefined) await this.record(engine, { workspace, leadId, messageId: null }, 'booked');
  }

  async #refuse(engine: Engine, workspace: string, n: number): Promise<void> {
    const value = mailboxOf(addressOf(n));
    const [leadId = ''] = await engine.store.leads.find(workspace, '', [`e:${value}`]);
    const suppression = {
      keyHash: engine.keyring.hash('address', value),
      channel: 'email',
      kind: 'address',
      value,
      reason: 'manual',
      origin: 'manual',
      at: engine.clock.now(),
    } as const;
    await engine.store.leads.suppress(workspace, [{ leadId, suppression }]);
  }

  /** The same person by the source's own id, at another address. */
  async #changeAddress(engine: Engine, workspace: string, n: number): Promise<void> {
    const { values, ...draft } = draftOf(n);
    const moved = { ...draft, values: { ...values, email: addressOf(n).replace('@', '.new@') } };
    await capture(engine, workspace, [moved], 'overwrite');
  }

  async #merge(engine: Engine, workspaceId: string): Promise<void> {
    const { store, suppressionKeys, clock } = engine;
    const [first, second] = await store.leads.list({ workspaceId, after: '', limit: 2 });
    if (!first || !second) return;
    const stories = await Promise.all(
      [first, second].map(({ id }) => store.leads.story(workspaceId, id, suppressionKeys)),
    );
    const [survivor, other] = stories.map((story) => story?.lead);
    if (!survivor || !other) return;
    const { values, attributes, basis, basisAt } = mergeLeads(survivor, other);
    const merged = { ...survivor, values, attributes, basis, basisAt };
    await store.leads.merge({ workspaceId, survivor, other, merged }, clock.now());
  }
}
