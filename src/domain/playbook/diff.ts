/** Says in sentences what differs between two versions of a playbook. Pure; judges no difference. */
import { renamedSequences } from './moves.ts';
import { type Footer, type Playbook, type Sequence, type Step, sends, type Template } from './playbook.ts';

type Fields = Readonly<Record<string, unknown>>;

const LONGEST_VALUE = 60;

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ') || 'nothing';
  const text = typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return (
    Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => same((a as Fields)[key], (b as Fields)[key]))
  );
}

/** `minGapHours` as `min gap hours`. */
function words(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One sentence for each field that differs; records are gone into. */
export function fieldChanges(
  about: string,
  a: Fields,
  b: Fields,
  name: (key: string) => string = words,
): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => {
    const [before, after] = [a[key], b[key]];
    if (same(before, after)) return [];
    if (isRecord(before) && isRecord(after)) return fieldChanges(`${about}, ${name(key)}`, before, after, name);
    return [`${about}: ${name(key)} was ${shown(before)}, is now ${shown(after)}.`];
  });
}

/** What was added, taken out, and, through `compare`, changed, in two lists of named things. */
function namedChanges<T>(
  kind: string,
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  compare: (name: string, before: T, after: T) => readonly string[],
): readonly string[] {
  const gone = [...a.keys()].filter((name) => !b.has(name)).map((name) => `${kind} "${name}" is gone.`);
  const fresh = [...b.keys()].filter((name) => !a.has(name)).map((name) => `${kind} "${name}" is new.`);
  const changed = [...a].flatMap(([name, before]) => (b.has(name) ? compare(name, before, b.get(name)!) : []));
  return [...gone, ...fresh, ...changed];
}

function byKey<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [key(item), item]));
}

function listed<T extends { readonly name: string }>(
  kind: string,
  a: readonly T[],
  b: readonly T[],
): readonly string[] {
  const changes = namedChanges(
    kind,
    byKey(a, (each) => each.name),
    byKey(b, (each) => each.name),
    (name, before, after) => fieldChanges(`${kind} "${name}"`, before as unknown as Fields, after as unknown as Fields),
  );
  return [
    ...changes,
    ...orderChange(
      `${kind}s`,
      a.map((each) => each.name),
      b.map((each) => each.name),
    ),
  ];
}

/** Said only where the same things stand in another order: what is new or gone is said already. */
function orderChange(about: string, a: readonly string[], b: readonly string[]): readonly string[] {
  const kept = a.filter((name) => b.includes(name));
  const now = b.filter((name) => a.includes(name));
  return same(kept, now) ? [] : [`${about} stand in another order: ${now.join(', ')}.`];
}

function stepText(step: Step): Fields {
  return sends(step)
    ? { ...step, variants: step.variants.map((each) => `${each.template} (${each.weight})`) }
    : { ...step };
}

function sequenceChanges(name: string, a: Sequence, b: Sequence): readonly string[] {
  const { steps: before, ...rest } = a;
  const { steps: after, ...others } = b;
  const about = `Sequence "${name}"`;
  const kind = `${about}: step`;
  const id = (step: Step): string => step.id;
  const steps = namedChanges(kind, byKey(before, id), byKey(after, id), (step, x, y) =>
    fieldChanges(`${about}, step "${step}"`, stepText(x), stepText(y)),
  );
  return [
    ...fieldChanges(about, rest, others),
    ...steps,
    ...orderChange(`${about}: steps`, before.map(id), after.map(id)),
  ];
}

/** One with the same steps under another name was renamed. */
function allSequenceChanges({ sequences: before }: Playbook, { sequences: after }: Playbook): readonly string[] {
  const renamed = renamedSequences(before, after);
  const underNew = Object.entries(before).map(([name, one]) => {
    const to = renamed.get(name);
    return to === undefined ? ([name, one] as const) : ([to, { ...one, name: to }] as const);
  });
  return [
    ...[...renamed].map(([name, to]) => `Sequence "${name}" is called "${to}" now.`),
    ...namedChanges('Sequence', new Map(underNew), new Map(Object.entries(after)), sequenceChanges),
  ];
}

function templateChanges(name: string, a: Template, b: Template): readonly string[] {
  const parts = (['channel', 'subject'] as const).filter((part) => a[part] !== b[part]);
  const said = parts.map((part) => `Template "${name}": ${part} was ${shown(a[part])}, is now ${shown(b[part])}.`);
  const text = a.text === b.text ? [] : [`Template "${name}": the text changed.`];
  const html = a.html === b.html ? [] : [`Template "${name}": the HTML changed.`];
  return [...said, ...text, ...html];
}

function footerChange(a: Footer, b: Footer): readonly string[] {
  return same(a, b) ? [] : ['The footer changed.'];
}

/** A channel of which nothing was said is gone into as well. */
function channelChanges(about: string, a: Fields, b: Fields): readonly string[] {
  return ['email', 'sms', 'voice'].flatMap((channel) =>
    fieldChanges(`${about}, ${channel}`, (a[channel] ?? {}) as Fields, (b[channel] ?? {}) as Fields),
  );
}

/** Settings keep their own names: they are what a user sets. */
function settingChanges(a: Playbook, b: Playbook): readonly string[] {
  return fieldChanges('Setting', a.settings, b.settings, (key) => `"${key}"`).map((each) =>
    each.replace('Setting: ', 'Setting '),
  );
}

function scoreChanges({ rubric: a }: Playbook, { rubric: b }: Playbook): readonly string[] {
  const { parts: before, ...rest } = a;
  const { parts: after, ...others } = b;
  return [
    ...listed('Score part', before, after),
    ...fieldChanges('Score', rest as unknown as Fields, others as unknown as Fields),
  ];
}

function ruleChanges(a: Playbook, b: Playbook): readonly string[] {
  const { rules: before, ...rest } = a.qualification;
  const { rules: after, ...others } = b.qualification;
  const { variants: oldWords, ...routes } = a.routing;
  const { variants: newWords, ...otherRoutes } = b.routing;
  return [
    ...fieldChanges('Qualification', rest, others),
    ...listed('Qualification rule', before, after),
    ...fieldChanges('Routing', routes, otherRoutes),
    ...listed('Content variant', oldWords, newWords),
  ];
}

/**
 * Everything that differs between two playbooks, a sentence each, from the settings to the words; empty where they have the
 * same hash.
 */
export function diffPlaybooks(a: Playbook, b: Playbook): readonly string[] {
  const named = <T>(record: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(record));
  const { name, title, description } = a;
  return [
    ...fieldChanges(
      'Playbook',
      { name, title, description },
      { name: b.name, title: b.title, description: b.description },
    ),
    ...settingChanges(a, b),
    ...fieldChanges('Attributes', a.attributes, b.attributes, (key) => `"${key}"`),
    ...scoreChanges(a, b),
    ...ruleChanges(a, b),
    ...listed('Signal', a.signals, b.signals),
    ...channelChanges('Limits', a.limits ?? {}, b.limits ?? {}),
    ...channelChanges('Retries', a.retries ?? {}, b.retries ?? {}),
    ...allSequenceChanges(a, b),
    ...namedChanges('Template', named(a.templates), named(b.templates), templateChanges),
    ...footerChange(a.footer, b.footer),
  ];
}
