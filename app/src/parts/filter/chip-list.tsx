/** A chip for each condition of a filter: each is taken off alone, and opened to be changed alone. The address keeps its one text. */
import { CloseButton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useListWords } from '../../words/lists.ts';
import { DropPopover } from '../drop/drop-popover.tsx';
import { allOf, type Part, partsOf, replaced } from './condition.ts';
import { type FilterOf, useListFields } from './list-fields.ts';
import { partSaid } from './said.ts';

const AskOne = lazy(() => import('./ask-one.tsx').then((found) => ({ default: found.AskOne })));
const AskAny = lazy(() => import('./ask-any.tsx').then((found) => ({ default: found.AskAny })));

/** The chips. */
export function ChipList({ where, set, ...of }: FilterOf) {
  const { t } = useListWords();
  const parts = partsOf(where);
  const fields = useListFields(of.list);
  return parts.map((part, at) => {
    const whole = (text: string) => allOf(replaced(parts, at, text));
    return (
      <Chip
        key={`${String(at)} ${part.text}`}
        said={partSaid(part, fields, t)}
        {...{ part, of, whole }}
        put={(text) => set(whole(text) || undefined)}
      />
    );
  });
}

interface ChipProps {
  readonly part: Part;
  readonly said: string;
  readonly of: Omit<FilterOf, 'where' | 'set'>;
  /** The filter with this text in the place of the condition, */
  whole(text: string): string;
  /** and asked for; '' = without it. */
  put(text: string): void;
}

function Chip({ part, said, of, whole, put }: ChipProps) {
  const { t } = useListWords();
  const Ask = part.any ? AskAny : AskOne;
  return (
    <span className="chip chip-set">
      <DropPopover
        width={300}
        target={
          <button
            type="button"
            className="chip-button"
            title={part.text}
            aria-label={t('filter.change', { name: said })}
          >
            <b className="clip">{said}</b>
          </button>
        }
      >
        {(close) => (
          <Suspense>
            <Ask
              {...of}
              {...{ part, whole }}
              put={(text) => {
                put(text);
                close();
              }}
            />
          </Suspense>
        )}
      </DropPopover>
      <CloseButton size="xs" aria-label={t('filter.remove', { name: said })} onClick={() => put('')} />
    </span>
  );
}
