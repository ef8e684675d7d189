/** Refusals as a whole list: read page by page, and added by hundreds from another list. */
import type { ListedSuppression, RefusalPage, Suppression } from '../../engine/store-port.ts';
import { all, type Program } from '../program.ts';
import { type SqlRow, statement } from '../statement.ts';
import { leadIdsByKeys } from './story.ts';
import { addSuppressions, suppressionOf } from './suppressions.ts';

const PAGE = statement<SqlRow>(`
  SELECT * FROM suppression WHERE workspace_id = :workspaceId AND (key_hash, channel) > (:keyHash, :channel)
  ORDER BY key_hash, channel LIMIT :limit`);

/** A page of a workspace's own list, in the order of hashes. */
export function* listRefusals({ workspaceId, after, limit }: RefusalPage): Program<Suppression[]> {
  const from = after ?? { keyHash: '', channel: '' };
  return (yield* all(PAGE, { workspaceId, keyHash: from.keyHash, channel: from.channel, limit })).map(suppressionOf);
}

/** Adds refusals of a list; the leads that they are about at once are assessed anew. The count of those that are new. */
export function* addListed(workspaceId: string, list: readonly ListedSuppression[]): Program<number> {
  const refused: { leadId: string; suppression: Suppression }[] = [];
  for (const { suppression, leadKey } of list) {
    const ids = leadKey === null ? [] : yield* leadIdsByKeys(workspaceId, '', [leadKey]);
    refused.push({ leadId: ids[0] ?? '', suppression });
  }
  return yield* addSuppressions(workspaceId, refused);
}
