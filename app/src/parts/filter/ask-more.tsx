/** What is added to a filter: one more condition, beside the others or instead of all of them. */
import { AskOne } from './ask-one.tsx';
import { partsOf, withMore } from './condition.ts';
import type { FilterOf } from './list-fields.ts';

/** The form; it closes what it stands in. */
export function AskMore({ where, set, close, ...of }: FilterOf & { close(): void }) {
  const parts = partsOf(where);
  return (
    <AskOne
      {...of}
      joins={parts.length > 0}
      whole={(text, join) => withMore(parts, text, join)}
      put={(text, join) => {
        set(withMore(parts, text, join));
        close();
      }}
    />
  );
}
