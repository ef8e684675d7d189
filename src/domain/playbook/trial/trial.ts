/**
 * A playbook with other values for one run (directives/trial-values.md). Each value is read by the schema of playbook.yaml itself, so that
 * what could not be written there cannot be tried either. Pure; nothing of it is kept.
 */
import { z } from 'zod';
import { durationDays, durationHours } from '../format/duration.ts';
import { limitsSchema } from '../format/limits.ts';
import { LONGEST_SEQUENCE_DAYS, sequenceSchema } from '../format/sequence.ts';
import { readShape } from '../format/shape.ts';
import type { Playbook, SendWindow, Sequence } from '../playbook.ts';
import { type Problem, suggestion } from '../problem.ts';
import { NO_LIMIT, type TrialValue, trialValues, waitDays, writtenWindow } from './values.ts';

type Body = Omit<Playbook, 'hash'>;

/** One value that differs from the playbook's own. */
export interface TrialChange {
  readonly name: string;
  readonly was: string;
  readonly is: string;
}

/** A playbook with other values, or what is wrong with them. */
export type Trial =
  | { readonly playbook: Body; readonly changes: readonly TrialChange[] }
  | { readonly problems: readonly Problem[] };

/**
 * Puts values in the place of the playbook's own, by their names (`trialValues`). A wait is counted from the step before, so the steps after
 * move along. The sequence may be left out of the name of a step that only one of them has.
 */
export function trialOf(playbook: Playbook, set: Readonly<Record<string, string>>): Trial {
  const before = trialValues(playbook);
  const wishes = Object.entries(set).map(([name, text]) => ({ name, text, of: valueNamed(before, name) }));
  const unknown = wishes.flatMap(({ name, of }) => ('problem' in of ? [{ at: [name], ...of.problem }] : []));
  if (unknown.length > 0) return { problems: unknown };
  const texts = new Map(wishes.flatMap(({ text, of }) => ('value' in of ? [[of.value.name, text] as const] : [])));
  const sequences = Object.values(playbook.sequences).map((one) => sequenceWith(one, texts));
  const limits = limitsWith(playbook.limits, texts);
  const problems = [...sequences.flatMap((one) => one.problems), ...limits.problems];
  if (problems.length > 0) return { problems };
  const tried = {
    ...bodyOf(playbook),
    ...(limits.value && Object.keys(limits.value).length > 0 ? { limits: limits.value } : {}),
    sequences: Object.fromEntries(sequences.map(({ value }) => [value.name, value])),
  };
  return { playbook: tried, changes: changesBetween(before, trialValues(tried)) };
}

/** What is not put in anew; the hash was that of the other values. */
function bodyOf({ limits: _, hash: __, ...others }: Playbook): Body {
  return others;
}

function changesBetween(before: readonly TrialValue[], after: readonly TrialValue[]): readonly TrialChange[] {
  const is = new Map(after.map(({ name, value }) => [name, value]));
  return before.flatMap(({ name, value }) => {
    const now = is.get(name) ?? value;
    return now === value ? [] : [{ name, was: value, is: now }];
  });
}

type Named = { readonly value: TrialValue } | { readonly problem: Omit<Problem, 'at'> };

function valueNamed(all: readonly TrialValue[], name: string): Named {
  const [exact] = all.filter((one) => one.name === name);
  if (exact) return { value: exact };
  const [, step] = /^steps\.([^.]+)\.wait$/.exec(name) ?? [];
  const named = all.filter((one) => one.kind === 'wait' && one.step === step);
  const [one, other] = named;
  if (one && !other) return { value: one };
  if (other) {
    const remedy = `Write ${named.map((each) => each.name).join(' or ')}.`;
    return {
      problem: { code: 'which-step', message: `${name}: several sequences have a step "${String(step)}"`, remedy },
    };
  }
  const known = all.map((each) => each.name);
  return {
    problem: { code: 'unknown-value', message: `${name}: nothing is called so`, remedy: suggestion(name, known) },
  };
}

