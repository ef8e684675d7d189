/** A field’s name as people say it, attributes of playbooks among them. */
import { useCallback } from 'react';
import { useNames } from '../../parts/names.ts';
import { useLeadWords } from '../../words/leads.ts';
import { fieldName } from './edit-field.tsx';

const ATTRIBUTE = 'attribute.';

/** Says it, of a name as `lead change --set` has it. */
export function useFieldName(): (name: string) => string {
  const { t } = useLeadWords();
  const names = useNames();
  return useCallback(
    (name) => (name.startsWith(ATTRIBUTE) ? names('attribute', name.slice(ATTRIBUTE.length)) : fieldName(name, t)),
    [t, names],
  );
}
