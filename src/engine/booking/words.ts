/**
 * What a message says of meetings: the times that were named when it was made, and the booking page with the passage's own mark. Owns where
 * they are looked up; the words are the domain's.
 */
import { slotsWords } from '../../domain/booking/slot-words.ts';
import { type BookingWords, bookingUrl, bookingWords } from '../../domain/booking/words.ts';
import { answeredBy } from '../../domain/conversation/inbox/answer-to.ts';
import type { Message } from '../../domain/message.ts';
import { templateNames } from '../bot/named.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';
import { makeBookingToken } from '../tokens/booking.ts';

/** Messages with what their words name of meetings; others as they are, at no cost. */
export async function withBookings(
  engine: Engine,
  claimed: readonly ClaimedMessage[],
): Promise<readonly ClaimedMessage[]> {
  const isNamed = ({ message }: ClaimedMessage) => templateNames(engine, message, 'booking.');
  if (!claimed.some(isNamed)) return claimed;
  const told: ClaimedMessage[] = [];
  for (const one of claimed) told.push(isNamed(one) ? { ...one, booking: await wordsFor(engine, one.message) } : one);
  return told;
}

async function wordsFor(engine: Engine, message: Message): Promise<BookingWords> {
  const url = urlFor(engine, message);
  const event = answeredBy(message);
  const meetings = event === null ? [] : await engine.store.meetings.ofLead(message.workspaceId, message.leadId);
  for (const { talk } of meetings) {
    const turn = talk?.turns.find((one) => one.event === event);
    if (talk && turn) return bookingWords(turn.say, slotsWords(turn.slots, talk.rules.zone, talk.language), url);
  }
  return bookingWords(null, null, url);
}

function urlFor(engine: Engine, { workspaceId, leadId, campaignId, enrollmentId, playbookHash }: Message) {
  const { settings } = engine.playbooks.get(playbookHash).playbook;
  const claim = { workspaceId, leadId, campaignId: campaignId ?? '', enrollmentId: enrollmentId ?? '' };
  return bookingUrl(settings.bookingLink, makeBookingToken(engine.keyring.secret, claim));
}
