/** HighLevel’s connections: settings of the adapter made of a record, and the least that a location can be asked. */
import { type Asked, type Tested, TokenFault, type TokenSource } from '../../domain/connection/asked.ts';
import type { OpenedWay } from '../../engine/ports.ts';
import { given, type Opener, readTest, TEST_MS } from '../opener.ts';
import { Pace } from '../pace.ts';
import { highlevelWays } from './adapter.ts';
import { HighLevelClient } from './client.ts';
import { HighLevelSettingsSchema, SENDS } from './settings.ts';

const rawOf = ({ settings }: Asked) => given(settings);

/** HighLevel. */
export const highlevelOpener: Opener = {
  settings: (asked) => HighLevelSettingsSchema.safeParse(rawOf(asked)),
  open: openHighlevel,
  test: testHighlevel,
};

function openHighlevel(asked: Asked): readonly OpenedWay[] {
  const settings = HighLevelSettingsSchema.parse(rawOf(asked));
  const { texts, mails } = highlevelWays(settings, tokenOf(asked));
  const ways: readonly OpenedWay[] = [
    { kind: 'sms', channel: texts },
    { kind: 'email', channel: mails },
  ];
  const kinds: readonly string[] = SENDS[settings.sends];
  return ways.filter(({ kind }) => kinds.includes(kind));
}

/** A private token is what it is: there is no other where it is not taken. */
function tokenOf({ token, secrets }: Asked): TokenSource {
  return (
    token ??
    (async (anew) => {
      if (anew) throw new TokenFault('login-refused', 'the private integration token is not taken');
      return secrets.token ?? '';
    })
  );
}

const CLOCK = { now: () => Date.now(), sleep: async () => undefined };

/** Asks for the location itself. */
async function testHighlevel(asked: Asked): Promise<Tested> {
  const settings = { ...HighLevelSettingsSchema.parse(rawOf(asked)), concurrency: 1, timeoutMs: TEST_MS };
  const once: TokenSource = asked.token ?? (async () => asked.secrets.token ?? '');
  const answer = await new HighLevelClient(settings, once, new Pace(CLOCK)).location();
  if (answer.kind === 'no-token') return { contact: 'fails', code: answer.code, says: answer.detail };
  if (answer.kind === 'day-used-up') return { contact: 'fails', code: 'sender-throttled', says: 'no more calls today' };
  return readTest(answer, (json) => `location ${nameOf(json)}`);
}

function nameOf(json: unknown): string {
  return String((json as { location?: { name?: unknown } } | null)?.location?.name ?? 'without a name');
}
