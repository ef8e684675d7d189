/** A sequence by what people call it, in lists that name nothing else of a playbook. */
import { type SequenceName, useSequenceNames } from '../words/sequence-names.ts';
import { readable } from './readable.ts';

/** It. */
export function SequenceNamed({ name }: { readonly name: string }) {
  const { t } = useSequenceNames();
  return <span title={name}>{t(`sequence.${name}` as SequenceName) || readable(name)}</span>;
}
