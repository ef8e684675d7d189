/** What is wrong with a playbook, shown at the field that it is about. */
import { createContext, use } from 'react';
import { placeOf } from '../../../editor/schema/parts.ts';
import type { Path } from '../../../editor/yaml/put.ts';
import type { FaultSeen } from '../step-acts.ts';

const Found = createContext<readonly FaultSeen[]>([]);

/** Gives the fields below what a check found. */
export const FaultsFound = Found.Provider;

const isWithin = (place: string, path: string) =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);

/** What is wrong with what one field writes, one of several texts too; empty = nothing. */
export function useFault(path: Path): string {
  const place = placeOf(path);
  const here = use(Found).filter((found) => isWithin(place, found.path));
  return here.map(({ message, remedy }) => `${message}. ${remedy}`).join(' ');
}

/** How much is wrong here and below. */
export function useFaultCount(paths: readonly Path[]): number {
  const places = paths.map(placeOf);
  return use(Found).filter(({ path }) => places.some((place) => isWithin(place, path))).length;
}

/** What is wrong with a part that has no field of its own, and with keys in it that there are none of. */
export function Faults({ path, known = [] }: { readonly path: Path; readonly known?: readonly string[] }) {
  const place = placeOf(path);
  const prefix = place === '' ? '' : `${place}.`;
  const isHere = ({ path: at }: FaultSeen) =>
    at === place ||
    (known.length > 0 && at.startsWith(prefix) && !known.includes(at.slice(prefix.length).split(/[.[]/)[0] ?? ''));
  return use(Found)
    .filter(isHere)
    .map(({ message, remedy }) => (
      <p key={message} className="bad small" role="status">
        {message}. {remedy}
      </p>
    ));
}
