/**
 * Hand-offs to any system that takes Standard Webhooks: signed, and known by an id that stays the same with every try, so that the
 * receiver drops what comes twice.
 */
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import { headlineOf, linesOf } from '../../domain/handoff/brief.ts';
import type { HandOffOpener, HandOffWay, Parcel, Speech } from '../../engine/crm-port.ts';
import { replyOfPost } from '../post-reply.ts';

const TIMEOUT_MS = 20_000;
const Settings = z.object({
  url: z.url({ protocol: /^https?$/ }),
  private: z.enum(['yes', 'no']).default('no'),
  secret: z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'must begin with whsec_ and hold 24 bytes or more'),
});
const rawOf = ({ settings, secrets }: Asked) => ({ ...settings, secret: secrets.signing });

/** A webhook. */
export const webhookOpener: HandOffOpener = {
  problems(asked) {
    const parsed = Settings.safeParse(rawOf(asked));
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  },
  open: (asked, speech) => wayOf(Settings.parse(rawOf(asked)), speech),
  // Any call would be taken for a hand-off.
  test: () => Promise.resolve(null),
};

function wayOf(settings: z.output<typeof Settings>, speech: Speech): HandOffWay {
  return {
    async deliver(parcel) {
      const body = JSON.stringify(payloadOf(parcel));
      const { handOff, turn } = parcel;
      const id = turn === 0 ? handOff.id : `${handOff.id}-${turn}`;
      const signed = speech.sign(settings.secret, id, Math.floor(speech.now() / 1_000), body);
      const headers = { 'content-type': 'application/json', 'user-agent': 'rekindle', ...signed };
      const allowPrivate = settings.private === 'yes';
      const answer = await speech.post({ url: settings.url, headers, body, allowPrivate, timeoutMs: TIMEOUT_MS });
      return replyOfPost(answer, true);
    },
    close: () => Promise.resolve(),
  };
}

function payloadOf({ handOff, turn, attributes, refused }: Parcel) {
  const { id, workspaceId: workspace, leadId, campaignId, team, owner, reason, brief, openedAt } = handOff;
  return {
    type: turn === 0 ? 'hand-off.opened' : 'hand-off.escalated',
    timestamp: new Date(openedAt).toISOString(),
    data: {
      ...{ id, workspace, leadId, campaignId, team, owner, reason, turn, refused, attributes },
      ...{ headline: headlineOf(brief), text: linesOf(brief).join('\n'), brief },
    },
  };
}
