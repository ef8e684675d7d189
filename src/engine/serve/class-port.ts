/** What the outside may ask of a class that is held here, as the face asks the engine for it. */
import type { Brand } from '../../domain/brand.ts';

/** A section as a learner sees it. */
export interface RoomSection {
  readonly id: string;
  readonly title: string;
  readonly part: string | null;
  readonly isDone: boolean;
  /** It may be opened: it was done, or is the next one. */
  readonly isOpen: boolean;
}

/** A question as a learner sees it. */
export interface RoomQuestion {
  readonly question: string;
  readonly options: readonly string[];
  readonly triesLeft: number;
  readonly isOver: boolean;
  readonly isRight: boolean;
  /** After a miss; null = there is none, or nothing was missed. */
  readonly hint: string | null;
  /** Place of the right option, once the question is over; null before. */
  readonly right: number | null;
}

/** Something to think about, with what was written. */
export interface RoomPrompt {
  readonly text: string;
  readonly kind: 'words' | 'rating';
  /** Empty = nothing yet. */
  readonly answer: string;
}

/** The section that is open. */
export interface RoomLesson {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly lesson: string;
  readonly questions: readonly RoomQuestion[];
  readonly prompts: readonly RoomPrompt[];
  readonly isDone: boolean;
  /** Whether it may be called done: no question is left. */
  readonly mayFinish: boolean;
  /** The section after it; null = it is the last one. */
  readonly next: string | null;
}

/** What a link shows. */
export interface ClassRoom {
  readonly title: string;
  /** Who invites; null = not known. */
  readonly sender: string | null;
  /** How they show themselves; null or absent = as we do. */
  readonly brand?: Brand | null;
  readonly doneCount: number;
  readonly sections: readonly RoomSection[];
  /** Null = the list of sections is shown. */
  readonly lesson: RoomLesson | null;
}

/** Why a link shows nothing. */
export type RoomClosed = 'invalid' | 'expired' | 'revoked';

/** What a learner does. */
export type RoomAct =
  | { readonly kind: 'answer'; readonly section: string; readonly question: number; readonly choice: number }
  | { readonly kind: 'reflect'; readonly section: string; readonly answers: readonly string[] }
  | { readonly kind: 'finish'; readonly section: string }
  | { readonly kind: 'back'; readonly section: string };

/** A class that is held here. */
export interface ClassHouse {
  /** What a link shows, of this section or of the whole. Changes nothing, whoever looks. */
  look(token: string, section: string | null): Promise<ClassRoom | RoomClosed>;
  /** Does it, once; `no` = it cannot be done, and nothing was. */
  act(token: string, act: RoomAct): Promise<'done' | 'no' | RoomClosed>;
}
