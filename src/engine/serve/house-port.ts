/** What the outside may ask of an instance over HTTP, as the face asks the engine for it. */
import type { Brand } from '../../domain/brand.ts';
import type { OptOutChoice } from '../../domain/consent/opt-out-choice.ts';
import type { HookAnswer, HookCall } from '../hook-port.ts';
import type { ClickTaken, RoomCall } from '../plans/room-port.ts';
import type { Log } from '../ports.ts';
import type { ApiDesk } from './api-port.ts';
import type { ClassHouse } from './class-port.ts';
import type { ValuationHouse } from './valuation-port.ts';

/** How an opt-out came: by the mail program's own button (RFC 8058), or by the one on our page. */
export type UnsubscribeWay = 'one-click' | 'page';

/** What the page of an opt-out token says of it. */
export interface OptOutAbout {
  /** Whose mails they are; null = not known. */
  readonly name: string | null;
  /** By which way the message came that bears it; a text's button stops texts and calls. */
  readonly by: 'email' | 'phone';
  /** Whether it is known of which campaign the message is, so that one may leave it alone. */
  readonly ofCampaign: boolean;
  /** How they show themselves; null or absent = as we do. */
  readonly brand?: Brand | null;
}

/** A request for a pixel or a link of a mail. */
export interface TouchRequest {
  readonly kind: 'opened' | 'clicked';
  readonly token: string;
  /** HTTP method. */
  readonly method: string;
  /** As sent; null = none was. */
  readonly userAgent: string | null;
  /** It says of itself that nobody has asked for it yet. */
  readonly prefetch: boolean;
}

/** What anybody may ask over HTTP, with a token in hand or for health. */
export interface PublicHouse {
  /**
   * Takes this person off, at once and as often as asked; what that came to. `choice`: what was chosen, any text; null = nothing, it
   * was the button. `invalid` = the token is not ours.
   */
  unsubscribe(token: string, way: UnsubscribeWay, choice: string | null): Promise<OptOutChoice | 'invalid'>;
  /** Whose mails a token is about, for the page; null = not ours. Changes nothing. */
  describe?(token: string): Promise<OptOutAbout | null>;
  /**
   * Notes an open or a click, as far as it can, and says where the link leads; null target = nowhere. Null = the token is not ours.
   * Absent = nothing is heard.
   */
  touch?(request: TouchRequest): Promise<{ readonly target: string | null } | null>;
  /** The class that is held here; absent = none is. */
  readonly classes?: ClassHouse;
  /** Valuations that messages link to; absent = none is shown. */
  readonly valuations?: ValuationHouse;
  /** Takes what a provider tells us, once it is proven; absent = no such address is open. */
  hook?(call: HookCall): Promise<HookAnswer>;
  /** Takes a click on a plan in the room where plans are told; absent = there is none. */
  click?(call: RoomCall, requestId: string): Promise<ClickTaken>;
  /** Where operations are asked for by those whom the instance knows; absent = nowhere. */
  readonly api?: ApiDesk;
  /** Facts about a process that lives; small, and nothing secret. */
  health(): Readonly<Record<string, unknown>>;
  /** Whether work can be taken now, and the facts why not. */
  ready(): Promise<{ readonly ready: boolean } & Readonly<Record<string, unknown>>>;
  readonly log?: Log;
}
