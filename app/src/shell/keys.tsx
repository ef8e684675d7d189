/** Keys as they are pressed on this machine. */
import { Kbd } from '@mantine/core';
import type { Action } from './actions.tsx';

/** Whether this machine writes ⌘ for Mod. */
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys of an act, as they are pressed. */
export function Keys({ of }: { readonly of: Pick<Action, 'keys'> }) {
  const keys = of.keys?.replace('Mod', IS_MAC ? '⌘' : 'Ctrl').split(/[ +]/) ?? [];
  return (
    <span className="keys">
      {keys.map((key) => (
        <Kbd key={key} size="xs">
          {key.length === 1 ? key.toUpperCase() : key}
        </Kbd>
      ))}
    </span>
  );
}
