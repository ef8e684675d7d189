/**
 * What hand-offs ask of a CRM, a chat or a webhook, and what these are given to speak with. Adapters in `crms` implement it; nothing
 * here knows one. A fault of the outside is an answer; an exception means a bug in the adapter.
 */
import type { Asked, Tested } from '../domain/connection/asked.ts';
import type { HandOffAnswer } from '../domain/handoff/answer.ts';
import type { BriefField } from '../domain/handoff/brief.ts';
import type { HandOff, Receipt } from '../domain/handoff/handoff.ts';

/** A hand-off as it is handed over. */
export interface Parcel {
  readonly handOff: HandOff;
  /** 0 = as it was given; later ones tell that it went to somebody else. */
  readonly turn: number;
  /** Columns of the lead's record that are none of ours, as they are now. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Ways that the lead has refused, as it is now: `email`, `sms`, `voice`, `all`. */
  readonly refused: readonly string[];
}

/** What the other side has given so far. It is on disk before a call that must not be made twice, and after each answer. */
export interface ReceiptBook {
  readonly receipt: Receipt;
  /** Adds to it. Rejects with `NotOurs` where another process has the sending in hand by now: then nothing more is called. */
  keep(more: Receipt): Promise<void>;
}

/** Another process has the sending in hand. */
export class NotOurs extends Error {
  constructor() {
    super('another process has this hand-off in hand');
    this.name = 'NotOurs';
  }
}

/** What an answer says of the connection beside it; absent = nothing. */
export type ConnectionFault = 'login-refused' | 'no-connection' | 'server-busy' | 'sender-throttled';

/** An answer, and whose fault it is where it is the connection's. */
export type HandOffReply = HandOffAnswer & { readonly fault?: ConnectionFault };

/** A way for hand-offs, opened. */
export interface HandOffWay {
  /** Hands one over, or goes on with one that was begun: what `book` holds is not done again. Never rejects for what the other side does. */
  deliver(parcel: Parcel, book: ReceiptBook): Promise<HandOffReply>;
  /** Says which ways a lead has refused (`email`, `sms`, `voice`, `all`), where it is known there; the same twice does no harm. Absent = it keeps none. */
  tellRefusals?(of: RefusalsOf): Promise<HandOffReply>;
  /** Address and number of a person by the provider's id; null = nobody has it. Rejects with `ApiStop` where it cannot be told now. Absent = it cannot be asked. */
  person?(contactId: string): Promise<Pick<RefusalsOf, 'email' | 'phone'> | null>;
  /** What it keeps of people, to be compared with what we know. Absent = it cannot be asked. */
  readonly book?: CrmBook;
  /** Its calendars. Absent = it has none. */
  readonly calendar?: CalendarWay;
  close(): Promise<void>;
}

/** Ways that a CRM may keep a refusal of. */
export type RefusalChannel = 'email' | 'sms' | 'voice';

/** Somebody as a CRM keeps them, in our words. */
export interface CrmContact {
  /** Only what it keeps; null = the field is empty there. */
  readonly values: Readonly<Partial<Record<BriefField, string | null>>>;
  /** Ways that are refused there: `ours` = by words of ours. */
  readonly refused: Readonly<Partial<Record<RefusalChannel, 'ours' | 'theirs'>>>;
}

/** What a CRM keeps of people. A fault of the other side is an answer, as everywhere. */
export interface CrmBook {
  /** Contacts of one reading at most. */
  readonly page: number;
  /** Refusals that it keeps. */
  readonly refusals: readonly RefusalChannel[];
  /** Those that it takes from us. */
  readonly tells: readonly RefusalChannel[];
  /** Fields of a contact that a change reaches. */
  readonly writes: ReadonlySet<BriefField>;
  /** Contacts by their ids, in their order; null = nobody is there under it. Rejects with `ApiStop`. */
  contacts(ids: readonly string[]): Promise<readonly (CrmContact | null)[]>;
  /** Changes fields; the same twice does no harm. */
  write(id: string, values: Readonly<Partial<Record<BriefField, string>>>): Promise<HandOffReply>;
  /** Has these ways refused there, and lifts what stands there by words of ours and is none of them. */
  refuse(id: string, channels: readonly string[]): Promise<HandOffReply>;
  /** Deletes a contact for good; one that is gone is gone. */
  remove(id: string): Promise<HandOffReply>;
}

/** A lead and what it has refused. */
export interface RefusalsOf {
  readonly email: string | null;
  readonly phone: string | null;
  readonly refused: readonly string[];
}

/** One call of a provider's interface. */
export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With its query. */
  readonly path: string;
  /** Becomes JSON; absent = none. */
  readonly body?: unknown;
  /** The same twice does no harm: where no answer comes it is tried again, and never in doubt. */
  readonly again: boolean;
  /** Statuses that are answers beside those of success. */
  readonly but?: readonly number[];
}

/** A provider's interface: signed in, kept within its rates, its faults read. */
export interface Api {
  /** Status and JSON. Rejects with `ApiStop` where there is no such answer. */
  ask(call: ApiCall): Promise<{ readonly status: number; readonly json: unknown }>;
  close(): Promise<void>;
}

/** Why a provider's interface gave no answer that could be worked with; where it is a hand-off, what becomes of it. */
export class ApiStop extends Error {
  readonly reply: Exclude<HandOffReply, { kind: 'sent' }>;
  constructor(reply: ApiStop['reply']) {
    super(reply.detail);
    this.name = 'ApiStop';
    this.reply = reply;
  }
}

/** Where calls go, and as whom. */
export interface ApiPlace {
  readonly baseUrl: string;
  /** Of every call; `anew` = what was given last is not taken. Rejects with `TokenFault`. */
  headers(anew: boolean): Promise<Readonly<Record<string, string>>>;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** The account, where it has a limit that all who speak to it share, and tells it; absent = each heeds what it is told. */
  readonly account?: string;
  /** How long after a call without an answer the provider can be asked what came of it, ms. */
  readonly askMs: number;
}

/** A POST to an address that somebody typed in. */
export interface PostOf {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
}

/** What came of it. */
export type PostReply =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | null; readonly text: string }
  | { readonly kind: 'forbidden' | 'not-sent' | 'no-answer'; readonly detail: string };

/** What adapters speak with; the composition root gives it. */
export interface Speech {
  api(place: ApiPlace): Api;
  /** Into the open internet only, unless `allowPrivate`. */
  post(post: PostOf): Promise<PostReply>;
  /** Headers of Standard Webhooks over a body; `at` in seconds. */
  sign(secret: string, id: string, at: number, body: string): Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  now(): number;
}

/** How one provider's connections are opened for hand-offs. */
export interface HandOffOpener {
  /** What does not fit together in its settings, each with its place. */
  problems(asked: Asked): readonly string[];
  open(asked: Asked, speech: Speech): HandOffWay;
  /** Asks for the least, sends nothing; null = there is nothing to ask. */
  test(asked: Asked, speech: Speech): Promise<Tested | null>;
}

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

/** Calendars of one account. A fault of the outside rejects with `ApiStop`. */
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
