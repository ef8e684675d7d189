/** The brand of a workspace. Owns where it is kept. */
import { type Brand, BrandSchema } from '../../domain/brand.ts';
import type { Engine } from '../engine.ts';
import type { Workspace } from '../store-port.ts';

/** Name of the setting of a workspace that holds it. */
const SETTING = 'brand';

/** A workspace’s brand; null = it has set none. */
export function brandOf({ settings }: Workspace): Brand | null {
  const stored = settings[SETTING];
  return stored === undefined ? null : BrandSchema.parse(stored);
}

/** The brand of the workspace of this id. */
export async function brandOfId(engine: Engine, workspaceId: string): Promise<Brand | null> {
  const workspace = await engine.store.workspaces.get(workspaceId);
  return workspace && brandOf(workspace);
}

/** Sets it; null = none. */
export async function setBrand(engine: Engine, workspace: Workspace, brand: Brand | null): Promise<void> {
  const { [SETTING]: _, ...others } = workspace.settings;
  const settings = brand === null ? others : { ...others, [SETTING]: brand };
  await engine.store.workspaces.save({ ...workspace, settings });
}
