/** What templates print of meetings. Owns the names; a time is told by `slot-words.ts`. */

/** Null = the message tells of none. */
export interface BookingWords {
  /** The times that are offered, with their numbers. */
  readonly slots: string | null;
  /** The time that was booked. */
  readonly time: string | null;
  /** The booking page, with what tells us later who came by it; null = the playbook names none. */
  readonly url: string | null;
}

const NOTHING: BookingWords = { slots: null, time: null, url: null };

/** Names of what templates may print. */
export const BOOKING_FACTS: readonly string[] = Object.keys(NOTHING);

/** What is told of some times: an offer, or, of one that was booked, the time. */
export function bookingWords(say: string | null, told: string | null, url: string | null): BookingWords {
  return say === 'booked' ? { slots: null, time: told, url } : { slots: told, time: null, url };
}

/** Names under which booking pages give a text of ours back, whoever runs them. */
const GIVEN_BACK = ['metadata[rekindle_lead]', 'utm_content'] as const;

/** The address of a booking page that gives our text back; what is no address stands as it is. Null = there is no page. */
export function bookingUrl(page: unknown, token: string): string | null {
  if (typeof page !== 'string' || page === '') return null;
  if (!URL.canParse(page)) return page;
  const url = new URL(page);
  for (const name of GIVEN_BACK) url.searchParams.set(name, token);
  return url.toString();
}
