/** The filter of a list: a chip for each condition, and the one that adds to them. What reads a filter comes where there is one to read. */
import { IconFilter } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useListWords } from '../../words/lists.ts';
import { DropPopover } from '../drop/drop-popover.tsx';
import type { FilterOf } from './list-fields.ts';

const ChipList = lazy(() => import('./chip-list.tsx').then((found) => ({ default: found.ChipList })));
const AskMore = lazy(() => import('./ask-more.tsx').then((found) => ({ default: found.AskMore })));

/** The chips. */
export function FilterChips(of: FilterOf) {
  const { t } = useListWords();
  return (
    <>
      {of.where !== undefined && (
        <Suspense>
          <ChipList {...of} />
        </Suspense>
      )}
      <span className="chip">
        <DropPopover
          width={300}
          target={
            <button type="button" className="chip-button">
              <IconFilter size={14} stroke={1.5} aria-hidden />
              {t('filter.add')}
            </button>
          }
        >
          {(close) => (
            <Suspense>
              <AskMore {...of} close={close} />
            </Suspense>
          )}
        </DropPopover>
      </span>
    </>
  );
}
