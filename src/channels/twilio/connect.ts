/** Twilio’s connections: settings of the adapter made of a record, and the least that Twilio can be asked. */
import type { Asked, Tested } from '../../domain/connection/asked.ts';
import { ApiLine } from '../api-line.ts';
import { given, type Opener, readTest, TEST_MS } from '../opener.ts';
import { twilioChannel } from './adapter.ts';
import { TwilioSettingsSchema } from './settings.ts';

const rawOf = ({ settings, secrets }: Asked) => given({ ...settings, authToken: secrets.authToken });

/** Texts by Twilio. */
export const twilioOpener: Opener = {
  settings: (asked) => TwilioSettingsSchema.safeParse(rawOf(asked)),
  open: (asked) => [{ kind: 'sms', channel: twilioChannel(TwilioSettingsSchema.parse(rawOf(asked))) }],
  test: testTwilio,
};

/** Asks for the account itself. Source: twilio-oai, FetchAccount. */
async function testTwilio(asked: Asked): Promise<Tested> {
  const { accountSid, apiKeySid, authToken, baseUrl } = TwilioSettingsSchema.parse(rawOf(asked));
  const login = Buffer.from(`${apiKeySid ?? accountSid}:${authToken}`).toString('base64');
  const headers = { authorization: `Basic ${login}` };
  const line = new ApiLine({ baseUrl: baseUrl.replace(/\/$/, ''), headers, concurrency: 1, timeoutMs: TEST_MS });
  const answer = await line.call({ method: 'GET', path: `/2010-04-01/Accounts/${accountSid}.json` });
  const status = (json: unknown) => String((json as { status?: unknown } | null)?.status ?? 'unknown');
  const tested = readTest(answer, (json) => `the account is ${status(json)}`);
  const isShut =
    answer.kind === 'answered' && answer.status === 200 && /^(suspended|closed)$/.test(status(answer.json));
  return isShut ? { contact: 'fails', code: 'sender-refused', says: tested.says } : tested;
}
