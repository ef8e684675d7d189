/**
 * Texts whose end nobody told, because a callback was lost or none reaches us: their provider is asked. Owns what is made of its answer; when to
 * ask is `domain/delivery/providers/text-end`, what follows from an end `domain/sequence/reaction`.
 */
import { askedAgainAt, type TextEnd } from '../../../domain/delivery/providers/text-end.ts';
import { LIMITS } from '../../../domain/limits.ts';
import type { Engine } from '../../engine.ts';
import { unlessStopped } from '../../instance/asked.ts';
import { type EventReport, recordEvents } from '../../react.ts';
import type { Doubtful } from '../../store-port.ts';
import { wayTaken } from '../way-out.ts';
import { told } from './told.ts';

/** Origin of the ends of our own texts, whoever tells them, so that a text has each of them once. */
export const OWN_TEXT = 'text';

/** The origin's id of what became of a text. */
export function textEndId(messageId: string, kind: string): string {
  return `${messageId}:${kind}`;
}

/** Asks about one batch of texts that are due to be asked about, all at once; of how many an end is known now. */
export async function textsBatch(engine: Engine, signal?: AbortSignal): Promise<number> {
  const now = engine.clock.now();
  const texts = await engine.store.work.texts(now, LIMITS.callsAsked);
  if (texts.length === 0) return 0;
  await engine.connections.refresh();
  const ends = await unlessStopped(() => Promise.all(texts.map((text) => endOf(engine, text))), signal);
  if (ends === null) return 0;
  for (const [i, text] of texts.entries()) {
    const end = ends[i] ?? null;
    if (end !== null) await recordEvents(engine, reportsOf(text, end, now));
    // Where its end was known already, and did not move it, it would be asked about for ever.
    await engine.store.work.askLater(text.message, askedAgainAt(text.message.sentAt ?? text.attemptedAt, now));
  }
  return ends.filter((end) => end !== null).length;
}

async function endOf(engine: Engine, { message, workspace }: Doubtful): Promise<TextEnd | null> {
  const { providerRef } = message;
  const way = wayTaken(engine, workspace, message);
  return way && providerRef !== null ? told(engine, async () => way.outcome?.(providerRef) ?? null, null) : null;
}

function reportsOf({ message }: Doubtful, { kind, outcome, saidStop }: TextEnd, now: number): EventReport[] {
  const { workspaceId, campaignId, leadId, id: messageId } = message;
  const about = { workspaceId, campaignId, leadId, messageId, channel: 'sms', at: now, origin: OWN_TEXT } as const;
  const told = { ...about, verdict: 'machine', text: null } as const;
  const ended = { ...told, kind, outcome, originId: textEndId(messageId, kind) };
  if (!saidStop) return [ended];
  return [ended, { ...told, kind: 'opted-out', direction: 'out', originId: textEndId(messageId, 'opted-out') }];
}
