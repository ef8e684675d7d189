/** What is on the desk of an editor: the files with all that was done to them, and what of it is kept. */
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import { begin, done, type History, redone, undone } from '../../editor/history.ts';
import { type Change, editOf, type PlaybookView, viewOf } from '../../editor/model.ts';
import type { Files } from '../../editor/splice.ts';

/** The desk. */
export interface Desk {
  readonly playbook: string;
  /** Id of the campaign that it is written for; undefined = none. */
  readonly campaign: string | undefined;
  readonly files: Files;
  readonly view: PlaybookView;
  readonly revision: number;
  readonly isSaved: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly mayEdit: boolean;
  /** Why the last change could not be made; null = it was. */
  readonly fault: string | null;
  change(wish: Change): void;
  undo(): void;
  redo(): void;
  saved(files: Files, revision: number): void;
}

interface State {
  readonly history: History;
  readonly kept: Files;
  readonly fault: string | null;
  readonly revision: number;
}

type Step =
  | { readonly kind: 'change'; readonly wish: Change }
  | { readonly kind: 'undo' | 'redo' }
  | { readonly kind: 'saved' | 'told'; readonly files: Files; readonly revision: number };

function stepped(state: State, step: Step): State {
  const { history } = state;
  switch (step.kind) {
    case 'change':
      return changed(state, step.wish);
    case 'undo':
      return { ...state, history: undone(history) };
    case 'redo':
      return { ...state, history: redone(history) };
    case 'saved':
      return { ...state, kept: step.files, revision: step.revision };
    case 'told':
      return told(state, step);
  }
}

/** What the instance holds now: dropped, brought back, or saved by somebody else. What is not saved here stays, and saving it says that it is late. */
function told(state: State, { files, revision }: Pick<Desk, 'files' | 'revision'>): State {
  const { history, kept } = state;
  if (!sameFiles(kept, history.files)) return state;
  return sameFiles(files, history.files) ? { ...state, kept: files, revision } : beginning({ files, revision });
}

function beginning({ files, revision }: Pick<Desk, 'files' | 'revision'>): State {
  return { history: begin(files), kept: files, fault: null, revision };
}

/** What cannot be written into these files stays undone, and is said. */
function changed(state: State, wish: Change): State {
  try {
    return { ...state, fault: null, history: done(state.history, editOf(state.history.files, wish)) };
  } catch (error) {
    return { ...state, fault: String(error) };
  }
}

/** A desk with these files on it. */
export function useDesk(of: Pick<Desk, 'playbook' | 'campaign' | 'mayEdit' | 'revision' | 'files'>): Desk {
  const { playbook, campaign, mayEdit } = of;
  const [state, step] = useReducer(stepped, of, beginning);
  useEffect(() => step({ kind: 'told', files: of.files, revision: of.revision }), [of.files, of.revision]);
  const { history, kept, revision, fault } = state;
  const view = useMemo(() => viewOf(history.files), [history.files]);
  const verbs = {
    change: useCallback((wish: Change) => step({ kind: 'change', wish }), []),
    undo: useCallback(() => step({ kind: 'undo' }), []),
    redo: useCallback(() => step({ kind: 'redo' }), []),
    saved: useCallback((files: Files, next: number) => step({ kind: 'saved', files, revision: next }), []),
  };
  const isSaved = useMemo(() => sameFiles(kept, history.files), [kept, history.files]);
  const [canUndo, canRedo] = [history.past.length > 0, history.future.length > 0];
  return {
    playbook,
    campaign,
    mayEdit,
    files: history.files,
    view,
    revision,
    fault,
    isSaved,
    canUndo,
    canRedo,
    ...verbs,
  };
}

function sameFiles(a: Files, b: Files): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
