/**
 * A playbook written in TypeScript: the same sections as playbook.yaml, held by types, and its templates as texts. It becomes the same
 * files as a folder holds, and so the same playbook with the same hash. Owns that way there; checks nothing itself.
 */
import type { z } from 'zod';
import type { AttachmentContent } from '../domain/playbook/attachment.ts';
import type { playbookSchema } from '../domain/playbook/format/schema.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import { type CheckOptions, checkPlaybook } from './check.ts';
import type { PlaybookFiles } from './template-files.ts';

/** The words of one template; of a text or a call without a subject. `html` left out = made from the text. */
export interface TemplateText {
  readonly subject?: string;
  readonly channel?: 'email' | 'sms' | 'voice';
  readonly text: string;
  readonly html?: string;
  /** Names of files of the definition that go along with a mail. */
  readonly attach?: readonly string[];
}

/** A playbook as TypeScript has it: the sections of playbook.yaml, and the templates by name. */
export interface PlaybookDefinition extends z.input<typeof playbookSchema> {
  readonly templates: Readonly<Record<string, TemplateText>>;
  /** What templates attach, by name: the bytes, as `readFileSync` gives them. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/** A playbook that is without mistakes, with the files that it is on disk. */
export interface DefinedPlaybook {
  readonly playbook: Playbook;
  /** By their path in the playbook's folder: written there they are the same playbook. Those under `files/` are in base64. */
  readonly files: PlaybookFiles;
  /** Content of what templates attach, each once, as a store keeps it. */
  readonly contents: readonly AttachmentContent[];
}

/** Stands for the value of a setting, wherever playbook.yaml takes `{ setting: name }`. */
export function setting(name: string): never {
  return { setting: name } as never;
}

/** The definition as a checked playbook. Throws an error that names every mistake, with its place and remedy. */
export function definedPlaybook(
  definition: PlaybookDefinition,
  options: Omit<CheckOptions, 'folder'>,
): DefinedPlaybook {
  const files = filesOf(definition);
  const { playbook, findings, contents } = checkPlaybook(files, { ...options, folder: definition.name });
  if (playbook) return { playbook, files, contents };
  // JSON has one line: the path says more than the place.
  const lines = findings.map(({ file, path, message, remedy }) => `${file} ${path}: ${message} → ${remedy}`);
  throw new Error(`playbook “${definition.name}” has mistakes:\n${lines.join('\n')}`);
}

/** JSON is YAML: both are read by the same reader. */
function filesOf({ templates, files: attached = {}, ...sections }: PlaybookDefinition): PlaybookFiles {
  const files: Record<string, string> = { 'playbook.yaml': `${JSON.stringify(sections, null, 2)}\n` };
  for (const [name, words] of Object.entries(templates)) {
    files[`templates/${name}.liquid`] = templateFile(words);
    if (words.html !== undefined) files[`templates/${name}.html.liquid`] = words.html;
  }
  for (const [name, bytes] of Object.entries(attached)) files[`files/${name}`] = Buffer.from(bytes).toString('base64');
  return files;
}

function templateFile({ subject, channel, attach = [], text }: TemplateText): string {
  const matter = [
    ...(channel === undefined ? [] : [`channel: ${channel}`]),
    ...(subject === undefined ? [] : [`subject: ${subject}`]),
    ...(attach.length === 0 ? [] : [`attach: ${attach.join(', ')}`]),
  ];
  return ['---', ...matter, '---', text].join('\n');
}
