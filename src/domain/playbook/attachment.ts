/** Files that come with the mails of a template: which there may be, of what type, how many and how large. Owns the rule; reads no file. */
import { LIMITS } from '../limits.ts';
import { suggestion } from './problem.ts';

/** A file of a playbook that comes with each mail of a template. Its content is stored once, by its hash. */
export interface Attachment {
  readonly name: string;
  /** As MIME says it, by the ending of the name. */
  readonly type: string;
  readonly bytes: number;
  /** SHA-256 (hex) of its content. */
  readonly hash: string;
}

/** The content of a file, as it is stored. */
export interface AttachmentContent {
  readonly hash: string;
  /** Base64. */
  readonly content: string;
}

/** What is wrong with one wish, or with all together. */
interface AttachmentMistake {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What a template attaches, and what is wrong with it. */
export interface Attached {
  readonly files: readonly Omit<Attachment, 'hash'>[];
  /** Whether it names the valuation of the lead's home, which is made when the mail leaves. */
  readonly valuation: boolean;
  readonly mistakes: readonly AttachmentMistake[];
}

/** What people open without a warning. Nothing that runs, and no archive: mail servers refuse both. Source: iana.org/assignments/media-types */
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ics: 'text/calendar; charset=utf-8',
  vcf: 'text/vcard; charset=utf-8',
};

/** What `attach:` calls the valuation of the lead's home. */
const VALUATION = 'valuation';

/** Signs that some system takes for something else, and all that is not seen. */
const ODD_SIGNS = /[\p{C}"\\/:*?<>|]/u;

/**
 * The files that a template names, in its order.
 * Inputs: names as written in its front matter, split at commas, or `valuation`; the channel; the bytes of each file of the folder by its name.
 * Limits: `LIMITS.attachments` files of `LIMITS.attachmentsBytes` together.
 */
export function attachedFiles(written: string, channel: string, folder: Readonly<Record<string, number>>): Attached {
  const words = written
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const names = words.filter((name) => name !== VALUATION);
  const files = names.flatMap((name) => {
    const [type, bytes] = [typeOf(name), bytesOf(folder, name)];
    return type === undefined || bytes === undefined ? [] : [{ name, type, bytes }];
  });
  const mistakes = names.flatMap((name, at) => mistakeIn(name, names.indexOf(name) < at, folder) ?? []);
  const valuation = words.includes(VALUATION);
  return { files, valuation, mistakes: [...mistakes, ...mistakesOfAll(words.length, channel, files)] };
}

function typeOf(name: string): string | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(TYPES, ending) ? TYPES[ending] : undefined;
}

function bytesOf(folder: Readonly<Record<string, number>>, name: string): number | undefined {
  return Object.hasOwn(folder, name) ? folder[name] : undefined;
}

function mistakeIn(name: string, again: boolean, folder: Readonly<Record<string, number>>): AttachmentMistake | null {
  const bytes = bytesOf(folder, name);
  if (bytes === undefined)
    return mistake('no-attachment', `there is no file files/${name}`, suggestion(name, Object.keys(folder)));
  if (bytes === 0) return mistake('empty-attachment', `files/${name} is empty`, 'Attach a file with something in it.');
  if (typeOf(name) === undefined) {
    const endings = Object.keys(TYPES).join(', ');
    return mistake('attachment-type', `files/${name} is of no type that is attached`, `Endings: ${endings}.`);
  }
  if (ODD_SIGNS.test(name) || name.length > LIMITS.attachmentNameCharacters) {
    const remedy = `Take letters, digits, blanks, dots and hyphens, ${LIMITS.attachmentNameCharacters} at most.`;
    return mistake('attachment-name', `no mail program is sure to keep the name files/${name}`, remedy);
  }
  return again ? mistake('attachment-twice', `files/${name} is named twice`, 'Name it once.') : null;
}

function mistakesOfAll(count: number, channel: string, files: Attached['files']): readonly AttachmentMistake[] {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    ...(count > 0 && channel !== 'email'
      ? [mistake('attachment-channel', 'only e-mails bring files along', 'Remove attach:, or make it an e-mail.')]
      : []),
    ...(count > LIMITS.attachments
      ? [mistake('too-many-attachments', `${count} files are too many`, `Attach ${LIMITS.attachments} at most.`)]
      : []),
    ...(bytes > LIMITS.attachmentsBytes
      ? [
          mistake(
            'attachments-too-large',
            `the files have ${bytes} bytes together`,
            `Attach ${LIMITS.attachmentsBytes} bytes at most, and link to what is larger.`,
          ),
        ]
      : []),
  ];
}

function mistake(code: string, message: string, remedy: string): AttachmentMistake {
  return { code, message, remedy };
}
