/**
 * What providers tell us by webhook, as the engine asks an adapter for it. An adapter proves whose a call is and reads what it
 * says; it stores nothing and decides nothing.
 */
import type { MeetingTold } from '../domain/booking/told.ts';
import type { Keyword } from '../domain/conversation/keyword.ts';
import type { EventChannel, EventDirection, EventKind, EventVerdict } from '../domain/event.ts';
import type { HookReason } from '../domain/hook/reasons.ts';
import type { LeadDraft } from '../domain/lead/lead.ts';

/** A call as it came, before anything of it is believed. */
export interface HookRequest {
  readonly method: string;
  /** As the provider called it: under our public address, with its query. Never made from a `Host` header. */
  readonly url: string;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came: signatures are over these, not over what a parser makes of them. */
  readonly body: Uint8Array;
  /** Address that it came from; absent = not known. */
  readonly from?: string;
}

/** Whether a call is what it says it is. */
export type HookVerdict = { readonly kind: 'genuine' } | { readonly kind: 'refused'; readonly code: HookReason };

/** Whom and what an event is about, as far as the provider says. */
export interface HookAbout {
  /** Our own id that the provider echoes: of a message, or of a lead. */
  readonly ours: string | null;
  /** The provider's id of the message. */
  readonly providerRef: string | null;
  /** Message-ID of the mail, with angle brackets. */
  readonly mailId: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** The provider's id of the person. */
  readonly contactId: string | null;
}

/** One thing that happened, as a provider tells it. */
export interface HookEvent {
  /** The provider's own id of it, or one made of what does not change when it is told again. */
  readonly originId: string;
  readonly kind: EventKind;
  /** Null = the provider says no time. */
  readonly at: number | null;
  readonly about: HookAbout;
  readonly verdict: EventVerdict;
  readonly direction: EventDirection | null;
  readonly channel: EventChannel | null;
  /** One of `EVENT_OUTCOMES` of its kind; null = not told. */
  readonly outcome: string | null;
  readonly text: string | null;
  /** It may happen again under the same id: after a yes of the person it is another one. Absent = it happens once. */
  readonly mayRecur?: true;
  /** A keyword of texts that the provider has obeyed and answered by itself; absent = it says of none. */
  readonly obeyed?: Keyword;
  /** The meeting that it tells of; absent = of none. */
  readonly meeting?: Omit<MeetingTold, 'origin'>;
  /** Of kind `class`: a section of a class elsewhere that was done; absent = it tells of none. */
  readonly progress?: HookProgress;
}

/** A section that was done in a class elsewhere. */
export interface HookProgress {
  /** Id of the class; null = the only one that there is. */
  readonly course: string | null;
  readonly section: string;
  /** Null = it tells of no quiz. */
  readonly quiz: { readonly score: number; readonly tries: number } | null;
}

/** Something the provider waits for; a person or a program does it, never the reading of a call. */
export interface HookWish {
  readonly kind: 'confirm-subscription';
  /** Fetching it once confirms. */
  readonly url: string;
  readonly topic: string;
}

/** What a call says. */
export interface HookReading {
  readonly events: readonly HookEvent[];
  /** The provider's names of what it told that means nothing to us. */
  readonly passedOver: readonly string[];
  readonly wish: HookWish | null;
  /** Messages of ours, by our id, that the provider has, whatever becomes of them; absent = none is told of. */
  readonly accepted?: readonly string[];
  /** A lead that it hands over; absent = none. */
  readonly lead?: ToldLead;
  /** More of an answer that came before; absent = none. */
  readonly later?: ToldLater;
  /** Page that a person is shown when it is stored; absent = none. */
  readonly thanks?: string;
}

/** A lead that is handed over, and what proves that they may be contacted. */
export interface ToldLead {
  readonly draft: LeadDraft;
  /** What its source is called. */
  readonly source: string;
  /** The sender's id of the call, or one made of what it says. */
  readonly id: string;
  /** What was asked, ticked and told. */
  readonly proof: Readonly<Record<string, string>>;
}

/** What a source tells later of a question that cost credits. */
export interface ToldLater {
  /** Our id of the question. */
  readonly question: string;
  readonly credits: number;
  readonly drafts: readonly LeadDraft[];
}

/** How one provider’s calls are proven and read. */
export interface HookAdapter {
  readonly provider: string;
  /**
   * Proves whose the call is by any of these secrets; several stand side by side while one is replaced by the next. `now` in
   * epoch milliseconds. Never rejects.
   */
  verify(request: HookRequest, secrets: readonly string[], now: number): HookVerdict | Promise<HookVerdict>;
  /** Whether anybody may make the call, so that only so many are taken from one network; absent = nobody may. */
  isOpen?(request: HookRequest): boolean;
  /** What a call that was proven says; null = its body cannot be read. Never throws. */
  read(request: HookRequest): HookReading | null;
}

/** An address that one provider calls for one workspace: `/hooks/<provider>/<name>`. */
export interface HookConnection {
  readonly adapter: HookAdapter;
  readonly name: string;
  readonly workspaceId: string;
  readonly secrets: readonly string[];
  /** Address and number of a person whom we do not know by the provider's id; null = nobody has it. Rejects where it cannot be told now. Absent = it cannot be asked. */
  whoIs?(contactId: string): Promise<{ readonly email: string | null; readonly phone: string | null } | null>;
  /** Name of the way by which we answer STOP, START and HELP that are told here; absent = the provider answers them. */
  readonly answersBy?: string;
}

/** A call as the HTTP face hands it on. */
export interface HookCall extends Omit<HookRequest, 'url'> {
  readonly provider: string;
  readonly connection: string;
  /** Path and query as they came. */
  readonly path: string;
}

/**
 * What a call is answered with. `taken`: all that it says is stored; `unknown`: there is no such address; `refused`: it is not
 * believed; `later`: nothing was looked at or stored, and it may come again.
 */
export type HookAnswer =
  /** `thanks`: the page that a person is sent to; absent = none. */
  | { readonly kind: 'taken'; readonly thanks?: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly code: HookReason }
  | { readonly kind: 'later'; readonly afterMs: number };

/** Begins the comment in which a mail bears our id, where nothing else of it comes back; the id and ` -->` follow. */
export const HTML_MARK = '<!-- rekindle:';

/** Names under which we hand a provider our own ids to be echoed: of the message, of the lead. */
export const ECHOED = { message: 'rekindle_message', lead: 'rekindle_lead' } as const;
