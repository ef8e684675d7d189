/** Settings and secrets of a connection, as a person gives them: what each must look like, and what to do where it does not. */

/** One setting or secret of a provider. */
export interface Field {
  /** What it is, in a few words. */
  readonly says: string;
  readonly required: boolean;
  readonly form: Form;
  /** Where it is found, or what to write; told where it is missing or wrong. */
  readonly remedy: string;
}

/** What a value may be: any one line, a whole number, an address, one of a few words. */
export type Form = 'line' | 'number' | 'email' | 'phone' | 'url' | readonly string[];

/** A field that must be given. */
export const field = (says: string, remedy: string, form: Form = 'line', required = true): Field => ({
  says,
  required,
  form,
  remedy,
});

/** A field that may be left out. */
export const optional = (says: string, remedy: string, form: Form = 'line'): Field => field(says, remedy, form, false);

/** A mistake: where, what, and the remedy. Never the value itself: it may be a secret that strayed. */
export interface FieldMistake {
  readonly place: string;
  readonly says: string;
  readonly remedy: string;
}

const CHARACTERS = 8_192;
const PATTERNS: Readonly<Record<Exclude<Form, readonly string[]>, RegExp>> = {
  line: /^\P{Cc}+$/u,
  number: /^\d{1,9}$/,
  email: /^[^\s<>@]+@[^\s<>@]+$/,
  phone: /^\+[1-9]\d{6,14}$/,
  url: /^https?:\/\/[^\s/]+/,
};
const WANTED: Readonly<Record<Exclude<Form, readonly string[]>, string>> = {
  line: 'must be one line',
  number: 'must be a whole number',
  email: 'must be one address, name@domain',
  phone: 'must be a number such as +12025550123',
  url: 'must be an address that begins with https://',
};

/** Mistakes of values against the fields that a provider knows. `place` names a field: `setting host`, `secret password`. */
export function mistakesIn(
  fields: Readonly<Record<string, Field>>,
  given: Readonly<Record<string, string>>,
  place: string,
): FieldMistake[] {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(fields, name));
  const known = Object.keys(fields).join(', ') || 'none';
  return [
    ...unknown.map((name) => ({ place: `${place} ${name}`, says: 'is not known', remedy: `there are: ${known}` })),
    ...Object.entries(fields).flatMap(([name, field]) => {
      const says = problemOf(field, given[name]);
      return says === null ? [] : [{ place: `${place} ${name}`, says, remedy: field.remedy }];
    }),
  ];
}

function problemOf({ required, form }: Field, value: string | undefined): string | null {
  if (value === undefined) return required ? 'is missing' : null;
  if (typeof form !== 'string') return form.includes(value) ? null : `must be one of: ${form.join(', ')}`;
  return value.length <= CHARACTERS && PATTERNS[form].test(value) ? null : WANTED[form];
}
