/**
 * What can be done where one is: one table for the palette, the keys and the help. A screen adds its acts while it is there. Keys are
 * never heard while somebody types.
 */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';

/** Something that can be done now. */
export interface Action {
  readonly id: string;
  /** As it is read, in the language of the reader. */
  readonly label: string;
  /** Part of the help: where it belongs. */
  readonly group: string;
  /** `/`, `j`, `Shift+X`, `g l`, `Mod+K`; absent = the palette alone. */
  readonly keys?: string;
  /** Not named in the palette: moving a cursor is of the keys alone. */
  readonly quiet?: boolean;
  run(): void;
}

interface Registry {
  readonly actions: readonly Action[];
  put(owner: symbol, actions: readonly Action[]): void;
  drop(owner: symbol): void;
}

const Known = createContext<Registry | null>(null);

function useRegistry(): Registry {
  const registry = useContext(Known);
  if (registry === null) throw new Error('no actions here');
  return registry;
}

/** All that can be done now. */
export function useActions(): readonly Action[] {
  return useRegistry().actions;
}

/** Offers acts while the caller is shown. Give the same list until one of them changes. */
export function useOffer(actions: readonly Action[]): void {
  const { put, drop } = useRegistry();
  const owner = useRef(Symbol('owner'));
  useEffect(() => {
    const { current } = owner;
    put(current, actions);
    return () => drop(current);
  }, [actions, put, drop]);
}

/** Keeps the table and listens to the keys. */
export function WithActions({ children }: { readonly children: ReactNode }) {
  const [owned, setOwned] = useState<ReadonlyMap<symbol, readonly Action[]>>(new Map());
  const verbs = useMemo(
    () => ({
      put: (owner: symbol, list: readonly Action[]) => setOwned((before) => new Map(before).set(owner, list)),
      drop: (owner: symbol) =>
        setOwned((before) => {
          const after = new Map(before);
          after.delete(owner);
          return after;
        }),
    }),
    [],
  );
  const actions = useMemo(() => [...owned.values()].flat(), [owned]);
  useKeys(actions);
  const registry = useMemo(() => ({ actions, ...verbs }), [actions, verbs]);
  return <Known value={registry}>{children}</Known>;
}

/** Milliseconds in which the second key of a pair must come. */
const PAIR_MS = 1_200;

function useKeys(actions: readonly Action[]): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    let first = { key: '', at: 0 };
    const hear = (event: KeyboardEvent) => {
      const key = keyOf(event);
      if (key === null || (isTyping(event.target) && !key.startsWith('Mod+'))) return;
      if (key === 'Enter' && isPressed(event.target)) return;
      if (isBelowDialog(event.target) && !key.startsWith('Mod+')) return;
      const pair = event.timeStamp - first.at < PAIR_MS ? `${first.key} ${key}` : '';
      const found = latest.current.findLast(({ keys }) => keys === pair || keys === key);
      first = { key, at: event.timeStamp };
      if (!found) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
}

function keyOf({ key, metaKey, ctrlKey, altKey, shiftKey }: KeyboardEvent): string | null {
  if (altKey || key === 'Shift' || key === 'Control' || key === 'Meta') return null;
  if (metaKey || ctrlKey) return `Mod+${key.toUpperCase()}`;
  if (shiftKey && /^[a-z]$/i.test(key)) return `Shift+${key.toUpperCase()}`;
  return key.length === 1 ? key.toLowerCase() : key;
}

/** Whether what is pressed is meant for a field. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable=true]') !== null;
}

/** Whether Enter is meant for the button or link that has the focus. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary') !== null;
}

/** An open dialog has the keys for itself. */
function isBelowDialog(target: EventTarget | null): boolean {
  if (target instanceof HTMLElement && target.closest('[role=dialog], [role=menu], [role=listbox]')) return true;
  return document.querySelector('[role=dialog][aria-modal=true]') !== null;
}
