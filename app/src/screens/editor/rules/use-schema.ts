/** The schema of playbook.yaml, a file beside the scripts: made from what reads the playbook, so that a form knows no more and no less. */
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../../editor/schema/shape.ts';

const url = new URL('../../../../../playbooks/playbook.schema.json', import.meta.url).href;

/** Fetched once. */
export function useSchema() {
  return useQuery({
    queryKey: ['playbook schema'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Schema> => {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${url}: ${String(answer.status)}`);
      return (await answer.json()) as Schema;
    },
  });
}
