/** An instance whose plans are told in Slack, and a Slack on a port of this machine: takes messages, signs clicks, hears answers. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { slackPlans } from '../../src/channels/slack-plans/adapter.ts';
import { SlackPlansSettingsSchema } from '../../src/channels/slack-plans/settings.ts';
import { publicHouse } from '../../src/engine/serve/public-house.ts';
import { readInteraction } from '../../src/hooks/slack/interaction.ts';
import { buildHttp } from '../../src/http/app.ts';
import { type ApiStage, openApiStage } from '../api/stage.ts';
import type { Row } from '../pipeline/stage.ts';

/** Of Slack’s own example. */
export const SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
/** Who clicks. */
export const MEMBER = 'U024BE7LH';

/** A message in the channel, taken apart. */
export interface Told {
  readonly text: string;
  /** Everything that people read. */
  readonly words: string;
  /** How Slack reads these words: all as plain text, or some as its own markup. */
  readonly kinds: readonly string[];
  /** What the buttons come back with; empty = there are none. */
  readonly values: Readonly<Record<string, string>>;
}

/** Slack, and an instance that it is connected to. */
export interface SlackStage {
  readonly stage: ApiStage;
  readonly url: string;
  /** Messages in the channel, and answers to clicks, in order. */
  readonly told: Told[];
  readonly answers: Row[];
  /** What the log was told. */
  readonly said: string[];
  /** What it answers messages with. */
  status: number;
  /** Presses a button as a member; the status of our answer. `more`: what is changed of the call. */
  click(value: string, more?: ClickMore): Promise<number>;
  close(): Promise<void>;
}

/** What is unusual about a click. */
export interface ClickMore {
  readonly act?: 'plan-approve' | 'plan-refuse';
  readonly member?: string;
  readonly secret?: string;
  /** Seconds that it is old. */
  readonly age?: number;
  readonly answerTo?: string;
  /** Instead of what Slack would send. */
  readonly body?: string;
  readonly signature?: string | null;
}

/** Opens both. */
export async function openSlackStage(): Promise<SlackStage> {
  const told: Told[] = [];
  const answers: Row[] = [];
  const said: string[] = [];
  const slack = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => {
      text += part.toString();
    });
    request.on('end', () => {
      if (request.url === '/services/hook') told.push(toldOf(JSON.parse(text) as Row));
      else answers.push(JSON.parse(text) as Row);
      response.writeHead(made.status).end('ok');
    });
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(slack.address() as AddressInfo).port}`;
  const settings = SlackPlansSettingsSchema.parse({
    ...{ url: `${base}/services/hook`, signingSecret: SECRET, answersAt: base, allowPrivate: true },
  });
  const note = (message: string, facts?: object) => void said.push(`${message} ${JSON.stringify(facts)}`);
  const stage = await openApiStage({
    planRoom: { ...slackPlans(settings), read: (call, now) => readInteraction(call, [SECRET], now) },
    log: { info: note, error: note },
  });
  const app = buildHttp(publicHouse(stage.engine, () => true));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const made: SlackStage = {
    ...{ stage, url, told, answers, said, status: 200 },
    async click(value, more = {}) {
      const { secret = SECRET, age = 0, body = bodyOf(value, `${base}/actions/T1/1`, more) } = more;
      const at = Math.floor(stage.clock.now() / 1_000) - age;
      const { signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}` } = more;
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(at),
        ...(signature === null ? {} : { 'x-slack-signature': signature }),
      };
      const before = answers.length;
      const answer = await fetch(`${url}/slack/interactions`, { method: 'POST', headers, body });
      // What came of it is said after the answer.
      for (let turn = 0; turn < 50 && answer.status === 200 && answers.length === before; turn++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      return answer.status;
    },
    async close() {
      await app.close();
      await stage.close();
      await new Promise<void>((resolve) => slack.close(() => resolve()));
    },
  };
  return made;
}

/** As Slack sends it. Source: docs.slack.dev/reference/interaction-payloads/block_actions-payload */
function bodyOf(
  value: string,
  answers: string,
  { act = 'plan-approve', member = MEMBER, answerTo }: ClickMore,
): string {
  const payload = {
    ...{ type: 'block_actions', team: { id: 'T9TK3CUKW', domain: 'example' }, api_app_id: 'AABA1ABCD' },
    ...{ user: { id: member, username: 'jtorrance', team_id: 'T9TK3CUKW' }, response_url: answerTo ?? answers },
    ...{ token: '9s8d9as89d8as9d8as989', trigger_id: '12321423423.333649436676', container: { type: 'message' } },
    actions: [{ type: 'button', block_id: 'x', action_id: act, value, action_ts: '1548426417.840180' }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

interface Block {
  readonly type: string;
  readonly text?: { readonly type: string; readonly text: string };
  readonly elements?: readonly { readonly action_id: string; readonly value: string }[];
}

function toldOf(message: Row): Told {
  const blocks = message.blocks as readonly Block[];
  const buttons = blocks.flatMap(({ elements = [] }) => elements);
  return {
    text: String(message.text),
    kinds: blocks.flatMap(({ text }) => (text ? [text.type] : [])),
    words: blocks.map(({ text }) => text?.text ?? '').join('\n'),
    values: Object.fromEntries(buttons.map(({ action_id, value }) => [action_id, value])),
  };
}
