/** Retell’s connections: settings of the adapter made of a record, and the least that Retell can be asked. */
import type { Asked, Tested } from '../../domain/connection/asked.ts';
import { ApiLine } from '../api-line.ts';
import { given, type Opener, readTest, TEST_MS } from '../opener.ts';
import { retellChannel } from './adapter.ts';
import { RetellSettingsSchema } from './settings.ts';

const rawOf = ({ settings, secrets }: Asked) => given({ ...settings, apiKey: secrets.apiKey });

/** Calls by Retell. */
export const retellOpener: Opener = {
  settings: (asked) => RetellSettingsSchema.safeParse(rawOf(asked)),
  open: (asked) => [{ kind: 'voice', channel: retellChannel(RetellSettingsSchema.parse(rawOf(asked))) }],
  test: testRetell,
};

/** Asks how many calls there may be at a time. Source: Retell’s OpenAPI description, get-concurrency. */
async function testRetell(asked: Asked): Promise<Tested> {
  const { apiKey, baseUrl } = RetellSettingsSchema.parse(rawOf(asked));
  const headers = { authorization: `Bearer ${apiKey}` };
  const line = new ApiLine({ baseUrl: baseUrl.replace(/\/$/, ''), headers, concurrency: 1, timeoutMs: TEST_MS });
  const answer = await line.call({ method: 'GET', path: '/get-concurrency' });
  return readTest(answer, (json) => {
    const { current_concurrency: now, concurrency_limit: most } = (json ?? {}) as Record<string, unknown>;
    return `${Number(now)} of ${Number(most)} calls under way`;
  });
}
