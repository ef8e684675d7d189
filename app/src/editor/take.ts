/**
 * Values that a simulation tried, written into the playbook: each in its own place, all else stays as it is. Pure; what is the workspace's,
 * or stands otherwise in this file, is left and told.
 */
import type { Fields } from './model.ts';
import { MAIN } from './places.ts';
import type { Files } from './splice.ts';
import { type Path, put, putDeep, read } from './yaml/put.ts';
import type { Value } from './yaml/write.ts';

/** The text with the values in it, and the names of those that are not. */
export interface Taken {
  readonly text: string;
  readonly left: readonly string[];
}

const recordOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** Writes them. Throws where the file is no YAML. */
export function taken(files: Files, set: Readonly<Record<string, string>>): Taken {
  let text = files[MAIN] ?? '';
  const left: string[] = [];
  const waits = new Map<string, Map<string, string>>();
  for (const [name, value] of Object.entries(set)) {
    const [head = '', first = '', ...rest] = name.split('.');
    if (head === 'steps' && rest.at(-1) === 'wait' && rest.length === 2) {
      waits.set(first, (waits.get(first) ?? new Map<string, string>()).set(rest[0] ?? '', value));
      continue;
    }
    const made = head === 'sequences' || head === 'limits' ? placed(text, [head, first, ...rest], value) : null;
    if (made === null) left.push(name);
    else text = made;
  }
  for (const [sequence, wished] of waits) {
    const made = waited(text, sequence, wished);
    text = made.text;
    left.push(...made.left.map((step) => `steps.${sequence}.${step}.wait`));
  }
  return { text, left };
}

function placed(text: string, path: Path, written: string): string | null {
  const data: unknown = read(text).toJS();
  if (path[0] === 'sequences' && recordOf(recordOf(data).sequences)[String(path[1])] === undefined) return null;
  return putDeep(text, path, readAs(String(path.at(-1)), path[0] === 'limits', written));
}

function readAs(key: string, isCap: boolean, written: string): Value | undefined {
  if (isCap) return written === 'none' ? undefined : Number(written);
  if (key === 'days' && written.includes(',')) return written.split(',').map((day) => day.trim());
  return written;
}

interface Step {
  readonly id: string;
  readonly day: number;
  readonly fields: Fields;
}

/** Days from waits, from the first step on. A step that is called by its day keeps its name, so that what leads to it still does. */
function waited(text: string, sequence: string, wished: ReadonlyMap<string, string>) {
  const steps = stepsOf(text, sequence);
  const left = [...wished.keys()].filter((id) => !steps?.some((step) => step.id === id));
  if (!steps) return { text, left: [...wished.keys()] };
  let made = text;
  let day = 0;
  for (const [at, step] of steps.entries()) {
    const place = ['sequences', sequence, 'steps', at];
    const wish = wished.get(step.id);
    const isHours = step.fields.kind === 'wait' && step.fields.for !== undefined;
    const own = step.day - (steps[at - 1]?.day ?? 0);
    day += wish === undefined || isHours ? own : Number.parseInt(wish, 10);
    if (isHours && wish !== undefined) made = put(made, [...place, 'for'], wish);
    if (day === step.day) continue;
    if (step.fields.id === undefined) made = put(made, [...place, 'id'], step.id);
    made = put(made, [...place, 'day'], day);
  }
  return { text: made, left };
}

/** Null = there is no such sequence, or a day of it is not a number. */
function stepsOf(text: string, sequence: string): readonly Step[] | null {
  const { steps } = recordOf(recordOf(recordOf(read(text).toJS()).sequences)[sequence]);
  if (!Array.isArray(steps)) return null;
  const found = (steps as readonly unknown[]).map((one) => {
    const fields = recordOf(one);
    const id = typeof fields.id === 'string' ? fields.id : `${String(fields.kind)}-${String(fields.day)}`;
    return { id, day: Number(fields.day), fields };
  });
  return found.every(({ fields }) => typeof fields.day === 'number') ? found : null;
}
