/** What of a hand-off goes into fields of a CRM that are none of its own. Owns the names; which field that is in the CRM is its adapter's. */
import { BRIEF_FIELDS, type BriefField } from '../domain/handoff/brief.ts';
import type { Parcel } from '../engine/crm-port.ts';
import { pairsOf } from './once.ts';

/** A field of ours: its name as people read it, and its value. */
export interface OwnField {
  readonly name: string;
  readonly value: string;
}

/** Fields that every hand-off fills; they are ours, so that a later one takes their place. */
export function ownFields({ handOff }: Parcel): OwnField[] {
  const { brief, team, owner, openedAt } = handOff;
  const signals = brief.signals.map(({ name, points }) => `${name} (${points})`).join(', ');
  return [
    { name: 'Rekindle campaign', value: brief.campaign },
    { name: 'Rekindle team', value: team },
    { name: 'Rekindle handed off', value: new Date(openedAt).toISOString().slice(0, 10) },
    ...(owner === null ? [] : [{ name: 'Rekindle owner', value: owner }]),
    ...(brief.tier === null ? [] : [{ name: 'Rekindle tier', value: brief.tier }]),
    ...(brief.score === null ? [] : [{ name: 'Rekindle score', value: String(brief.score) }]),
    ...(signals === '' ? [] : [{ name: 'Rekindle signal', value: signals }]),
  ];
}

/** Fields of the lead, or columns of its record, that a connection maps: `industry=Industry, coursePrice=Course price`. */
export function mappedFields({ handOff, attributes }: Parcel, map: string | undefined): OwnField[] {
  return pairsOf(map).flatMap(([from, name]) => {
    const field = BRIEF_FIELDS.find((one) => one === from) as BriefField | undefined;
    const value = (field && handOff.brief.lead[field]) ?? attributes[from];
    return value === undefined || value === '' ? [] : [{ name, value }];
  });
}
