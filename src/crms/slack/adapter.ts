/**
 * Hand-offs into a channel of Slack, or of whatever takes Slack's incoming webhooks. Slack knows no message by an id of ours and cannot
 * be asked, so that one without an answer is shown to a person and not sent again.
 */
import { z } from 'zod';
import type { Asked } from '../../domain/connection/asked.ts';
import { headlineOf, linesOf } from '../../domain/handoff/brief.ts';
import type { HandOffOpener, HandOffReply, HandOffWay, Parcel, ReceiptBook, Speech } from '../../engine/crm-port.ts';
import { replyOfPost } from '../post-reply.ts';

const TIMEOUT_MS = 15_000;
/** Source: docs.slack.dev/messaging/formatting-message-text: a message is cut at 40,000 characters; people read less. */
const TEXT_CHARACTERS = 3_500;
const Settings = z.object({
  url: z.url({ protocol: /^https?$/ }),
  private: z.enum(['yes', 'no']).default('no'),
});
const rawOf = ({ settings, secrets }: Asked) => ({ ...settings, url: secrets.url });

/** Slack. */
export const slackOpener: HandOffOpener = {
  problems(asked) {
    const parsed = Settings.safeParse(rawOf(asked));
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  },
  open: (asked, speech) => wayOf(Settings.parse(rawOf(asked)), speech),
  // Any call would be a message that people read.
  test: () => Promise.resolve(null),
};

function wayOf(settings: z.output<typeof Settings>, speech: Speech): HandOffWay {
  return {
    deliver: (parcel, book) => deliver(settings, speech, parcel, book),
    close: () => Promise.resolve(),
  };
}

async function deliver(
  { url, private: isPrivate }: z.output<typeof Settings>,
  speech: Speech,
  parcel: Parcel,
  book: ReceiptBook,
): Promise<HandOffReply> {
  if (book.receipt.doing === 'message')
    return { kind: 'unconfirmed', askMs: null, detail: 'the message was begun, and nobody knows whether it is there' };
  await book.keep({ doing: 'message' });
  const body = JSON.stringify({ text: textOf(parcel) });
  const headers = { 'content-type': 'application/json' };
  const post = { url, headers, body, allowPrivate: isPrivate === 'yes', timeoutMs: TIMEOUT_MS };
  const reply = replyOfPost(await speech.post(post), false);
  if (reply.kind !== 'unconfirmed') await book.keep({ doing: '' });
  return reply;
}

/** Signs of Slack's own markup are letters. */
function textOf({ handOff, turn }: Parcel): string {
  const { brief, owner, team, id } = handOff;
  const whose = owner === null ? `${team}, nobody’s yet` : `${team}: ${owner}`;
  const again = turn === 0 ? '' : ' Nobody claimed it in time.';
  const lines = [
    `*Hot lead: ${headlineOf(brief)}* for ${whose}.${again}`,
    ...linesOf(brief),
    `rekindle handoff claim ${id}`,
  ];
  return escaped(lines.join('\n')).slice(0, TEXT_CHARACTERS);
}

/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
