/** How a lead of a class is shown, and how a class is named in an input. */
import { z } from 'zod';
import type { Course } from '../../../domain/course/course.ts';
import { CLASS_ACTIONS } from '../../../domain/course/next-action.ts';
import { coursesOf } from '../../classes/courses.ts';
import type { ClassStanding } from '../../classes/standing.ts';
import type { LearnerKey } from '../../store-port.ts';
import { leadIdOf } from '../find.ts';
import { type OperationContext, Refusal } from '../operation.ts';

/** How a class is named. */
export const classRef = z.string().optional().describe('id of the class; may be left out where there is one');

const signal = z.enum(['hot', 'warm', 'cold']);
const label = z.object({ label: signal, score: z.number().nullable() }).nullable();

/** A lead of a class as output. */
export const learnerRow = z.object({
  leadId: z.string(),
  stage: z.string(),
  completion: z.number(),
  done: z.number(),
  sections: z.number(),
  currentSection: z.string().nullable(),
  startedAt: z.string().nullable(),
  lastActivityAt: z.string().nullable(),
  invitedAt: z.string().nullable(),
  hot: z.boolean(),
  temperature: z.number(),
  signal,
  action: z.enum(CLASS_ACTIONS),
  priority: z.enum(['high', 'medium', 'low']),
  channel: z.enum(['email', 'call']).nullable(),
  because: z.string(),
  final: label,
  rolling: label,
});

/** One row. */
export function learnerShown(leadId: string, course: Course, standing: ClassStanding): z.output<typeof learnerRow> {
  const { state, recommendation, temperature } = standing;
  const { action, priority, channel, reason, hot } = recommendation;
  return {
    leadId,
    stage: standing.stage,
    completion: Math.round((state?.completion ?? 0) * 10) / 10,
    done: state?.done.length ?? 0,
    sections: course.sections.length,
    currentSection: state?.currentSection ?? null,
    startedAt: timeOf(state?.startedAt),
    lastActivityAt: timeOf(state?.lastActivityAt),
    invitedAt: timeOf(standing.invitedAt),
    hot: hot.isHot,
    temperature: temperature.score,
    signal: temperature.signal,
    action,
    priority,
    channel,
    because: reason.code,
    final: standing.final,
    rolling: standing.rolling,
  };
}

/** A time as output; null stays null. */
export function timeOf(at: number | null | undefined): string | null {
  return at == null ? null : new Date(at).toISOString();
}

/** The class that is meant. Errors: refusals `no-such-class`, `which-class`. */
export async function classOf({ engine, workspaceId }: OperationContext, id: string | undefined): Promise<Course> {
  const courses = await coursesOf(engine, workspaceId);
  const named = id === undefined ? courses : courses.filter((one) => one.id === id);
  const [found, ...others] = named;
  if (found && others.length === 0) return found;
  const ids = courses.map((one) => one.id).join(', ');
  if (found) throw new Refusal('which-class', 'there are several classes', `choose with --class: ${ids}`);
  throw new Refusal(
    'no-such-class',
    id === undefined ? 'no campaign brings a class' : `there is no class “${id}”`,
    ids ? `there are: ${ids}` : 'rekindle campaign create NAME --playbook cold-class',
  );
}

/** The learner that is meant, whether or not it is in the class. */
export async function learnerKeyOf(
  { engine, workspaceId }: OperationContext,
  course: Course,
  lead: string,
): Promise<LearnerKey> {
  return { workspaceId, leadId: await leadIdOf(engine, workspaceId, lead), course: course.id };
}

/** The refusal of a lead that is in no such class. */
export function notInClass(lead: string): Refusal {
  return new Refusal('not-in-class', `“${lead}” is not in the class`, 'invite the lead: rekindle class invite');
}
