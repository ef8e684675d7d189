/** Reads template files: front matter, text, and the HTML beside it. Owns their layout; never looks into the Liquid. */
import { hash } from 'node:crypto';
import type { TemplateWords } from '../domain/playbook/assemble.ts';
import { type AttachmentContent, attachedFiles } from '../domain/playbook/attachment.ts';
import type { TemplatePiece } from '../domain/playbook/check/templates.ts';
import type { Footer } from '../domain/playbook/playbook.ts';
import { type Finding, suggestion } from '../domain/playbook/problem.ts';

/** Files by their path inside the playbook's folder, with `/`; those of files/ in base64. */
export type PlaybookFiles = Readonly<Record<string, string>>;

const TEXT_ENDING = '.liquid';
const HTML_ENDING = '.html.liquid';
const FOOTER_NAME = 'footer';
const CHANNELS = ['email', 'sms', 'voice'] as const;
const KEYS = ['subject', 'channel', 'attach'];
const FENCE = '---';

/** What the templates folder holds, and what is wrong with its files before their Liquid is looked at. */
export interface TemplateFolder {
  readonly templates: readonly TemplateWords[];
  readonly footer: Footer | null;
  readonly pieces: readonly TemplatePiece[];
  readonly footerPieces: readonly TemplatePiece[];
  readonly findings: readonly Finding[];
  /** What its templates attach, each once. */
  readonly contents: readonly AttachmentContent[];
}

interface FrontMatter {
  readonly values: Readonly<Record<string, { readonly text: string; readonly line: number; readonly column: number }>>;
  readonly body: string;
  /** Line on which the body begins. */
  readonly bodyLine: number;
}

/**
 * Front matter is lines of `key: words` between two `---`. The words are taken as they stand: a subject may hold colons, quotes
 * and braces without YAML's rules.
 */
function readFrontMatter(text: string): FrontMatter {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const end = lines[0]?.trim() === FENCE ? lines.findIndex((line, index) => index > 0 && line.trim() === FENCE) : -1;
  if (end < 0) return { values: {}, body: lines.join('\n'), bodyLine: 1 };
  const values: Record<string, { text: string; line: number; column: number }> = {};
  for (const [index, line] of lines.slice(1, end).entries()) {
    const match = /^([A-Za-z]+):[ \t]*/.exec(line);
    if (match)
      values[match[1]!] = { text: line.slice(match[0].length).trimEnd(), line: index + 2, column: match[0].length + 1 };
  }
  return { values, body: lines.slice(end + 1).join('\n'), bodyLine: end + 2 };
}

function finding(file: string, line: number, code: string, message: string, remedy: string): Finding {
  return { file, line, column: 1, path: '', code, message, remedy };
}

function frontMatterFindings(file: string, { values }: FrontMatter): readonly Finding[] {
  const channel = values.channel?.text ?? 'email';
  const unknown = Object.entries(values)
    .filter(([key]) => !KEYS.includes(key))
    .map(([key, { line }]) => finding(file, line, 'unknown-key', `there is no "${key}" here`, suggestion(key, KEYS)));
  const wrongChannel = CHANNELS.some((known) => known === channel)
    ? []
    : [
        finding(
          file,
          values.channel?.line ?? 1,
          'unknown-word',
          `there is no channel "${channel}"`,
          suggestion(channel, CHANNELS),
        ),
      ];
  const wordless = channel === 'email' && !values.subject?.text;
  const message = 'the template has no subject';
  const remedy = 'Begin the file with three lines: "---", "subject: …", "---".';
  return [...unknown, ...wrongChannel, ...(wordless ? [finding(file, 1, 'no-subject', message, remedy)] : [])];
}

function templateNames(files: PlaybookFiles): readonly string[] {
  return Object.keys(files)
    .filter((path) => path.startsWith('templates/') && path.endsWith(TEXT_ENDING) && !path.endsWith(HTML_ENDING))
    .map((path) => path.slice('templates/'.length, -TEXT_ENDING.length))
    .sort();
}

function textPiece(file: string, matter: FrontMatter): TemplatePiece {
  return { file, part: 'text', source: matter.body, medium: 'text', line: matter.bodyLine, column: 1 };
}

function htmlPiece(files: PlaybookFiles, name: string): TemplatePiece | null {
  const file = `templates/${name}${HTML_ENDING}`;
  const source = files[file];
  return source === undefined ? null : { file, part: 'html', source, medium: 'html', line: 1, column: 1 };
}

