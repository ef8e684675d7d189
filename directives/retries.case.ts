/** Runs a row of retries.md. */
import type { Channel } from '../src/domain/consent/regimes.ts';
import { type RetryWish, type RetryWishes, retriesFor, retriesSchema } from '../src/domain/delivery/retries.ts';

interface Said {
  readonly waits?: readonly number[];
  readonly giveUp?: number;
}

interface Row {
  readonly channel?: Channel;
  readonly playbook?: Readonly<Record<string, Said>>;
  readonly workspace?: Readonly<Record<string, Said>>;
  readonly written?: unknown;
}

interface Answer {
  readonly waits?: readonly number[];
  readonly 'give up'?: number;
  readonly wrong?: string;
}

const MINUTE_MS = 60_000;

export function run({ channel = 'email', playbook = {}, workspace = {}, written }: Row): Answer {
  if (written === undefined) return shown(retriesFor(channel, wishesOf(playbook), wishesOf(workspace)));
  const read = retriesSchema.safeParse({ email: written });
  if (!read.success) return { wrong: read.error.issues[0]?.message.split('\n')[0] ?? '' };
  return shown(read.data.email ?? {});
}

function wishesOf(said: Readonly<Record<string, Said>>): RetryWishes {
  return Object.fromEntries(
    Object.entries(said).map(([channel, { waits, giveUp }]) => [
      channel,
      {
        ...(waits && { waitsMs: waits.map((minutes) => minutes * MINUTE_MS) }),
        ...(giveUp && { giveUpMs: giveUp * MINUTE_MS }),
      },
    ]),
  );
}

function shown({ waitsMs, giveUpMs }: RetryWish): Answer {
  return {
    ...(waitsMs && { waits: waitsMs.map((ms) => ms / MINUTE_MS) }),
    ...(giveUpMs && { 'give up': giveUpMs / MINUTE_MS }),
  };
}
