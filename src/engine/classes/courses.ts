/** Which class is meant: those that the playbooks of a workspace's campaigns bring. Owns the choice where several bring the same. */
import { type Campaign, isOver } from '../../domain/campaign/campaign.ts';
import type { Course } from '../../domain/course/course.ts';
import { LIMITS } from '../../domain/limits.ts';
import type { Engine } from '../engine.ts';

/**
 * The classes of a workspace, each once: where several campaigns bring one, the version of a live campaign counts, then of one that is
 * not over, then of the newest.
 */
export async function coursesOf(engine: Engine, workspaceId: string): Promise<readonly Course[]> {
  await engine.playbooks.refresh();
  const campaigns = await engine.store.campaigns.list(workspaceId, LIMITS.campaigns);
  const inOrder = [...campaigns].sort(
    (a, b) => rankOf(a) - rankOf(b) || b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1),
  );
  const courses = inOrder.flatMap(({ playbookHash }) => engine.playbooks.get(playbookHash).playbook.course ?? []);
  return courses.filter(({ id }, i) => courses.findIndex((one) => one.id === id) === i);
}

/** The class of this id; without one the only class that there is. Null = none, or it is not clear which. */
export async function courseOf(engine: Engine, workspaceId: string, id: string | null): Promise<Course | null> {
  const courses = await coursesOf(engine, workspaceId);
  if (id !== null) return courses.find((one) => one.id === id) ?? null;
  return courses.length === 1 ? (courses[0] ?? null) : null;
}

function rankOf(campaign: Campaign): number {
  if (campaign.state === 'live') return 0;
  return isOver(campaign) ? 2 : 1;
}

/** Ids of the sections in their order. */
export function sectionIds({ sections }: Course): readonly string[] {
  return sections.map(({ id }) => id);
}
