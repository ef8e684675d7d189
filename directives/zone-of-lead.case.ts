/** Runs a row of zone-of-lead.md. */
import { CALENDAR_REASONS } from '../src/domain/calendar/reasons.ts';
import { type Whereabouts, zoneOfLead } from '../src/domain/calendar/zone.ts';

interface Found {
  readonly 'is in'?: string;
  readonly by: string;
  readonly 'may be in': readonly string[];
  /** Reasons other than the plain one for the zone found. */
  readonly notes?: readonly string[];
}

export function run(lead: Whereabouts): Found {
  const { zone, basis, candidates, reasons } = zoneOfLead(lead);
  const notes = reasons
    .filter(({ facts }) => zone === null || facts?.zone !== zone)
    .map(({ code, facts }) => [code, ...Object.values(facts ?? {})].join(' '));
  const strange = reasons.find(({ code }) => !(code in CALENDAR_REASONS));
  if (strange !== undefined) throw new Error(`${strange.code} is in no table of reasons`);
  return {
    ...(zone === null ? {} : { 'is in': zone }),
    by: basis,
    'may be in': candidates,
    ...(notes.length === 0 ? {} : { notes }),
  };
}
