/**
 * Turns what zod says into problems a person can act on. Owns the wording of shape mistakes: unknown keys, wrong types,
 * missing keys, words that are not among the allowed.
 */
import type { z } from 'zod';
import { type Problem, pathText, suggestion } from '../problem.ts';

/** A schema's own message may carry its remedy on a second line. */
const REMEDY_MARK = '\n';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** Keys that may stand where an unknown one stands: those of an object, or of a record with a list of names. */
function keysOf(issue: RawIssue): readonly string[] {
  interface Definition {
    readonly shape?: object;
    readonly keyType?: { readonly _zod: { readonly values?: ReadonlySet<unknown> } };
  }
  const definition = (issue.inst as { _zod?: { def?: Definition } } | undefined)?._zod?.def;
  return [...Object.keys(definition?.shape ?? {}), ...[...(definition?.keyType?._zod.values ?? [])].map(String)];
}

function article(kind: string): string {
  return (
    { array: 'a list', object: 'a section with keys', int: 'a whole number', record: 'a section with keys' }[kind] ??
    `a ${kind}`
  );
}

function typeOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a section with keys' : `the ${typeof value} ${JSON.stringify(value)}`;
}

function bound(issue: Extract<RawIssue, { code: 'too_small' | 'too_big' }>): string {
  const limit = String(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  const edge = issue.inclusive === false ? '' : 'or equal to ';
  const side = issue.code === 'too_small' ? 'more than' : 'less than';
  if (issue.origin === 'array') return `the list must have ${side} ${edge}${limit} entries\nAdd or remove entries.`;
  if (issue.origin === 'string') return 'this is empty\nWrite something here.';
  return `${JSON.stringify(issue.input)} is out of range\nWrite a number ${side} ${edge}${limit}.`;
}

/** Message and remedy for one raw issue, joined by a line end; undefined = keep zod's own words. */
function explain(issue: RawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return `this is missing\nAdd it: ${article(issue.expected)}.`;
    return `expected ${article(issue.expected)}, found ${typeOf(issue.input)}\nWrite ${article(issue.expected)} here.`;
  }
  if (issue.code === 'invalid_value') return notAllowed(issue.input, issue.values.map(String));
  if (issue.code === 'invalid_union' && Array.isArray(issue.options)) {
    const key = String(issue.discriminator);
    return notAllowed(
      (issue.input as Record<string, unknown>)[key],
      issue.options.filter((option) => option !== undefined).map(String),
    );
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') return bound(issue);
  if (issue.code === 'unrecognized_keys') return suggestionsFor(issue.keys, keysOf(issue));
  return undefined;
}

function notAllowed(input: unknown, allowed: readonly string[]): string {
  if (input === undefined) return `this is missing\nWrite one of: ${allowed.join(', ')}.`;
  return `${typeOf(input)} is not one of the allowed words\n${suggestion(String(input), allowed)}`;
}

/** One remedy for each unknown key, in order, for zod reports them together. */
function suggestionsFor(keys: readonly string[], known: readonly string[]): string {
  return keys.map((key) => suggestion(key, known)).join(REMEDY_MARK);
}

const CODES: Readonly<Record<string, string>> = {
  invalid_type: 'wrong-type',
  invalid_value: 'unknown-word',
  too_small: 'out-of-range',
  too_big: 'out-of-range',
};

function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const [message = '', ...remedies] = issue.message.split(REMEDY_MARK);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key, index) => ({
      at: [...issue.path, key],
      code: 'unknown-key',
      message: `there is no "${key}" here`,
      remedy: [message, ...remedies][index] ?? '',
    }));
  }
  const missing = issue.code === 'invalid_type' && message === 'this is missing';
  const kind = issue.code === 'invalid_union' && issue.discriminator !== undefined ? 'invalid_value' : issue.code;
  const code = missing ? 'missing' : (CODES[kind] ?? 'wrong-value');
  const name = pathText(issue.path) || 'the playbook';
  return [
    {
      at: issue.path,
      code,
      message: `${name}: ${message}`,
      remedy: remedies[0] ?? 'See playbook.schema.json for what may stand here.',
    },
  ];
}

/** A key that is missing because it is written wrong beside it is one mistake, not two. */
function withoutMisspelt(problems: readonly Problem[]): readonly Problem[] {
  const meant = problems
    .filter((problem) => problem.code === 'unknown-key')
    .map((problem) => `${pathText(problem.at.slice(0, -1))}\n${problem.remedy}`);
  const isMeant = ({ at }: Problem): boolean =>
    meant.includes(`${pathText(at.slice(0, -1))}\n${suggestion(String(at.at(-1)), [String(at.at(-1))])}`);
  return problems.filter((problem) => problem.code !== 'missing' || !isMeant(problem));
}

/** Data held against a schema: its value, or every shape mistake at once. */
export function readShape<T extends z.ZodType>(
  schema: T,
  data: unknown,
): { readonly value: z.output<T> | null; readonly problems: readonly Problem[] } {
  const result = schema.safeParse(data, { error: explain });
  if (result.success) return { value: result.data, problems: [] };
  return { value: null, problems: withoutMisspelt(result.error.issues.flatMap(problemsOf)) };
}
