/**
 * In which time zone a lead is: from what it states, else its city, region and country, else its phone number.
 * Owns that order; the tables are data (`data/country-zones.json` made by a script, `data/places.json` kept by hand
 * with its sources). Must never guess in silence: every answer names its basis, and "not known" is an answer.
 */
import type { Reason } from '../reason.ts';
import {
  cityZoneOf,
  countryZonesOf,
  mainZoneOf,
  phonePlaceOf,
  phoneZoneOf,
  regionCodeOf,
  regionZonesOf,
} from './places.ts';
import type { CalendarReason } from './reasons.ts';
import { isZone } from './zone-span.ts';

/** What is known of where a lead is; the fields of `LeadValues`. */
export interface Whereabouts {
  /** IANA name, unchecked. */
  readonly zone?: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country?: string | null;
  /** ISO 3166-2 code without the country (`CA`), or a name. */
  readonly region?: string | null;
  readonly city?: string | null;
  /** E.164. */
  readonly phone?: string | null;
}

/** On what a zone rests, strongest first. */
export type ZoneBasis = 'stated' | 'city' | 'region' | 'country' | 'main' | 'phone' | 'unknown';

/** The zone of a lead. */
export interface ZoneFinding {
  /** Null where it is not known; the caller then takes the playbook's fallback zone and keeps `reasons`. */
  readonly zone: string | null;
  readonly basis: ZoneBasis;
  /** Every zone the lead may be in, the likeliest first; empty where nothing is known. Zones alike from 2026 on count once. */
  readonly candidates: readonly string[];
  readonly reasons: readonly Reason[];
}

interface Evidence {
  readonly basis: ZoneBasis;
  readonly zones: readonly string[];
}

/**
 * The zone of a lead with the evidence it rests on, strongest evidence first: stated, city, region, country with one
 * zone, phone number (unless it belongs to another country), the zone where nearly all of a country lives.
 * Any field may be missing or odd; nothing throws. Costs about 1 µs.
 */
export function zoneOfLead(lead: Whereabouts): ZoneFinding {
  const stated = lead.zone ?? '';
  if (stated !== '' && isZone(stated)) return finding({ basis: 'stated', zones: [stated] }, []);
  const notes: Reason[] = stated === '' ? [] : [{ code: 'zone-name-invalid', facts: { zone: stated.slice(0, 64) } }];
  const country = lead.country?.toUpperCase() ?? '';
  const address = byAddress(country, lead.region ?? '', lead.city ?? '');
  return finding(address ?? byCountryOrPhone(country, lead.phone ?? ''), notes);
}

function byAddress(country: string, region: string, city: string): Evidence | null {
  const regionCode = regionCodeOf(country, region);
  const place = regionCode === null ? country : `${country}-${regionCode}`;
  const cityZone = cityZoneOf(place, city);
  if (cityZone !== null) return { basis: 'city', zones: [cityZone] };
  const zones = regionZonesOf(place);
  return zones === null ? null : { basis: 'region', zones };
}

function byCountryOrPhone(country: string, phone: string): Evidence {
  const whole = byCountry(country);
  return whole.basis === 'country' ? whole : (byPhone(phone, country) ?? whole);
}

function byCountry(country: string): Evidence {
  const zones = countryZonesOf(country);
  const main = mainZoneOf(country);
  if (zones.length === 1) return { basis: 'country', zones };
  if (main === null) return { basis: 'unknown', zones };
  return { basis: 'main', zones: [main, ...zones.filter((zone) => zone !== main)] };
}

/** A number of another country than the lead's says nothing: people keep theirs when they move. */
function byPhone(phone: string, country: string): Evidence | null {
  const place = phonePlaceOf(phone);
  if (place === null || (country !== '' && !place.startsWith(country))) return null;
  const narrow = phoneZoneOf(phone);
  if (narrow !== null) return { basis: 'phone', zones: [narrow] };
  const region = regionZonesOf(place);
  if (region !== null) return { basis: 'phone', zones: region };
  const { basis, zones } = byCountry(place);
  return { basis: basis === 'unknown' ? 'unknown' : 'phone', zones };
}

function finding({ basis, zones }: Evidence, notes: readonly Reason[]): ZoneFinding {
  const zone = basis === 'unknown' ? null : zones[0]!;
  const code: CalendarReason = basis === 'stated' || basis === 'unknown' ? `zone-${basis}` : `zone-by-${basis}`;
  return { zone, basis, candidates: zones, reasons: [...notes, zone === null ? { code } : { code, facts: { zone } }] };
}
