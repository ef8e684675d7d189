/** A part of a playbook by what people call it; its name in the file as a hint. */
import { type Kind, useNames } from './names.ts';

/** It. */
export function Named({ kind, name }: { readonly kind: Kind; readonly name: string }) {
  return <span title={name}>{useNames()(kind, name)}</span>;
}
