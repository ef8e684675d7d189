/** The room where people are told of plans and decide on them by a click, as the engine asks for it: a channel of Slack. */
import type { HookReason } from '../../domain/hook/reasons.ts';
import type { AlertTarget } from '../ports.ts';

/** A call as it came, before anything of it is believed. */
export interface RoomCall {
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Somebody clicked. */
export interface PlanClick {
  readonly act: 'approve' | 'refuse';
  /** Who, as the room knows them. */
  readonly member: string;
  readonly workspaceId: string;
  readonly plan: string;
  /** Of what the message says, as `plan show` tells it. */
  readonly seen: string;
  /** Where it is said what came of it. */
  readonly answerTo: string;
}

/** What a call says; `other`: it is genuine, and nothing that is meant for plans. */
export type RoomReading =
  | { readonly kind: 'click'; readonly click: PlanClick }
  | { readonly kind: 'other' }
  | { readonly kind: 'refused'; readonly code: HookReason };

/** What is told of a plan, ready to be shown. */
export interface PlanTold {
  readonly plan: string;
  readonly seen: string;
  readonly title: string;
  /** Plain text. */
  readonly lines: readonly string[];
}

/** The room. Never rejects for what the outside does. */
export interface PlanRoom {
  /** Under whose name members are bound to people here. */
  readonly name: string;
  /** Brings plans there: `facts` of its notices are `PlanTold`. */
  readonly target: AlertTarget;
  read(call: RoomCall, now: number): RoomReading;
  /** Says it there: in place of the message, or to who clicked alone. Null = it arrived; else what came instead. */
  answer(to: string, shows: 'all' | 'one', text: string): Promise<string | null>;
}

/** How a call is answered; after that comes `after`, which says in the room what came of it. */
export type ClickTaken =
  | { readonly kind: 'taken'; after(): Promise<void> }
  | { readonly kind: 'refused'; readonly code: HookReason };
