/** A person lets a sequence go on that an event holds. Owns which passages; what going on is stands in `domain/sequence`. */
import { resumed } from '../../domain/sequence/steer.ts';
import type { Engine } from '../engine.ts';

/** Lets held passages of a lead go on, in one campaign or in all (null); the count of them. */
export async function resumeEnrollments(
  engine: Engine,
  {
    workspaceId,
    leadId,
    campaignId,
  }: Readonly<Record<'workspaceId' | 'leadId', string>> & {
    readonly campaignId: string | null;
  },
): Promise<number> {
  const now = engine.clock.now();
  const moved = await engine.store.work.change({
    workspaceId,
    leadId,
    decide: (open) =>
      open.flatMap((enrollment) =>
        campaignId === null || enrollment.campaignId === campaignId ? (resumed(enrollment, now) ?? []) : [],
      ),
  });
  await engine.store.work.letGoOn({ workspaceId, leadId, campaignId, now });
  return moved;
}
