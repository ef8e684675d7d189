/** Alerts into a channel of Slack, or of whatever takes Slack's incoming webhooks. */
import type { AlertNotice, AlertTarget } from '../../engine/ports.ts';
import { alertResultOf, guardedPost, type Post } from '../guarded-post.ts';
import type { AlertSlackSettings } from './settings.ts';

/**
 * An incoming webhook as a target of alerts. Slack does not know a message by an id of ours, so one whose answer was lost is not
 * sent again. `lookup` finds addresses; the system's where absent.
 */
export function alertSlack(settings: AlertSlackSettings, lookup?: Post['lookup']): AlertTarget {
  const { url, allowPrivate, timeoutMs } = settings;
  return {
    name: 'slack',
    repeatable: false,
    async send(notice) {
      const body = JSON.stringify({ text: textOf(notice) });
      const headers = { 'content-type': 'application/json' };
      const post = { url, headers, body, allowPrivate, timeoutMs, ...(lookup ? { lookup } : {}) };
      return alertResultOf(await guardedPost(post), false);
    },
    close: () => Promise.resolve(),
  };
}

/** The sentence, the workspace, and why; signs of Slack's own markup are letters. */
function textOf({ sentence, workspaceId, facts }: AlertNotice): string {
  const why = typeof facts.error === 'string' ? `\n${facts.error}` : '';
  return escaped(`Rekindle, workspace ${workspaceId}: ${sentence}${why}`);
}

/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
