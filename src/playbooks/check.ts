/**
 * Reads a playbook from its files and finds everything that is wrong with it, all at once, each with file, line and remedy.
 * Owns how files become a playbook; runs nothing and sends nothing.
 */
import { createHash } from 'node:crypto';
import { courseOf } from '../domain/course/course.ts';
import { assemblePlaybook, readSource } from '../domain/playbook/assemble.ts';
import type { AttachmentContent } from '../domain/playbook/attachment.ts';
import { checkFooter, checkPiece, templateFacts } from '../domain/playbook/check/templates.ts';
import { conversationTemplates } from '../domain/playbook/conversation.ts';
import { type Scenario, scenarioSchema } from '../domain/playbook/format/scenario.ts';
import type { PlaybookSource } from '../domain/playbook/format/schema.ts';
import { readShape } from '../domain/playbook/format/shape.ts';
import type { Playbook, SettingValue } from '../domain/playbook/playbook.ts';
import { type Finding, suggestion } from '../domain/playbook/problem.ts';
import type { TemplateInspector } from '../domain/playbook/rendering.ts';
import { type ClassFolder, readLessons } from './class-files.ts';
import { type PlaybookFiles, readTemplates, type TemplateFolder } from './template-files.ts';
import { placeProblem, readYaml, type YamlFile } from './yaml.ts';

/** What a check needs from outside. */
export interface CheckOptions {
  /** Reads Liquid: `templateInspector` of `src/render`. */
  readonly inspector: TemplateInspector;
  /** Values that take the place of the settings' defaults. */
  readonly settings?: Readonly<Record<string, SettingValue>>;
  /** Name of the folder, which the playbook must carry; not checked where left out. */
  readonly folder?: string;
}

/** A scenario with the file it is in. */
export interface ScenarioFile {
  readonly file: string;
  readonly scenario: Scenario;
}

/** A playbook, or why there is none. `playbook` is null exactly where `findings` is not empty. */
export interface CheckedPlaybook {
  readonly playbook: Playbook | null;
  readonly scenarios: readonly ScenarioFile[];
  /** In order of file, line and column. */
  readonly findings: readonly Finding[];
  /** Of the files that come with its mails, each once. */
  readonly contents: readonly AttachmentContent[];
}

const MAIN_FILE = 'playbook.yaml';

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  const unique = findings.filter((finding) => {
    const key = JSON.stringify(finding);
    return !seen.has(key) && seen.add(key);
  });
  return unique.toSorted((a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column);
}

function noPlaybook(): CheckedPlaybook {
  const message = 'there is no playbook.yaml';
  const remedy = 'Name the folder that holds it, or copy a built-in playbook to begin with.';
  const finding = { file: MAIN_FILE, line: 1, column: 1, path: '', code: 'no-playbook', message, remedy };
  return { playbook: null, scenarios: [], findings: [finding], contents: [] };
}

/** Names that scenarios speak of. */
interface Names {
  readonly templates: readonly string[];
  readonly sequences: readonly string[];
  readonly settings: readonly string[];
}

type Named = readonly [at: readonly PropertyKey[], kind: 'template' | 'sequence' | 'setting', name: string];

function namesUsed({ given, then: expected }: Scenario): readonly Named[] {
  const settings = Object.keys(given.settings).map((name): Named => [['given', 'settings', name], 'setting', name]);
  const expectations = expected.flatMap((each, index): readonly Named[] => {
    if ('template' in each) return [[['then', index, 'template'], 'template', each.template]];
    if (!('sequence' in each) || each.sequence === null) return [];
    return [[['then', index, 'sequence'], 'sequence', each.sequence]];
  });
  return [...settings, ...expectations];
}

function unknownNames({ file, scenario }: ScenarioFile, yaml: YamlFile, names: Names): readonly Finding[] {
  return namesUsed(scenario)
    .filter(([, kind, name]) => !names[`${kind}s`].includes(name))
    .map(([at, kind, name]) => {
      const message = `there is no ${kind} "${name}"`;
      return placeProblem(file, yaml, {
        at,
        code: `unknown-${kind}`,
        message,
        remedy: suggestion(name, names[`${kind}s`]),
      });
    });
}