interface Read<T> {
  readonly value: T;
  readonly problems: readonly Problem[];
}

/** Reads a text as a value of that schema; what is wrong names the value. */
function read<T extends z.ZodType>(name: string, schema: T, written: unknown) {
  const { value, problems } = readShape(z.strictObject({ [name]: schema }), { [name]: written });
  return { value: (value?.[name] ?? null) as z.output<T> | null, problems };
}

function sequenceWith(sequence: Sequence, texts: ReadonlyMap<string, string>): Read<Sequence> {
  const { name } = sequence;
  const gapName = `sequences.${name}.minGap`;
  const gapText = texts.get(gapName);
  const gap = gapText === undefined ? null : read(gapName, durationHours, gapText);
  const window = windowWith(sequence, texts);
  const steps = stepsWith(sequence, texts);
  const minGapHours = gap?.value ?? sequence.minGapHours;
  return {
    value: { ...sequence, minGapHours, window: window.value, steps: steps.value },
    problems: [...(gap?.problems ?? []), ...window.problems, ...steps.problems],
  };
}

function windowWith({ name, window }: Sequence, texts: ReadonlyMap<string, string>): Read<SendWindow> {
  const place = `sequences.${name}.window`;
  const wished = (['days', 'from', 'to', 'holidays'] as const).flatMap((key) => {
    const text = texts.get(`${place}.${key}`);
    return text === undefined ? [] : [[key, key === 'days' && text.includes(',') ? listOf(text) : text] as const];
  });
  if (wished.length === 0) return { value: window, problems: [] };
  const written = { ...writtenWindow(window), ...Object.fromEntries(wished) };
  const { value, problems } = read(place, sequenceSchema.shape.window, written);
  return { value: value ?? window, problems };
}

const listOf = (text: string) => text.split(',').map((part) => part.trim());

/** Days are counted anew from the waits; a wait that is so many hours from when the lead comes stays out of the days. */
function stepsWith({ name, steps }: Sequence, texts: ReadonlyMap<string, string>): Read<Sequence['steps']> {
  const problems: Problem[] = [];
  let day = 0;
  const value = steps.map((step, at) => {
    const place = `steps.${name}.${step.id}.wait`;
    const text = texts.get(place);
    const own = waitDays(step, steps[at - 1]);
    if (step.kind === 'wait' && step.forHours !== undefined) {
      const hours = text === undefined ? null : read(place, durationHours, text);
      problems.push(...(hours?.problems ?? []));
      day += own;
      return { ...step, day, forHours: hours?.value ?? step.forHours };
    }
    const days = text === undefined ? null : read(place, durationDays, text);
    problems.push(...(days?.problems ?? []));
    day += days?.value ?? own;
    if (text !== undefined && day > LONGEST_SEQUENCE_DAYS) problems.push(tooLong(place, day));
    return { ...step, day };
  });
  return { value, problems };
}

function tooLong(place: string, day: number): Problem {
  const message = `${place}: with it the step comes on day ${day}, and a sequence has ${LONGEST_SEQUENCE_DAYS} at most`;
  return { at: [place], code: 'out-of-range', message, remedy: 'Wait less.' };
}

function limitsWith(limits: Body['limits'], texts: ReadonlyMap<string, string>): Read<Body['limits']> {
  const wished = [...texts].filter(([name]) => name.startsWith('limits.'));
  if (wished.length === 0) return { value: limits, problems: [] };
  const written: Record<string, Record<string, unknown>> = {};
  for (const [channel, caps] of Object.entries(limits ?? {})) written[channel] = { ...caps };
  for (const [name, text] of wished) {
    const [, channel = '', cap = ''] = name.split('.');
    if (text !== NO_LIMIT) written[channel] = { ...written[channel], [cap]: numberOf(text) };
    else delete written[channel]?.[cap];
  }
  const { value, problems } = read('limits', limitsSchema, written);
  return { value: value === null ? limits : (value as Body['limits']), problems };
}

/** What is no number stays a text, for the schema to say so. */
function numberOf(text: string): unknown {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
