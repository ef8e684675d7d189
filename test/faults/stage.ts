/** What runs begin with: the image of a database with its playbooks and a live workspace, made once in a process. */

import { canonicalJson } from '../../src/domain/canonical-json.ts';
import { NO_LIMITS } from '../../src/domain/consent/pace/send-limits.ts';
import type { Playbook } from '../../src/domain/playbook/playbook.ts';
import { makePlaybookShelf, type PlaybookShelf } from '../../src/engine/playbooks.ts';
import { rendererFor } from '../../src/render/renderer.ts';
import { storeOn } from '../../src/store/store.ts';
import { emptyImage } from './ground.ts';
import { simulatedPlaybooks } from './playbooks.ts';

/** Workspaces of the image: a live one, and a dry one with a way out of its own. */
export const WORKSPACES = ['main', 'other'];

/** What every run of a process shares. None of it ever changes. */
export interface Stage {
  readonly image: Uint8Array;
  readonly playbooks: readonly Playbook[];
  /** Compiled once: to compile them for each worker that starts would be half of a run. */
  readonly shelf: PlaybookShelf;
}

/** Makes the stage. */
export async function makeStage(): Promise<Stage> {
  const playbooks = simulatedPlaybooks();
  let shelf: PlaybookShelf | null = null;
  const image = await emptyImage(async (database) => {
    const store = storeOn(database);
    for (const id of WORKSPACES) {
      const workspace = await store.workspaces.ensure(id, 0);
      const live = id === 'main' ? ({ mode: 'live', liveAt: 0, liveBy: 'run' } as const) : {};
      await store.workspaces.save({ ...workspace, settings: { sendLimits: NO_LIMITS }, ...live });
      for (const playbook of playbooks) {
        const { hash, name } = playbook;
        await store.playbooks.put({ workspaceId: id, hash, name, content: canonicalJson(playbook), createdAt: 0 });
      }
    }
    shelf = makePlaybookShelf(store, rendererFor);
    await shelf.refresh();
  });
  if (!shelf) throw new Error('the shelf was not filled');
  const { find, get }: PlaybookShelf = shelf;
  // Nothing is stored after it, and the store it was filled from is closed.
  return { image, playbooks, shelf: { find, get, refresh: async () => undefined } };
}
