/** IANA time zones as exports write them. Owns their spelling; never guesses a zone from a place or an offset. */
import { LIMITS } from '../../limits.ts';
import { foldText } from '../name.ts';

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

/** Names of calendars and mailing tools, folded. Source: `ActiveSupport::TimeZone` of Rails; Calendly's zones. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['eastern time us canada', 'America/New_York'],
  ['central time us canada', 'America/Chicago'],
  ['mountain time us canada', 'America/Denver'],
  ['pacific time us canada', 'America/Los_Angeles'],
  ['atlantic time canada', 'America/Halifax'],
]);

/**
 * `Europe/Berlin`, `america_slash_new_york` (HubSpot's inner form), `(GMT-05:00) America/New_York` → an IANA zone in its
 * canonical case; so is `Eastern Time (US & Canada)`. Null where the database has no such zone.
 */
export function readZone(text: string): string | null {
  const bare = text.replace(/^\([^)]*\)\s*/, '');
  const named = NAMED.get(foldText(bare));
  if (named !== undefined) return named;
  const name = bare.replaceAll('_slash_', '/').replaceAll('_hyphen_', '-').replaceAll(' ', '_');
  if (!IANA.test(name)) return null;
  const remembered = known.get(name);
  if (remembered !== undefined) return remembered;
  const zone = askTemporal(name);
  if (known.size < LIMITS.zonesRemembered) known.set(name, zone);
  return zone;
}
