/** Whether a filter is of chosen rows: these are read by their keys. */
import type { Filter } from './filter.ts';

/** The ids that a filter names, where it gives rows of these alone; null = it names none. `field`: the one of the ids. */
export function namedIds(filter: Filter, field: string): readonly string[] | null {
  if ('all' in filter) return filter.all.map((part) => namedIds(part, field)).find((ids) => ids !== null) ?? null;
  if (!('field' in filter) || filter.field !== field || filter.folded) return null;
  if (filter.is === 'in') return filter.value as readonly string[];
  return filter.is === '==' ? [filter.value as string] : null;
}
