/** A playbook that is being written: where its files are, and what they come to. Reads; keeps nothing. */
import { LIMITS } from '../../domain/limits.ts';
import type { Playbook, SettingValue } from '../../domain/playbook/playbook.ts';
import type { Engine } from '../engine.ts';
import { Refusal } from '../operations/operation.ts';
import type { CheckedPlaybook } from '../ports.ts';

/** Text by path inside the folder of a playbook. */
export type DraftFiles = Readonly<Record<string, string>>;

/** The files of a playbook, and where they are from. */
export interface WrittenPlaybook {
  readonly playbook: string;
  readonly from: 'draft' | 'built-in' | 'folder';
  /** Of the draft; 0 where it is none yet. */
  readonly revision: number;
  readonly changedAt: number | null;
  readonly changedBy: string | null;
  readonly files: DraftFiles;
}

/** The draft of that name, else what comes with Rekindle or lies in a folder. Errors: refusals `no-such-playbook`, `only-on-the-machine`. */
export async function writtenPlaybook(engine: Engine, workspaceId: string, ref: string): Promise<WrittenPlaybook> {
  const draft = await engine.store.drafts.get(workspaceId, ref);
  if (draft) {
    const { revision, changedAt, changedBy, files } = draft;
    return { playbook: ref, from: 'draft', revision, changedAt, changedBy, files };
  }
  const { sources } = engine;
  const files = sources.playbookFiles(ref);
  if (Object.keys(files).length === 0) throw noSuchPlaybook(engine, ref);
  const from = sources.builtIn.includes(ref) ? 'built-in' : 'folder';
  return { playbook: ref, from, revision: 0, changedAt: null, changedBy: null, files };
}

function noSuchPlaybook(engine: Engine, ref: string): Refusal {
  const remedy = `built in: ${engine.sources.builtIn.join(', ')}; a folder becomes a draft with: rekindle draft save NAME --from FOLDER`;
  return new Refusal('no-such-playbook', `there is no playbook “${ref}”`, remedy);
}

/** Refuses what is more than a draft may hold. */
export function refuseTooLarge(files: DraftFiles): void {
  const bytes = Object.entries(files).reduce((sum, [path, text]) => sum + Buffer.byteLength(path + text), 0);
  if (bytes <= LIMITS.draftBytes && Object.keys(files).length <= LIMITS.playbookFiles) return;
  throw new Refusal(
    'draft-too-large',
    `the draft has ${bytes} bytes in ${Object.keys(files).length} files`,
    `a draft holds ${LIMITS.draftBytes} bytes; keep large files in a folder, and use: rekindle playbook push FOLDER`,
  );
}

/** A draft, or the files given in its place, checked with these settings. */
export function checkWritten(
  engine: Engine,
  { playbook }: Pick<WrittenPlaybook, 'playbook'>,
  files: DraftFiles,
  settings: Readonly<Record<string, SettingValue>> = {},
): CheckedPlaybook {
  return engine.sources.checkFiles(files, settings, nameOf(playbook));
}

/** The same without a mistake. Errors: refusal `playbook-has-mistakes`. */
export function soundPlaybook(checked: CheckedPlaybook): CheckedPlaybook & { readonly playbook: Playbook } {
  const { playbook, findings } = checked;
  if (playbook) return { ...checked, playbook };
  const [first] = findings;
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : '';
  const sentence = `the draft has mistakes: ${first ? `${first.file}:${first.line} ${first.message}` : ''}${more}`;
  throw new Refusal('playbook-has-mistakes', sentence, first?.remedy || 'mend them and try again');
}

/** A playbook is called like its folder. */
function nameOf(ref: string): string {
  return ref.split(/[/\\]/).findLast((part) => part !== '') ?? ref;
}
