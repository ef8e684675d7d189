/** What every field of the rules is given, and how it writes. */
import type { Schema } from '../../../editor/schema/shape.ts';
import type { Path } from '../../../editor/yaml/put.ts';
import type { Value } from '../../../editor/yaml/write.ts';
import type { Desk } from '../desk.ts';

/** What every field is given. */
export interface PartProps {
  readonly desk: Desk;
  readonly path: Path;
  readonly schema: Schema;
  readonly value: Value | undefined;
  /** Names to choose from, by the key of a field. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Something must stand there. */
  readonly isRequired?: boolean;
  /** What it is called where the words of its key do not say it. */
  readonly title?: string;
}

/** A value with fields; null = it has none. */
export function recordOf(value: Value | undefined): { readonly [key: string]: Value } | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Value })
    : null;
}

/** The setting whose value stands there; null = none does. */
export function settingOf(value: Value | undefined): string | null {
  const record = recordOf(value);
  return record && Object.keys(record).length === 1 && typeof record.setting === 'string' ? record.setting : null;
}

/** Writes a value here, or below. */
export function usePut({ desk, path }: PartProps): (value: Value | undefined, below?: Path) => void {
  return (value, below = []) => desk.change({ kind: 'set', path: [...path, ...below], value });
}
