/**
 * What meetings ask of a calendar. Adapters implement it beside the hand-offs of their provider; nothing here knows one. A fault of the
 * outside rejects with `ApiStop`; any other exception means a bug in the adapter.
 */

/** Whom a meeting is with. */
export interface MeetingPerson {
  readonly name: string | null;
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
}

/** A time of a calendar. */
export interface MeetingTime {
  /** The provider's id of the calendar. */
  readonly calendar: string;
  /** Epoch ms. */
  readonly startsAt: number;
}

/** A meeting as it is booked. */
export interface MeetingWish extends MeetingTime {
  readonly person: MeetingPerson;
  readonly minutes: number;
  readonly title: string;
}

/** A meeting as a calendar has it. */
export interface KeptMeeting {
  readonly ref: string;
  readonly startsAt: number;
  readonly state: 'booked' | 'cancelled' | 'no-show';
}

/** Calendars of one account. */
export interface CalendarWay {
  /** Beginnings of free times, epoch ms, in any order. */
  free(of: {
    readonly calendar: string;
    readonly from: number;
    readonly until: number;
    readonly zone: string;
  }): Promise<readonly number[]>;
  /** The meeting that the person has at this time, cancelled ones left out; null = none. */
  find(time: MeetingTime, person: MeetingPerson): Promise<string | null>;
  /** Books it, and gives its id; null = the time is not free any more. Not looked for before: the same twice may be two. */
  book(wish: MeetingWish): Promise<string | null>;
  /** As it is there now; null = it is gone. */
  look(ref: string): Promise<KeptMeeting | null>;
  /** Cancels it; one that is cancelled is. */
  cancel(ref: string): Promise<void>;
}
