/** HighLevel’s connections: the least that a location can be asked, with a private token or one got by OAuth. Nothing leaves by it yet. */
import { z } from 'zod';
import { type Asked, type Tested, TokenFault } from '../../domain/connection/asked.ts';
import { ApiLine } from '../api-line.ts';
import { given, type Opener, readTest, TEST_MS } from '../opener.ts';

/** Version of the interface, sent with each call. Source: GoHighLevel/highlevel-api-docs, locations.json. */
const VERSION = '2021-07-28';

const SettingsSchema = z.object({
  location: z.string().min(1),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://services.leadconnectorhq.com'),
});
const rawOf = ({ settings }: Asked) => given({ ...settings });

/** HighLevel. */
export const highlevelOpener: Opener = {
  settings: (asked) => SettingsSchema.safeParse(rawOf(asked)),
  open: () => null,
  test: testHighlevel,
};

/** Asks for the location itself; a token that may not read it is taken all the same. */
async function testHighlevel(asked: Asked): Promise<Tested> {
  const { location, baseUrl } = SettingsSchema.parse(rawOf(asked));
  try {
    const token = (await asked.token?.(false)) ?? asked.secrets.token ?? '';
    const headers = { authorization: `Bearer ${token}`, version: VERSION };
    const line = new ApiLine({ baseUrl: baseUrl.replace(/\/$/, ''), headers, concurrency: 1, timeoutMs: TEST_MS });
    const answer = await line.call({ method: 'GET', path: `/locations/${encodeURIComponent(location)}` });
    return readTest(answer, (json) => `location ${nameOf(json)}`);
  } catch (error) {
    if (error instanceof TokenFault) return { contact: 'fails', code: error.code, says: error.message };
    throw error;
  }
}

function nameOf(json: unknown): string {
  return String((json as { location?: { name?: unknown } } | null)?.location?.name ?? 'without a name');
}
