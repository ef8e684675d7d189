/**
 * Living through a campaign before it happens: the real engine on a copy of the data, a virtual clock, a channel that
 * delivers nothing, and assumed answers. Volumes, times and refusals are computed; replies are the user's assumption.
 */
import { createHash } from 'node:crypto';
import { isWritten } from '../../domain/conversation/inbox/answer-to.ts';
import type { EventKind } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Message, MessageChannel } from '../../domain/message.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { reasonText } from '../../domain/reason.ts';
import { assessAll } from '../assess/assess.ts';
import { virtualClock } from '../clock.ts';
import { type Channels, type Engine, openEngine } from '../engine.ts';
import { nextAt, untilIdle } from '../loop.ts';
import type { Progress } from '../operations/operation.ts';
import { recordEvents } from '../react.ts';
import { Agenda, type Future } from './agenda.ts';
import { type CapCollision, Counts, type Tally } from './counts.ts';
import { funnelOf, Passages, type SequenceFunnel } from './funnel.ts';
import { assumedAnswers, assumedEnd, type ResponseModel } from './response-model.ts';
import { NO_TRIAL, putTrial, type TrialPlan } from './trial.ts';
import { type Left, simulatedChannels } from './ways-out.ts';

/** What is lived through, and under which assumptions. */
export interface SimulationWish {
  readonly workspaceId: string;
  readonly campaignId: string;
  /** Virtual time at which it starts, epoch ms. */
  readonly startsAt: number;
  readonly days: number;
  readonly seed: number;
  readonly responses: ResponseModel;
  /** Values that are tried in place of the campaign's own; absent = none is. */
  readonly trial?: TrialPlan;
  progress?(progress: Progress): void;
  readonly signal?: AbortSignal;
}

/** A message that would leave. */
export interface SimulatedMessage {
  readonly at: number;
  readonly to: string;
  readonly subject: string;
  readonly template: string;
  readonly messageId: string;
}

/** What came of it: of this campaign, the others run along and take from the same limits. */
export interface Simulation {
  readonly messages: number;
  readonly byChannel: Tally;
  /** Segments of all texts, by which they are paid for. */
  readonly segments: number;
  readonly byDay: Tally;
  readonly byDayAndChannel: Readonly<Record<string, Tally>>;
  readonly byTemplate: Tally;
  /** Messages of other campaigns that left meanwhile. */
  readonly others: number;
  /** Messages and leads that got nothing, by reason code. */
  readonly refusals: Tally;
  /** What waited for a while, by reason code. */
  readonly waits: Tally;
  /** Which cap kept how many messages from leaving, day by day. */
  readonly caps: readonly CapCollision[];
  readonly signals: Tally;
  readonly handoffs: number;
  /** Leads in the audience. */
  readonly audience: number;
  /** Each sequence with who began it and what became of its steps. */
  readonly sequences: readonly SequenceFunnel[];
  readonly ends: Tally;
  readonly endsByDay: Tally;
  /** Passages that are not over on the last day. */
  readonly open: number;
  /** The reason codes above in words. */
  readonly reasons: Readonly<Record<string, { readonly says: string; readonly remedy: string }>>;
  /** SHA-256 over every message in order of leaving; the same seed gives the same one. */
  readonly digest: string;
  readonly days: number;
  readonly from: string;
  readonly assumptions: ResponseModel;
  /** Values that were tried in place of the campaign's own. */
  readonly trial: TrialPlan['changes'];
  readonly seed: number;
}

const DAY_MS = 86_400_000;

/** Runs a campaign on virtual time. The given engine's data are not touched. */
export async function simulate(
  engine: Engine,
  wish: SimulationWish,
  onMessage?: (message: SimulatedMessage) => void,
): Promise<Simulation> {
  const clock = virtualClock(wish.startsAt);
  const run = new Run(wish, clock, onMessage);
  // What it does is not counted among what this process does.
  const { meter: _, ...parts } = engine.parts;
  const copy = openEngine({
    ...parts,
    // A copy must not speak for the database it was made of, nor note anything beside it.
    notes: null,
    onlooker: run.counts,
    store: await engine.store.copy(clock.now),
    clock,
    resolver: null,
    channels: run.channels,
    instance: 'simulate',
  });
  try {
    await run.through(copy);
    return await run.report(copy);
  } finally {
    await copy.store.close();
  }
}

