/**
 * The addresses by which opens and clicks of a mail are heard, where its campaign says so. Owns which links are left alone; how they
 * are put into the HTML is `domain/engagement/tracked-html`.
 */
import { trackedHtml } from '../../domain/engagement/tracked-html.ts';
import type { Engine } from '../engine.ts';
import type { ClaimedMessage } from '../store-port.ts';
import { makeHiddenToken, makeTrackingToken } from '../tokens/tracking.ts';

/** Where these addresses stand below the public one. */
const TRACKING_PATHS = { open: '/o/', click: '/c/' } as const;

/**
 * The HTML as it leaves. As it was where the campaign counts nothing, or nobody outside could reach us. A link to our own pages, to opt
 * out above all, leads there and nowhere else; so does one that is none of the web, or too long to be carried.
 */
export function withTracks(engine: Engine, { message, campaign }: ClaimedMessage, html: string | null): string | null {
  const { publicUrl, keyring } = engine;
  const tracking = campaign?.tracking ?? null;
  if (html === null || tracking === null || publicUrl === null) return html;
  const about = { workspaceId: message.workspaceId, leadId: message.leadId, messageId: message.id };
  const by = (path: string, token: string) => `${publicUrl}${path}${token}`;
  return trackedHtml(html, {
    link(target) {
      if (isOurs(target, publicUrl)) return null;
      const token = makeTrackingToken(keyring.secret, { ...about, target });
      return token === null ? null : by(TRACKING_PATHS.click, token);
    },
    hidden: by(TRACKING_PATHS.click, makeHiddenToken(keyring.secret, about)),
    pixel:
      tracking === 'clicks'
        ? null
        : by(TRACKING_PATHS.open, makeTrackingToken(keyring.secret, { ...about, target: null }) ?? ''),
  });
}

function isOurs(target: string, publicUrl: string): boolean {
  return URL.parse(target)?.origin === URL.parse(publicUrl)?.origin;
}
