/** What can be done with the leads that are chosen: each is done by itself, and those that could not be are told with their reason. */
import { Button, CloseButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RekindleClient } from '../../api/client.ts';
import { useHere } from '../../session/session.tsx';
import { useWords } from '../../words/words.tsx';

interface BulkProps {
  readonly chosen: ReadonlySet<string>;
  clear(): void;
}

type Each = (client: RekindleClient, lead: string) => Promise<unknown>;

/** Leads that are asked for at once. */
const AT_ONCE = 4;

/** A bar below the rows, while some are chosen. */
export function BulkBar({ chosen, clear }: BulkProps) {
  const { t } = useWords();
  const { bulk, underWay } = useBulk(chosen, clear);
  if (chosen.size === 0) return null;
  return (
    <section className="bulk" aria-label={t('bulk.title')}>
      <b>{t('bulk.chosen', { n: chosen.size })}</b>
      <Button
        size="xs"
        variant="default"
        loading={underWay}
        onClick={() => void bulk((client, lead) => client.leads.pause({ lead }))}
      >
        {t('lead.pause')}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={underWay}
        onClick={() => void bulk((client, lead) => client.leads.resume({ lead }))}
      >
        {t('lead.resume')}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={underWay}
        onClick={() => void bulk((client, lead) => client.leads.cancel({ lead }))}
      >
        {t('lead.cancel')}
      </Button>
      <CloseButton aria-label={t('bulk.clear')} onClick={clear} />
    </section>
  );
}

function useBulk(chosen: ReadonlySet<string>, clear: () => void) {
  const { client, workspace } = useHere();
  const { t } = useWords();
  const queries = useQueryClient();
  const [underWay, setUnderWay] = useState(false);
  const bulk = async (each: Each) => {
    setUnderWay(true);
    const queue = [...chosen];
    const failed: string[] = [];
    const work = async () => {
      for (let lead = queue.pop(); lead !== undefined; lead = queue.pop()) {
        await each(client, lead).catch((error: Error) => failed.push(error.message));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const [why = ''] = failed;
    notifications.show({
      color: failed.length > 0 ? 'yellow' : 'petrol',
      message: t(failed.length > 0 ? 'bulk.partly' : 'bulk.done', {
        n: chosen.size - failed.length,
        of: chosen.size,
        why,
      }),
    });
    setUnderWay(false);
    clear();
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === workspace });
  };
  return { bulk, underWay };
}