class Run {
  readonly channels: Channels;
  readonly counts: Counts;
  #engine: Engine | null = null;
  #segments = 0;
  #others = 0;
  readonly #byChannel: Record<string, number> = {};
  readonly #wish: SimulationWish;
  readonly #clock: ReturnType<typeof virtualClock>;
  readonly #digest = createHash('sha256');
  readonly #agenda = new Agenda();
  readonly #byTemplate: Record<string, number> = {};
  readonly #signals: Record<string, number> = {};
  readonly #onMessage: ((message: SimulatedMessage) => void) | undefined;
  #messages = 0;

  constructor(
    wish: SimulationWish,
    clock: ReturnType<typeof virtualClock>,
    onMessage?: (message: SimulatedMessage) => void,
  ) {
    this.#wish = wish;
    this.#clock = clock;
    this.#onMessage = onMessage;
    this.counts = new Counts(wish.campaignId, clock.now);
    this.channels = simulatedChannels({
      leave: (left) => this.#leave(left),
      end: (intentKey) => ({ ...assumedEnd(wish.responses, wish.seed, intentKey), endedAt: null }),
    });
  }

  async through(engine: Engine): Promise<void> {
    const { workspaceId, campaignId, startsAt, days, signal } = this.#wish;
    this.#engine = engine;
    await this.#goLive(engine, workspaceId, campaignId);
    const end = startsAt + days * DAY_MS;
    while (!signal?.aborted) {
      await untilIdle(engine, signal);
      await this.#answersDue(engine);
      const next = Math.min((await nextAt(engine)) ?? Number.POSITIVE_INFINITY, this.#agenda.nextAt());
      if (next >= end) return;
      this.#clock.moveTo(next);
      this.#wish.progress?.({
        stage: `day ${Math.floor((next - startsAt) / DAY_MS)}`,
        done: this.#messages,
        total: null,
        unit: 'messages',
      });
    }
  }

  /** In the copy the campaign is live, whatever it is outside. */
  async #goLive(engine: Engine, workspaceId: string, campaignId: string): Promise<void> {
    const campaign = await engine.store.campaigns.get(workspaceId, campaignId);
    if (!campaign) throw new Error(`campaign ${campaignId} is not in the copy`);
    const tried = await putTrial(engine, campaign, this.#wish.trial ?? NO_TRIAL);
    const live = { ...tried, state: 'live', assessedRevision: 0 } as const;
    await engine.store.campaigns.save(live, campaign.state);
    await assessAll(engine, live, this.#wish.progress ? { progress: this.#wish.progress } : {});
  }

  async #leave({ id, to, intentKey, channel, words, segments, messageId, about }: Left): Promise<void> {
    const at = this.#clock.now();
    const told = about !== null && this.counts.knows(id) ? about : await this.#messageOf(id);
    if (told === null) {
      this.#others += 1;
      return;
    }
    const { leadId, template } = told;
    const subject = channel === 'email' ? words : oneLine(words);
    this.#digest.update(`${at}\t${to}\t${template}\t${words}\n`);
    this.#messages += 1;
    this.#segments += segments;
    add(this.#byTemplate, template);
    add(this.#byChannel, channel);
    this.counts.left(id, template, channel);
    for (const { kind, afterMs } of assumedAnswers(this.#wish.responses, this.#wish.seed, intentKey)) {
      if (ANSWERS[channel]?.has(kind) !== false)
        this.#agenda.add({ at: at + afterMs, kind, channel, messageId: id, leadId });
    }
    this.#onMessage?.({ at, to, subject, template, messageId });
  }

  /** Null = it is of another campaign or workspace, or was written by a person, which says nothing of the playbook. */
  async #messageOf(id: string): Promise<Pick<Message, 'leadId' | 'template'> | null> {
    const { workspaceId, campaignId } = this.#wish;
    const message = (await this.#engine?.store.messages.get(workspaceId, id)) ?? null;
    return message?.campaignId === campaignId && !isWritten(message) ? message : null;
  }

  async #answersDue(engine: Engine): Promise<void> {
    const due = this.#agenda.until(this.#clock.now());
    if (due.length === 0) return;
    await recordEvents(
      engine,
      due.map((future) => this.#reportOf(future)),
    );
    for (const { kind, messageId } of due) {
      add(this.#signals, kind);
      this.counts.answered(messageId, kind);
    }
  }

  #reportOf({ at, kind, channel, messageId, leadId }: Future) {
    const { workspaceId, campaignId } = this.#wish;
    const originId = `${messageId}:${kind}`;
    return {
      workspaceId,
      campaignId,
      leadId,
      messageId,
      kind,
      at,
      channel,
      origin: 'simulation',
      originId,
      verdict: 'human',
      text: null,
    } as const;
  }

  async report(engine: Engine): Promise<Simulation> {
    const { workspaceId, campaignId, days, startsAt, responses, seed, trial = NO_TRIAL } = this.#wish;
    const { counts } = this;
    const unsent = await engine.store.messages.count(workspaceId, campaignId);
    const { refused, handoffs } = await engine.store.campaigns.reasons(workspaceId, campaignId);
    const { stages } = await engine.store.campaigns.count(workspaceId, campaignId);
    const passages = await passagesOf(engine, this.#wish);
    const refusals = { ...refused, ...unsent.reasons };
    return {
      messages: this.#messages,
      byChannel: this.#byChannel,
      segments: this.#segments,
      byDay: counts.byDay,
      byDayAndChannel: counts.byDayAndChannel,
      byTemplate: this.#byTemplate,
      others: this.#others,
      refusals,
      waits: counts.waits,
      caps: counts.caps,
      signals: this.#signals,
      handoffs,
      audience: Object.values(stages).reduce((sum, n) => sum + n, 0),
      sequences: funnelOf(await this.#playbook(engine), passages, counts.steps),
      ends: passages.ends,
      endsByDay: passages.endsByDay,
      open: passages.open,
      reasons: inWords([refusals, counts.waits, passages.ends]),
      digest: this.#digest.digest('hex'),
      days,
      from: new Date(startsAt).toISOString(),
      assumptions: responses,
      trial: trial.changes,
      seed,
    };
  }

  async #playbook(engine: Engine): Promise<Playbook> {
    const campaign = await engine.store.campaigns.get(this.#wish.workspaceId, this.#wish.campaignId);
    await engine.playbooks.refresh();
    return engine.playbooks.get(campaign?.playbookHash ?? '').playbook;
  }
}

/** Who went through, page by page: a campaign has any number of them. */
async function passagesOf(engine: Engine, { workspaceId, campaignId, startsAt }: SimulationWish): Promise<Passages> {
  const passages = new Passages(startsAt);
  const limit = LIMITS.simulatedPassagesPage;
  const wish = { workspaceId, campaignId, leadId: null, state: null, code: null, limit };
  for (let after: string | null = null; ; ) {
    const page = await engine.store.work.enrollments({ ...wish, after });
    passages.add(page);
    after = page.at(-1)?.id ?? null;
    if (page.length < limit) return passages;
  }
}

function inWords(tallies: readonly Tally[]): Simulation['reasons'] {
  const codes = [...new Set(tallies.flatMap((tally) => Object.keys(tally)))].sort();
  return Object.fromEntries(
    codes.map((code) => [code, { says: reasonText(code).says, remedy: reasonText(code).remedy }]),
  );
}

/** Answers that a text may get: nobody opens it. How a call ends is asked for, as it is of a provider. Absent = all. */
const ANSWERS: Partial<Record<MessageChannel, ReadonlySet<EventKind>>> = {
  sms: new Set(['clicked', 'replied', 'opted-out', 'booked']),
  voice: new Set(),
};
const SHOWN_CHARACTERS = 60;

function oneLine(words: string): string {
  return words.replaceAll(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS);
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
