/** Which reason a lead is shown under: the one that a person can act on, before what merely follows from it. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../domain/campaign/campaign.ts';
import type { Consent } from '../../domain/consent/permission.ts';
import { type Lead, type LeadValues, NO_VALUES } from '../../domain/lead/lead.ts';
import { readPlaybook } from '../../playbooks/folder.ts';
import { templateInspector } from '../../render/inspect.ts';
import type { AssessSubject, LeadPause, Suppression } from '../store-port.ts';
import { makeAssessor } from './assessor.ts';

const { playbook } = readPlaybook(join(import.meta.dirname, '..', '..', '..', 'playbooks', 'acquisition'), {
  inspector: templateInspector,
});
if (playbook === null) throw new Error('the acquisition playbook has mistakes');
const assessor = makeAssessor(playbook);
const AT = Date.parse('2026-03-02T09:00:00Z');

function firstReason(
  values: Partial<LeadValues>,
  basis: Lead['basis'],
  suppressions: readonly Suppression[] = [],
  attributes = {},
  consents: readonly Consent[] = [],
  beside: Partial<AssessSubject> = {},
) {
  const lead = {
    workspaceId: 'main',
    id: 'lead_1',
    values: { ...NO_VALUES, title: 'VP Sales', industry: 'Software', employees: 120, ...values },
    attributes,
    basis,
    basisAt: AT,
    source: 'csv',
  } as Lead;
  const nothing = { member: null, decision: null, route: null, enrollments: [], importIds: [], pause: null } as const;
  return assessor.assess({ ...nothing, lead, suppressions, consents, ...beside }, 'cmp_1', AT).reasons[0]?.code;
}

describe('the reason a lead is shown under', () => {
  it('is the standing refusal, not the channel that it closed', () => {
    const refusal = { channel: 'all', kind: 'lead', reason: 'column Unsubscribed: yes' } as Suppression;
    const closed = { ...refusal, value: 'jane@acme.com', kind: 'address' } as Suppression;
    expect(firstReason({ email: 'jane@acme.com', country: 'US' }, 'consent', [closed])).toBe('suppressed');
  });

  it('is the address that could not be read, not the channel that is missing for it', () => {
    expect(firstReason({ country: 'US' }, 'consent', [], { invalidEmail: 'jane at acme' })).toBe('unusable-email');
    expect(firstReason({ country: 'US' }, 'consent')).toBe('no-usable-channel');
  });

  it('is what a person must look at, before a basis that is missing too', () => {
    expect(firstReason({ email: 'info@acme.com', country: 'DE' }, 'legitimate-interest')).toBe('role-mailbox');
  });

  it('is the missing basis where nothing else speaks against the lead', () => {
    expect(firstReason({ email: 'jane@acme.com', country: 'DE' }, 'legitimate-interest')).toBe('basis-insufficient');
  });

  it('is no missing channel where texts were agreed to in words, whatever basis was stated', () => {
    const yes = { channel: 'sms', kind: 'opt-in', at: AT, withdrawnAt: null, evidence: 'Signed, form 7' } as const;
    const texted = (...consents: Consent[]) =>
      firstReason({ phone: '+12125550101', country: 'US' }, 'legitimate-interest', [], {}, consents);
    expect(texted()).toBe('no-usable-channel');
    expect(texted({ ...yes, evidence: ' ' })).toBe('no-usable-channel');
    expect(texted(yes)).not.toBe('no-usable-channel');
  });

  it('is a person’s yes once it is there, not what they were asked for; and what keeps the lead back all the same', () => {
    const info = { email: 'info@acme.com' };
    const asked = (beside: Partial<AssessSubject>, country = 'US') =>
      firstReason({ ...info, country }, 'legitimate-interest', [], {}, [], beside);
    const approved = { member: { review: 'approved' } as Member };
    const pause: LeadPause = { kind: 'person', at: AT, by: 'Sue', why: 'on holiday' };
    expect(asked({ pause })).toBe('role-mailbox');
    expect(asked(approved)).toBe('review-approved');
    expect(asked({ ...approved, pause })).toBe('lead-paused');
    expect(asked(approved, 'DE')).toBe('basis-insufficient');
  });
});
