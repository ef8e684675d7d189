/** What is told of an entry of the feed, to webhooks and streams alike. Owns the words; reads nothing. */

import { LIMITS } from '../../domain/limits.ts';
import { isChosen } from '../../domain/webhook/kinds.ts';
import type { FeedEntry, FeedSubject } from '../store-port.ts';

/** A telling. Source: Standard Webhooks 1.0, “Payload structure”. */
export interface Payload {
  readonly type: string;
  /** When it was noticed, ISO 8601. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The telling of an entry; null = what it is about is gone, or came to something else. */
export function payloadOf({ workspaceId, kind, version, at }: FeedEntry, subject: FeedSubject): Payload | null {
  const data = subject && dataOf(subject, kind, version);
  if (data === null) return null;
  return { type: kind, timestamp: new Date(at).toISOString(), data: { workspace: workspaceId, ...data } };
}

/** The telling that is sent to try a webhook. */
export function trialPayload(workspaceId: string, now: number): Payload {
  return { type: 'webhook.test', timestamp: new Date(now).toISOString(), data: { workspace: workspaceId } };
}

/** Whether words choose a telling. A trial is told whatever they say. */
export function isFor(words: readonly string[], { kind }: FeedEntry): boolean {
  return isChosen(words, kind);
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const short = (text: string | null) => (text === null ? null : text.slice(0, LIMITS.webhookText));

function dataOf(
  subject: NonNullable<FeedSubject>,
  kind: string,
  version: number,
): Readonly<Record<string, unknown>> | null {
  switch (subject.of) {
    case 'message': {
      const {
        id,
        leadId,
        campaignId,
        channel,
        template,
        recipient,
        sender,
        subject: title,
        state,
        fence,
      } = subject.message;
      const { reason, sentAt, attempts } = subject.message;
      // A worker that had lost the message told of what it did not write.
      const isSo = fence === version || `message.${state}` === kind || (kind === 'message.sent' && sentAt !== null);
      if (!isSo) return null;
      return {
        ...{ message: id, lead: leadId, campaign: campaignId, channel, template, recipient, sender, subject: title },
        ...{ state, reason, attempts, sentAt: iso(sentAt) },
      };
    }
    case 'event': {
      const { id, leadId, campaignId, messageId, at, origin, verdict, direction, channel, outcome, text, why } =
        subject.event;
      return {
        ...{ event: id, lead: leadId, campaign: campaignId, message: messageId, at: iso(at), origin, verdict },
        ...{ direction, channel, outcome, text: short(text), why: why ?? [] },
      };
    }
    case 'task': {
      const { id, leadId, campaignId, kind: of, title, outcomes, state, outcome, dueAt, doneBy, doneAt } = subject.task;
      return {
        ...{ task: id, lead: leadId, campaign: campaignId, kind: of, title: short(title), outcomes, state, outcome },
        ...{ dueAt: iso(dueAt), doneBy, doneAt: iso(doneAt) },
      };
    }
    case 'hand-off': {
      const { id, leadId, campaignId, taskId, team, owner, reason, state, claimedBy } = subject.handOff;
      return { handOff: id, lead: leadId, campaign: campaignId, task: taskId, team, owner, reason, state, claimedBy };
    }
    case 'campaign': {
      const { id, name, state } = subject.campaign;
      return { campaign: id, name, state };
    }
  }
}
