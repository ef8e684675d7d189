/** Standing refusals: who is never contacted, by which way, why and since when; one looked up; lists in and out; what waits for a word. */
import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAsk } from '../../api/ask.ts';
import { Page } from '../../parts/page.tsx';
import { useSettingWords } from '../../words/settings.ts';
import '../ops.css';
import { CheckAddress } from './check-address.tsx';
import { Refusals } from './refusals.tsx';
import { Reviews } from './reviews.tsx';

const PARTS = ['standing', 'check', 'reviews'] as const;

/** The screen. */
export function SuppressionsScreen() {
  const { t } = useSettingWords();
  const navigate = useNavigate();
  const { part = 'standing' } = useSearch({ from: '/suppressions' });
  const waiting = useAsk('reviews of stops', {}, (client, how) => client.suppressions.review({ limit: 200 }, how)).data;
  const labelOf = (value: (typeof PARTS)[number]) => {
    const label = t(`refusals.${value}`);
    return value === 'reviews' && waiting && waiting.review.length > 0
      ? `${label} · ${String(waiting.review.length)}`
      : label;
  };
  return (
    <Page title={t('nav.suppressions')} says={t('suppressions.says')}>
      <div className="scroll-x">
        <SegmentedControl
          size="xs"
          aria-label={t('refusals.part')}
          value={part}
          data={PARTS.map((value) => ({ value, label: labelOf(value) }))}
          onChange={(value) =>
            void navigate({
              to: '/suppressions',
              search: { part: value === 'standing' ? undefined : value } as never,
              replace: true,
            })
          }
        />
      </div>
      {part === 'check' ? <CheckAddress /> : part === 'reviews' ? <Reviews /> : <Refusals />}
    </Page>
  );
}
