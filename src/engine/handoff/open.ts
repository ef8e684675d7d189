/** Makes a hand-off of a task that is one, in the transaction that adds it. Owns ids and what is read; whose it is decides the domain. */
import { briefOf } from '../../domain/handoff/brief.ts';
import { escalatesAt } from '../../domain/handoff/clock.ts';
import type { HandOff, HandOffSend } from '../../domain/handoff/handoff.ts';
import { chooseOwner } from '../../domain/handoff/owner.ts';
import type { Engine } from '../engine.ts';
import { signalView } from '../react/signals.ts';
import type { HandOffMaker, HandOffOpening, HandOffScene, LeadStory } from '../store-port.ts';

/** What makes the hand-offs of a batch. */
export function handOffMaker(engine: Engine): HandOffMaker {
  return { suppressionKeys: engine.suppressionKeys, decide: (scene) => opened(engine, scene) };
}

function opened(engine: Engine, scene: HandOffScene): HandOffOpening {
  const { task, team, load, earlier, story } = scene;
  const { workspaceId, intentKey, campaignId, enrollmentId, leadId, dueAt: openedAt } = task;
  const settings = team?.settings ?? null;
  const facts = factsOf(story, campaignId);
  const { owner, reason, turn } = chooseOwner({ team: settings, turn: team?.turn ?? 0, facts, load, earlier });
  const id = engine.ids.next('ho');
  const handOff: HandOff = {
    ...{ workspaceId, id, intentKey, taskId: task.id, campaignId, enrollmentId, leadId, team: task.team ?? '' },
    ...{ owner, reason, brief: briefFor(engine, scene, openedAt), state: 'open', openedAt },
    ...{ claimedBy: null, claimedAt: null, doneBy: null, doneAt: null, escalations: 0 },
    escalateAt: escalatesAt(settings, openedAt),
  };
  const sends = (settings?.targets ?? []).map((target) => freshSend(handOff, target, openedAt));
  return { handOff, turn: team && turn, sends };
}

/** A sending that nobody has tried yet. */
export function freshSend({ workspaceId, id, escalations }: HandOff, target: string, dueAt: number): HandOffSend {
  return {
    ...{ workspaceId, handOffId: id, target, turn: escalations, state: 'queued', attempts: 0, dueAt },
    ...{ askAt: null, code: null, detail: null, receipt: {} },
  };
}

function memberOf({ memberships }: LeadStory, campaignId: string) {
  return memberships.find(({ campaign }) => campaign.id === campaignId) ?? null;
}

function factsOf(story: LeadStory, campaignId: string) {
  const { country, region, domain, industry, language } = story.lead.values;
  const membership = memberOf(story, campaignId);
  const campaign = membership?.campaign.name ?? null;
  return { country, region, domain, industry, language, campaign, tier: membership?.member.tier ?? null };
}

function briefFor(engine: Engine, { task, story }: HandOffScene, now: number) {
  const membership = memberOf(story, task.campaignId);
  const signals = story.signals.filter(({ campaignId, state }) => campaignId === task.campaignId && state === 'up');
  return briefOf({
    values: story.lead.values,
    campaign: membership?.campaign.name ?? task.campaignId,
    tier: membership?.member.tier ?? null,
    scoreMillionths: membership?.member.scoreMillionths ?? null,
    signals: signals.map((signal) => ({
      name: signal.name,
      points: pointsOf(engine, signal, now),
      because: signal.evidence.map(({ kind, at, points }) => ({ kind, at, points })),
    })),
    events: story.events,
    messages: story.messages,
    refused: story.suppressions.map(({ channel }) => channel),
  });
}

function pointsOf(engine: Engine, signal: LeadStory['signals'][number], now: number): number {
  return signalView(engine, signal, now).points;
}