function readScenarios(files: PlaybookFiles, names: Names): Pick<CheckedPlaybook, 'scenarios' | 'findings'> {
  const paths = Object.keys(files)
    .filter((path) => /^scenarios\/[^/]+\.ya?ml$/.test(path))
    .sort();
  const scenarios: ScenarioFile[] = [];
  const findings: Finding[] = [];
  for (const file of paths) {
    const yaml = readYaml(file, files[file]!);
    findings.push(...yaml.findings);
    if (yaml.findings.length > 0) continue;
    const { value: scenario, problems } = readShape(scenarioSchema, yaml.data);
    findings.push(...problems.map((problem) => placeProblem(file, yaml, problem)));
    if (scenario === null) continue;
    scenarios.push({ file, scenario });
    findings.push(...unknownNames({ file, scenario }, yaml, names));
  }
  return { scenarios, findings };
}

function liquidFindings(
  folder: TemplateFolder,
  facts: ReturnType<typeof templateFacts>,
  inspector: TemplateInspector,
): readonly Finding[] {
  const pieces = [...folder.pieces, ...folder.footerPieces].flatMap((piece) => checkPiece(piece, facts, inspector));
  return [...pieces, ...folder.footerPieces.flatMap((piece) => checkFooter(piece, inspector))];
}

function misnamed(
  folder: string | undefined,
  name: string | undefined,
): readonly { at: string[]; code: string; message: string; remedy: string }[] {
  if (folder === undefined || name === undefined || folder === name) return [];
  const message = `the playbook is called "${name}", its folder "${folder}"`;
  return [{ at: ['name'], code: 'wrong-name', message, remedy: `Write name: ${folder}, or rename the folder.` }];
}

/** The class of the playbook's section and lessons; lessons of which the playbook says nothing are a mistake. */
function heldClass(source: PlaybookSource | null, { lessons, findings }: ClassFolder): ReturnType<typeof courseOf> {
  if (source === null || findings.length > 0) return { course: null, problems: [] };
  if (source.class !== undefined) return courseOf(source.class, lessons);
  const message = 'there are lessons in class/, and no section "class"';
  const remedy = 'Add it: class: { id: intro, title: An introduction }.';
  return { course: null, problems: lessons.length === 0 ? [] : [{ at: [], code: 'no-class', message, remedy }] };
}

/** Checks a playbook given as files by path. Pure but for the hash function. */
export function checkPlaybook(files: PlaybookFiles, options: CheckOptions): CheckedPlaybook {
  const main = files[MAIN_FILE];
  if (main === undefined) return noPlaybook();
  const yaml = readYaml(MAIN_FILE, main);
  const folder = readTemplates(files);
  const parts = { data: yaml.data, settings: options.settings ?? {} };
  const reading = readSource(parts, folder.templates);
  const lessons = readLessons(files);
  const held = heldClass(reading.source, lessons);
  const said = conversationTemplates(reading.source?.conversation);
  const names = [...folder.templates, ...said].map((template) => template.name);
  const problems = [...reading.problems, ...held.problems, ...misnamed(options.folder, reading.source?.name)];
  const { sequenceNames: sequences, settingNames: settings } = reading.sections;
  const scenarios = readScenarios(files, { templates: names, sequences, settings });
  // A file that is no YAML has no facts to hold templates against; only the syntax mistake is worth saying.
  const readable = yaml.findings.length === 0;
  const findings = inOrder([
    ...yaml.findings,
    ...folder.findings,
    ...lessons.findings,
    ...(readable ? problems.map((problem) => placeProblem(MAIN_FILE, yaml, problem)) : []),
    ...(readable ? liquidFindings(folder, templateFacts(reading.sections), options.inspector) : []),
    ...(readable ? scenarios.findings : []),
  ]);
  const playbook =
    reading.source === null || findings.length > 0
      ? null
      : assemblePlaybook(reading.source, reading.settings, { ...folder, course: held.course }, sha256);
  return { playbook, scenarios: scenarios.scenarios, findings, contents: folder.contents };
}