function strayHtml(files: PlaybookFiles, names: readonly string[]): readonly Finding[] {
  return Object.keys(files)
    .filter((path) => path.startsWith('templates/') && path.endsWith(HTML_ENDING))
    .map((path) => path.slice('templates/'.length, -HTML_ENDING.length))
    .filter((name) => !names.includes(name))
    .map((name) => {
      const message = `this is the HTML of "${name}", of which there is no text`;
      return finding(
        `templates/${name}${HTML_ENDING}`,
        1,
        'no-text',
        message,
        `Write templates/${name}${TEXT_ENDING} beside it.`,
      );
    });
}

interface ReadTemplate {
  readonly words: TemplateWords;
  readonly pieces: readonly TemplatePiece[];
  readonly findings: readonly Finding[];
  readonly contents: readonly AttachmentContent[];
}

const FILES = 'files/';

/** What `attach:` names. Each file is known by the hash of its content. */
function readAttachments(files: PlaybookFiles, file: string, { values }: FrontMatter, channel: string) {
  const { text, line } = values.attach ?? { text: '', line: 1 };
  const contentOf = (name: string) => Buffer.from(files[`${FILES}${name}`] ?? '', 'base64');
  const names = Object.keys(files).flatMap((path) => (path.startsWith(FILES) ? [path.slice(FILES.length)] : []));
  const bytes = Object.fromEntries(
    names.map((name) => [name, Buffer.byteLength(files[`${FILES}${name}`] ?? '', 'base64')]),
  );
  const attached = attachedFiles(text, channel, bytes);
  const attachments = attached.files.map((one) => ({ ...one, hash: hash('sha256', contentOf(one.name)) }));
  return {
    attachments: {
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(attached.valuation ? { attachesValuation: true as const } : {}),
    },
    contents: attachments.map((one) => ({ hash: one.hash, content: files[`${FILES}${one.name}`] ?? '' })),
    findings: attached.mistakes.map(({ code, message, remedy }) => finding(file, line, code, message, remedy)),
  };
}

function readTemplate(files: PlaybookFiles, name: string): ReadTemplate {
  const file = `templates/${name}${TEXT_ENDING}`;
  const matter = readFrontMatter(files[file] ?? '');
  const subject = matter.values.subject ?? { text: '', line: 1, column: 1 };
  const html = htmlPiece(files, name);
  const subjectPiece = {
    file,
    part: 'subject',
    source: subject.text,
    medium: 'text',
    line: subject.line,
    column: subject.column,
  } as const;
  const channel = CHANNELS.find((known) => known === matter.values.channel?.text) ?? 'email';
  const { attachments, contents, findings } = readAttachments(files, file, matter, channel);
  return {
    words: { name, channel, subject: subject.text, text: matter.body, html: html?.source ?? null, ...attachments },
    pieces: [subjectPiece, textPiece(file, matter), ...(html ? [html] : [])],
    findings: [...frontMatterFindings(file, matter), ...findings],
    contents,
  };
}

function readFooter(
  files: PlaybookFiles,
): { readonly footer: Footer; readonly pieces: readonly TemplatePiece[] } | null {
  const file = `templates/${FOOTER_NAME}${TEXT_ENDING}`;
  const source = files[file];
  if (source === undefined) return null;
  const text = textPiece(file, readFrontMatter(source));
  const html = htmlPiece(files, FOOTER_NAME);
  return { footer: { text: text.source, html: html?.source ?? null }, pieces: html ? [text, html] : [text] };
}

/** Reads `templates/`: each `<name>.liquid` with its `<name>.html.liquid`, and `footer.liquid` where there is one. */
export function readTemplates(files: PlaybookFiles): TemplateFolder {
  const names = templateNames(files);
  const read = names.filter((name) => name !== FOOTER_NAME).map((name) => readTemplate(files, name));
  const own = readFooter(files);
  return {
    templates: read.map((template) => template.words),
    footer: own?.footer ?? null,
    pieces: read.flatMap((template) => template.pieces),
    footerPieces: own?.pieces ?? [],
    findings: [...read.flatMap((template) => template.findings), ...strayHtml(files, names)],
    contents: [...new Map(read.flatMap(({ contents }) => contents.map((one) => [one.hash, one] as const))).values()],
  };
}
