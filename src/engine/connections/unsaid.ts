/** Takes secrets out of text that is shown: a provider may say again what it was asked with. */
import type { Connection } from '../../domain/connection/connection.ts';
import type { Engine } from '../engine.ts';

/** Shorter ones stand in ordinary words, and taking them out would tell of them. */
const SHORTEST = 4;
const INSTEAD = '[secret]';
/** `//user:password@` of an address. */
const IN_ADDRESS = /(\/\/)[^\s/@]+@/g;

/** What takes the secrets of these connections out of a text, as they are, in an address and in Base64. */
export function secretsUnsaid({ connections }: Engine, of: readonly Connection[]): (text: string) => string {
  const values = of.flatMap((one) => Object.values(connections.secretsOf(one) ?? {}));
  const spelt = values
    .filter((value) => value.length >= SHORTEST)
    .flatMap((value) => [value, encodeURIComponent(value), Buffer.from(value).toString('base64')])
    // One may be within another.
    .sort((a, b) => b.length - a.length);
  return (text) =>
    spelt.reduce((clean, value) => clean.replaceAll(value, INSTEAD), text.replace(IN_ADDRESS, `$1${INSTEAD}@`));
}
