/**
 * Puts a playbook together from its parts: settings filled in, shape and references checked, known by its hash. Owns the order
 * of these steps; reads no file and knows no YAML.
 */
import { canonicalJson } from '../canonical-json.ts';
import type { Course } from '../course/course.ts';
import type { RetryWishes } from '../delivery/retries.ts';
import { signalRules } from '../signal/rules-schema.ts';
import { checkRules } from './check/rules.ts';
import { checkSequence } from './check/sequences.ts';
import { conversationTemplates, flowRulesOf } from './conversation.ts';
import { STANDARD_FOOTER } from './footer.ts';
import { capsOf, checkLimits, within } from './format/limits.ts';
import { normaliseSequence } from './format/normalise.ts';
import { type PlaybookSource, playbookSchema, readSections, type Sections } from './format/schema.ts';
import { effectiveSettings, fillSettings, type SettingDeclarations, settingSchema } from './format/settings.ts';
import { readShape } from './format/shape.ts';
import type { Footer, Playbook, SettingValue, Template } from './playbook.ts';
import { type Problem, pathText } from './problem.ts';

/** Raised when the same files would make another playbook: part of every hash. */
const FORM = 1;
/** Hex digits of a playbook's hash: 128 bits, and it stands in every enrollment and message. */
const HASH_DIGITS = 32;

/** SHA-256 of a text (UTF-8), in hex. Given from outside: the domain has no cryptography. */
export type Sha256 = (text: string) => string;

/** Words of one template, before its hash. */
export type TemplateWords = Omit<Template, 'hash'>;

/** The parts of a playbook, with the means to check and hash them. */
export interface PlaybookParts {
  /** playbook.yaml as plain data. */
  readonly data: unknown;
  readonly templates: readonly TemplateWords[];
  /** Null = the standard one. */
  readonly footer: Footer | null;
  /** Values that take the place of the settings' defaults. */
  readonly settings: Readonly<Record<string, SettingValue>>;
}

/** A playbook's written form after the settings are filled in, with their values and everything wrong in it. */
export interface Reading {
  /** Null where something is wrong with its shape. */
  readonly source: PlaybookSource | null;
  /** What could be read even so. */
  readonly sections: Sections;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly problems: readonly Problem[];
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(data: unknown): Fields {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Fields) : {};
}

/** A copy without the keys at these places: an unknown key alone must not keep a section from being read. */
function without(data: unknown, places: readonly (readonly PropertyKey[])[]): unknown {
  if (typeof data !== 'object' || data === null || places.length === 0) return data;
  const below = (key: string): (readonly PropertyKey[])[] =>
    places.filter((at) => String(at[0]) === key).map((at) => at.slice(1));
  const kept = Object.entries(data).filter(([key]) => !below(key).some((at) => at.length === 0));
  const entries = kept.map(([key, value]) => [key, without(value, below(key))] as const);
  return Array.isArray(data) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

/** Where a setting is unknown, what the schema says of the hole in its place is noise. */
function withoutEchoes(shape: readonly Problem[], references: readonly Problem[]): readonly Problem[] {
  const holes = new Set(references.map((problem) => pathText(problem.at.slice(0, -1))));
  return shape.filter((problem) => !holes.has(pathText(problem.at)));
}

function unknownKeys(problems: readonly Problem[]): readonly (readonly PropertyKey[])[] {
  return problems.filter((problem) => problem.code === 'unknown-key').map((problem) => problem.at);
}

/** The settings whose own declaration is right; what is wrong with the others is said with the whole. */
function declaredSettings(written: unknown): SettingDeclarations {
  const entries = Object.entries(fieldsOf(written)).flatMap(([name, each]) => {
    const { problems } = readShape(settingSchema, each);
    const { value } = readShape(settingSchema, without(each, unknownKeys(problems)));
    return value === null ? [] : [[name, value] as const];
  });
  return Object.fromEntries(entries);
}

/** Settings first, for everything else may refer to them; then the whole with their values in place. */
function readSettings(data: Fields, chosen: PlaybookParts['settings']) {
  const { settings: written, ...rest } = data;
  const { values, problems } = effectiveSettings(declaredSettings(written), chosen);
  const { data: filled, problems: holes } = fillSettings(rest, values);
  const whole: Fields = { ...fieldsOf(filled), ...(written === undefined ? {} : { settings: written }) };
  const references = holes.filter((hole) => !Object.hasOwn(fieldsOf(written), hole.name));
  return { whole, values, holes, problems: [...problems, ...references] };
}

/** Reads the written form: settings, shape, references. `templates` are those that there are. */
export function readSource(
  parts: Pick<PlaybookParts, 'data' | 'settings'>,
  templates: readonly Pick<TemplateWords, 'name' | 'channel'>[],
): Reading {
  const settings = readSettings(fieldsOf(parts.data), parts.settings);
  const shape = readShape(playbookSchema, parts.data === null ? parts.data : settings.whole);
  const sections = readSections(fieldsOf(without(settings.whole, unknownKeys(shape.problems))));
  const sequences = Object.entries(sections.sequences).flatMap(([name, each]) =>
    checkSequence(name, each, { templates, signals: sections.signalNames }),
  );
  const rules = checkRules(sections);
  return {
    source: shape.value,
    sections,
    settings: settings.values,
    problems: [
      ...settings.problems,
      ...withoutEchoes(shape.problems, settings.holes),
      ...rules,
      ...checkLimits(sections.limits ?? {}, sections.sequences),
      ...sequences,
    ],
  };
}

function withHash(words: TemplateWords, sha256: Sha256): Template {
  const { subject, text, html, attachments, attachesValuation } = words;
  const files = [...(attachments ? [attachments] : []), ...(attachesValuation ? ['valuation'] : [])];
  return { ...words, hash: sha256(canonicalJson([subject, text, html, ...files])) };
}

/** The playbook as it runs. Call it only with a reading without problems. */
export function assemblePlaybook(
  source: PlaybookSource,
  settings: Readonly<Record<string, SettingValue>>,
  parts: Pick<PlaybookParts, 'templates' | 'footer'> & { readonly course?: Course | null },
  sha256: Sha256,
): Playbook {
  const { limits = {}, retries, conversation } = source;
  const templates = [...parts.templates, ...conversationTemplates(conversation)];
  const caps = capsOf(limits);
  const sequences = Object.entries(source.sequences).map(([name, each]) => {
    return [name, within(normaliseSequence(name, each), limits)];
  });
  const playbook = {
    name: source.name,
    title: source.title,
    description: source.description,
    settings,
    attributes: source.attributes,
    rubric: source.score,
    qualification: source.qualify,
    routing: source.route,
    signals: signalRules(source.signals),
    ...(Object.keys(caps).length === 0 ? {} : { limits: caps }),
    ...(retries === undefined ? {} : { retries: retries as RetryWishes }),
    ...(parts.course ? { course: parts.course } : {}),
    ...(conversation === undefined ? {} : { conversation: flowRulesOf(conversation) }),
    sequences: Object.fromEntries(sequences) as Playbook['sequences'],
    templates: Object.fromEntries(templates.map((words) => [words.name, withHash(words, sha256)])),
    footer: parts.footer ?? STANDARD_FOOTER,
  };
  return withOwnHash(playbook, sha256);
}

/** A playbook known by what is in it. */
export function withOwnHash(playbook: Omit<Playbook, 'hash'>, sha256: Sha256): Playbook {
  return { ...playbook, hash: sha256(canonicalJson({ form: FORM, ...playbook })).slice(0, HASH_DIGITS) };
}
