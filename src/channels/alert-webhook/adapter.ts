/** Alerts to a webhook, signed so that the receiver knows whose they are and can drop one that comes twice. */
import { createHmac } from 'node:crypto';
import type { AlertNotice, AlertTarget, Clock } from '../../engine/ports.ts';
import { alertResultOf, guardedPost, type Post } from '../guarded-post.ts';
import type { AlertWebhookSettings } from './settings.ts';

/** A webhook as a target of alerts. `lookup` finds addresses; the system's where absent. */
export function alertWebhook(settings: AlertWebhookSettings, clock: Clock, lookup?: Post['lookup']): AlertTarget {
  const { url, secret, allowPrivate, timeoutMs } = settings;
  return {
    name: 'webhook',
    repeatable: true,
    async send(notice) {
      const body = JSON.stringify(payloadOf(notice));
      const signed = signature(secret, notice.id, Math.floor(clock.now() / 1_000), body);
      const headers = { 'content-type': 'application/json', 'user-agent': 'rekindle', ...signed };
      const post = { url, headers, body, allowPrivate, timeoutMs, ...(lookup ? { lookup } : {}) };
      return alertResultOf(await guardedPost(post), true);
    },
    close: () => Promise.resolve(),
  };
}

function payloadOf({ at, id, workspaceId: workspace, subject, status, was, sentence, facts }: AlertNotice) {
  const timestamp = new Date(at).toISOString();
  return { type: 'alert.changed', timestamp, data: { id, workspace, subject, status, was, sentence, facts } };
}

/**
 * Headers that prove whose the body is. `at` in seconds.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signature(secret: string, id: string, at: number, body: string): Readonly<Record<string, string>> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${mac}` };
}
