/** Words of a refusal in English, wherever one is shown. */

/** Them. */
export const REFUSED = {
  'kind.address': 'address',
  'kind.domain': 'domain',
  'kind.phone': 'number',
  'kind.lead': 'person',
  'kind.account': 'company',
  'kind.channel': 'everybody',
  'refused.opted-out': 'opted out',
  'refused.complained': 'complained',
  'refused.bounced': 'bounced',
  'lead.refusedFull': 'Refused for {what} ({kind}): {reason}',
} as const;
