/** What a check of a playbook says: one mistake, where it is, and how to mend it. Owns the shapes and the wording of suggestions. */
import { nearestName } from '../facts/vocabulary.ts';

/** A mistake as every face shows it. Lines and columns from 1. */
export interface Finding {
  /** Relative to the playbook's folder: `playbook.yaml`, `templates/hello.liquid`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Where in the data, `sequences.welcome.steps[2].template`; empty for a whole file. */
  readonly path: string;
  /** Stable, kebab-case: what kind of mistake it is. */
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** A mistake in playbook.yaml before its line is known. */
export interface Problem {
  readonly at: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** `sequences.welcome.steps[2]`. */
export function pathText(at: readonly PropertyKey[]): string {
  return at.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.]/g, '');
}

/** The known name that was probably meant, however it is spelt: `first_name` is `firstName`. Null where none is near. */
function nearest(name: string, known: Iterable<string>): string | null {
  const names = [...known];
  const spelt = names.map(folded);
  const near = nearestName(folded(name), spelt);
  return near === null ? null : (names[spelt.indexOf(near)] ?? null);
}

const NAMES_SHOWN = 12;

/** "Did you mean …?", or the names there are. */
export function suggestion(name: string, known: Iterable<string>): string {
  const names = [...known];
  const near = nearest(name, names);
  if (near !== null) return `Did you mean "${near}"?`;
  if (names.length === 0) return 'There is none to choose from; add it first, or remove this.';
  const more = names.length > NAMES_SHOWN ? ', …' : '';
  return `Known: ${names.slice(0, NAMES_SHOWN).join(', ')}${more}.`;
}
