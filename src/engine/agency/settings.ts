/** What a workspace has of its own under the playbooks of an agency: settings by playbook. Owns where they are kept. */
import { z } from 'zod';
import type { Engine } from '../engine.ts';
import type { Workspace } from '../store-port.ts';

/** Name of the setting of a workspace that holds them. */
const SETTING = 'playbookSettings';
const Schema = z.record(z.string(), z.record(z.string(), z.string()));

/** A workspace’s own settings of a playbook, as typed; none where it has said nothing. */
export function ownSettingsOf({ settings }: Workspace, playbook: string): Readonly<Record<string, string>> {
  return Schema.parse(settings[SETTING] ?? {})[playbook] ?? {};
}

/** Changes them: what is said takes the place of what was, an empty text takes it back. They hold from the next push on. */
export async function setOwnSettings(
  engine: Engine,
  workspace: Workspace,
  playbook: string,
  said: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const all = Schema.parse(workspace.settings[SETTING] ?? {});
  const after = Object.fromEntries(
    Object.entries({ ...all[playbook], ...said }).filter(([, value]) => value.trim() !== ''),
  );
  const settings = { ...workspace.settings, [SETTING]: { ...all, [playbook]: after } };
  await engine.store.workspaces.save({ ...workspace, settings });
  return after;
}
