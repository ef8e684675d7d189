/**
 * Plans of agents in a channel of Slack: told with two buttons, and answered where they were clicked. All words go as plain text, so that
 * nothing that an agent or a lead wrote mentions anybody or becomes a link. Hears nothing: that is `hooks/slack`.
 * Source: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks; docs.slack.dev/interactivity/handling-user-interaction
 */
import type { AlertNotice, PlanRoom, PlanTold } from '../../engine/ports.ts';
import { alertResultOf, guardedPost, type Post } from '../guarded-post.ts';
import type { SlackPlansSettings } from './settings.ts';

/** Source: docs.slack.dev/reference/block-kit/blocks: a header has 150 characters, a section 3,000. */
const HEADER_CHARACTERS = 150;
const SECTION_CHARACTERS = 3_000;

/** The way to Slack. Slack knows no message by an id of ours: one whose answer was lost is not sent again. `lookup` finds addresses. */
export function slackPlans(settings: SlackPlansSettings, lookup?: Post['lookup']): Omit<PlanRoom, 'read'> {
  const { url, answersAt, allowPrivate, timeoutMs } = settings;
  const headers = { 'content-type': 'application/json' };
  const post = (to: string, message: object) =>
    guardedPost({
      ...{ url: to, headers, body: JSON.stringify(message), allowPrivate, timeoutMs },
      ...(lookup ? { lookup } : {}),
    });
  return {
    name: 'slack',
    target: {
      ...{ name: 'slack-plans', repeatable: false },
      send: async (notice) => alertResultOf(await post(url, messageOf(notice)), false),
      close: () => Promise.resolve(),
    },
    async answer(to, shows, text) {
      if (URL.parse(to)?.origin !== new URL(answersAt).origin) return 'the address to answer to is none of Slack';
      const how =
        shows === 'all' ? { replace_original: true } : { replace_original: false, response_type: 'ephemeral' };
      const answered = await post(to, { ...how, text: escaped(text), blocks: [section(text)] });
      if (answered.kind !== 'answered') return answered.detail;
      return answered.status === 200 ? null : `${answered.status} ${answered.text}`;
    },
  };
}

function messageOf({ workspaceId, facts }: AlertNotice): object {
  const { plan, seen, title, lines } = facts as unknown as PlanTold;
  const value = JSON.stringify({ workspace: workspaceId, plan, seen });
  const button = (id: string, text: string, style: 'primary' | 'danger') => ({
    ...{ type: 'button', action_id: id, text: plain(text), style, value },
  });
  const confirm = {
    title: plain('Approve it?'),
    text: plain(title),
    confirm: plain('Approve'),
    deny: plain('Not yet'),
  };
  return {
    text: escaped(title),
    blocks: [
      { type: 'header', text: plain(title.slice(0, HEADER_CHARACTERS)) },
      section(lines.join('\n')),
      {
        type: 'actions',
        elements: [
          { ...button('plan-approve', 'Approve', 'primary'), confirm },
          button('plan-refuse', 'Decline', 'danger'),
        ],
      },
    ],
  };
}

function section(text: string): object {
  return { type: 'section', text: plain(text.slice(0, SECTION_CHARACTERS)) };
}

function plain(text: string): object {
  return { type: 'plain_text', text, emoji: false };
}

/** Source: docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
