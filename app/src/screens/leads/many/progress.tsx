/** How far an act on many leads is, and the button that ends it where it is. */
import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAct } from '../../../api/act.tsx';
import { useAsk } from '../../../api/ask.ts';
import { useLeadWords } from '../../../words/leads.ts';

/** An act as the instance tells it. */
export interface ManyAct {
  readonly id: string;
  readonly act: string;
  readonly value: string;
  readonly where: string;
  readonly named: number | null;
  readonly state: 'running' | 'done' | 'cancelled' | 'undoing' | 'undone';
  readonly fits: number;
  readonly changed: number;
  readonly skipped: number;
  readonly restored: number;
  readonly kept: number;
  readonly reasons: readonly { readonly code: string; readonly leads: number; readonly says: string }[];
  readonly startedBy: string;
  readonly startedAt: string;
}

/** Ms after which a running act is asked for anew. */
const OFTEN_MS = 1_000;
const SHOWN = 20;

/** The newest acts; `often`: while one is watched. */
export function useActs(often: boolean): readonly ManyAct[] {
  const options = useAsk.options('bulk', {}, (client, how) => client.bulk.list({ limit: SHOWN }, how));
  const asked = useQuery({ ...options, refetchInterval: often ? OFTEN_MS : false });
  return (asked.data?.acts ?? []) as unknown as readonly ManyAct[];
}

/** Its bar, in figures too. */
export function Progress({ of }: { readonly of: ManyAct }) {
  const { t } = useLeadWords();
  const act = useAct();
  const isBack = of.state === 'undoing';
  const [done, all] = isBack ? [of.restored + of.kept, of.changed] : [of.changed + of.skipped, of.fits];
  return (
    <Group gap="sm" wrap="nowrap">
      <progress
        className="share"
        max={100}
        value={all > 0 ? Math.min(100, (100 * done) / all) : 0}
        aria-label={t('all.progress')}
      />
      <Text size="sm" className="num acts-whole">
        {t('all.far', { n: done, of: all })}
      </Text>
      {!isBack && (
        <Button
          size="compact-sm"
          variant="default"
          className="acts-whole"
          loading={act.busy}
          onClick={() => act.run({ call: (client) => client.bulk.cancel({ bulk: of.id }), done: t('all.isCancelled') })}
        >
          {t('all.cancel')}
        </Button>
      )}
    </Group>
  );
}
