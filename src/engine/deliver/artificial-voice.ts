/** Whether a workspace has switched on calls by an artificial voice: off until a person says so. Owns where that is kept. */
import type { Engine } from '../engine.ts';
import type { Workspace } from '../store-port.ts';

/** Name of the setting of a workspace. */
const SETTING = 'artificialVoice';

/** Whether calls by an artificial voice are switched on. */
export function mayCall({ settings }: Workspace): boolean {
  return settings[SETTING] === true;
}

/** Switches them on or off; it holds from the next message on. */
export async function setMayCall(engine: Engine, workspace: Workspace, on: boolean): Promise<void> {
  const { [SETTING]: _, ...others } = workspace.settings;
  const settings = on ? { ...others, [SETTING]: true } : others;
  await engine.store.workspaces.save({ ...workspace, settings });
}
