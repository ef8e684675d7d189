/** Runs a row of connection-rest.md: a story that begins at 0. */
import { afterContact, IN_USE, mayUse, whileTried } from '../src/domain/delivery/rest.ts';

interface Answer {
  readonly 'may use': string;
  readonly rests: number;
  readonly until?: string;
}

export function run({ story }: { readonly story: readonly string[] }): Answer {
  let now = 0;
  let rest = IN_USE;
  for (const word of story) {
    if (word.startsWith('+')) now += Number.parseFloat(word.slice(1)) * 1_000;
    else if (word === 'try') rest = whileTried(rest, now);
    else if (word === 'ok') rest = afterContact(rest, 'works', null, now);
    else if (word === 'unclear') rest = afterContact(rest, 'unclear', 'channel-closed', now);
    else rest = afterContact(rest, 'fails', word, now);
  }
  const until = rest.until === null ? {} : { until: `+${rest.until / 1_000}s` };
  return { 'may use': mayUse(rest, now), rests: rest.rests, ...until };
}
