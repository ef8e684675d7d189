/**
 * Opens and clicks of our mails: whose they are, by whom they were most likely made, kept with the verdict and its reasons. Owns what is
 * known of a request; the verdict is `domain/engagement/verdict`, what follows from it is decided by `react`.
 */
import { createHash } from 'node:crypto';
import { touchVerdict } from '../../domain/engagement/verdict.ts';
import type { LeadEvent } from '../../domain/event.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';
import type { TouchRequest } from '../serve/house-port.ts';
import type { LeadStory } from '../store-port.ts';
import { readClickToken, readHiddenToken, readOpenToken, type TrackingClaim } from '../tokens/tracking.ts';
import { recordTogether } from './together.ts';

const ORIGIN = 'tracking';
const HOUR_MS = 3_600_000;

/** A request that bears a token of ours. */
interface Touched {
  readonly request: TouchRequest;
  readonly claim: TrackingClaim;
  readonly hidden: boolean;
}

/**
 * Where the link of this request leads (null target = nowhere), once what it tells is noted. Null = the token is not ours. Nobody waits
 * for good for a database that is away: what cannot be noted is logged, and the person goes where they want to.
 */
export async function touch(engine: Engine, request: TouchRequest): Promise<{ readonly target: string | null } | null> {
  const { secret } = engine.keyring;
  const known =
    request.kind === 'opened' ? readOpenToken(secret, request.token) : readClickToken(secret, request.token);
  const hidden = known === null && request.kind === 'clicked' ? readHiddenToken(secret, request.token) : null;
  const claim = known ?? hidden;
  if (claim === null) return null;
  try {
    await note(engine, { request, claim, hidden: hidden !== null });
  } catch (error) {
    const { workspaceId, messageId } = claim;
    engine.log.error('a click or an open is not on record', { workspaceId, messageId, error: String(error) });
  }
  return { target: claim.target };
}

async function note(engine: Engine, touched: Touched): Promise<void> {
  const { request, claim, hidden } = touched;
  const { workspaceId, messageId } = claim;
  const [leadId] = await engine.store.leads.find(workspaceId, claim.leadId, []);
  const story =
    leadId === undefined ? null : await engine.store.leads.story(workspaceId, leadId, engine.suppressionKeys);
  const message = story?.messages.find(({ id }) => id === messageId);
  if (leadId === undefined || story === null || message === undefined) return;
  const mine = story.events.filter((event) => event.messageId === messageId);
  if (mine.filter(({ origin }) => origin === ORIGIN).length >= LIMITS.touchesPerMessage) return;
  const at = engine.clock.now();
  const { kind, method, userAgent, prefetch } = request;
  const { verdict, reasons } = touchVerdict({
    ...{ kind, method, userAgent, prefetch, honeypot: hidden, knownProxy: false },
    secondsSinceDelivery: secondsSince(deliveredAt(message.sentAt, mine), at),
    secondsSinceHoneypot: secondsSince(sweptAt(mine), at),
  });
  // What is told again within the hour is nothing new; a person after a machine is.
  const same = [messageId, kind, claim.target, hidden, verdict, reasons[0]?.code, Math.floor(at / HOUR_MS)];
  await recordTogether(engine, [
    {
      ...{ workspaceId, leadId, campaignId: message.campaignId, messageId, kind, at, verdict, why: reasons },
      ...{ origin: ORIGIN, originId: createHash('sha256').update(JSON.stringify(same)).digest('hex') },
      ...{ direction: 'in', channel: 'email', text: claim.target },
    },
  ]);
}

/** When the receiving server took it, as far as anybody told; else when ours handed it over. */
function deliveredAt(sentAt: number | null, events: readonly LeadEvent[]): number | null {
  return events.findLast(({ kind }) => kind === 'delivered')?.at ?? sentAt;
}

function sweptAt(events: LeadStory['events']): number | null {
  return events.findLast(({ why }) => why?.some(({ code }) => code === 'touch-hidden-link'))?.at ?? null;
}

function secondsSince(from: number | null, to: number): number | null {
  return from === null ? null : (to - from) / 1_000;
}
