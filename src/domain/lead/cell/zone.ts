/** IANA time zones as exports write them. Owns their spelling; never guesses a zone from a place or an offset. */
import { LIMITS } from '../../limits.ts';

const IANA = /^[A-Za-z]+(?:\/[A-Za-z0-9_+-]+)+$|^UTC$/;
const known = new Map<string, string | null>();

function askTemporal(zone: string): string | null {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * `Europe/Berlin`, `america_slash_new_york` (HubSpot's inner form), `(GMT-05:00) America/New_York` → an IANA zone in its
 * canonical case; null where the database has no such zone.
 */
export function readZone(text: string): string | null {
  const name = text
    .replace(/^\([^)]*\)\s*/, '')
    .replaceAll('_slash_', '/')
    .replaceAll('_hyphen_', '-')
    .replaceAll(' ', '_');
  if (!IANA.test(name)) return null;
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  const zone = askTemporal(name);
  if (known.size < LIMITS.zonesRemembered) known.set(name, zone);
  return zone;
}
