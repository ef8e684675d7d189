/** Runs a row of read-phone.md through the real reader. */
import { readPhone } from '../src/domain/verify/phone.ts';

interface Row {
  readonly raw?: string | number;
  readonly country?: string;
  readonly padded?: number;
}

/** `{e164, in, kind, extension}` without what is null, or `{reason}`. */
export function run({ raw = '', country, padded = 0 }: Row): Readonly<Record<string, string>> {
  const text = typeof raw === 'number' ? raw.toExponential().toUpperCase() : raw;
  const read = readPhone(text.padEnd(padded), country ?? null);
  if ('reason' in read) return { reason: read.reason.code };
  const { e164, country: where, kind, extension } = read;
  return { e164, kind, ...(where === null ? {} : { in: where }), ...(extension === null ? {} : { extension }) };
}
