/**
 * The class that is held here: what a link shows, and what a learner does by it. Looking stamps nothing; the first act is the first use.
 * Owns which sections are open; what an answer is worth is the domain's.
 */

import type { Course, Section } from '../../domain/course/course.ts';
import { questionStanding } from '../../domain/course/quiz.ts';
import { reflectionFault } from '../../domain/course/reflection.ts';
import { brandOfId } from '../agency/brand.ts';
import type { Engine } from '../engine.ts';
import type { ClassHouse, ClassRoom, RoomAct, RoomClosed, RoomLesson, RoomSection } from '../serve/class-port.ts';
import type { ClassInvite, Learner, LearnerKey } from '../store-port.ts';
import { readClassToken } from '../tokens/class.ts';
import { courseOf } from './courses.ts';
import { recordProgress } from './progress.ts';
import { goBack } from './remove.ts';

/** Origin of what is done in the class of the house. */
const ROOM_ORIGIN = 'class-page';

interface Entered {
  readonly invite: ClassInvite;
  readonly course: Course;
  readonly learner: Learner;
  readonly key: LearnerKey;
}

/** The class of an engine's house. `senderOf`: who invites a lead. */
export function classHouse(
  engine: Engine,
  senderOf: (key: Pick<LearnerKey, 'workspaceId' | 'leadId'>) => Promise<string | null>,
): ClassHouse {
  return {
    async look(token, section) {
      const entered = await enter(engine, token);
      if (typeof entered === 'string') return entered;
      const room = roomOf(entered, section, await senderOf(entered.key));
      return room === null ? 'invalid' : { ...room, brand: await brandOfId(engine, entered.key.workspaceId) };
    },
    async act(token, act) {
      const entered = await enter(engine, token);
      if (typeof entered === 'string') return entered;
      if (!(await perform(engine, entered, act))) return 'no';
      await engine.store.classes.firstUse(entered.key.workspaceId, entered.invite.id, engine.clock.now());
      return 'done';
    },
  };
}

/** Who stands behind a token. A link is good in the very instant in which it expires no more. */
async function enter(engine: Engine, token: string): Promise<Entered | RoomClosed> {
  const claim = readClassToken(engine.keyring.secret, token);
  const invite = claim && (await engine.store.classes.inviteById(claim.workspaceId, claim.inviteId));
  if (!invite) return 'invalid';
  if (invite.revokedAt !== null) return 'revoked';
  if (invite.expiresAt <= engine.clock.now()) return 'expired';
  const { workspaceId, leadId } = invite;
  const key = { workspaceId, leadId, course: invite.course };
  const course = await courseOf(engine, workspaceId, invite.course);
  const learner = await engine.store.classes.learner(key);
  // A class that no campaign brings any more, or that is held elsewhere by now.
  if (course === null || course.link !== null || learner === null) return 'invalid';
  return { invite, course, learner, key };
}

function roomOf(entered: Entered, wanted: string | null, sender: string | null): ClassRoom | null {
  const { course } = entered;
  const sections = sectionsOf(entered);
  const open = sections.find(({ id }) => id === wanted);
  if (wanted !== null && !open?.isOpen) return null;
  const section = course.sections.find(({ id }) => id === wanted);
  return {
    title: course.title,
    sender,
    doneCount: sections.filter(({ isDone }) => isDone).length,
    sections,
    lesson: section === undefined ? null : lessonOf(entered, section, open?.isDone ?? false),
  };
}

/** Those that were done, and the first that was not, are open. */
function sectionsOf({ course, learner }: Entered): readonly RoomSection[] {
  const done = new Set(learner.progress.map(({ section }) => section));
  const next = course.sections.find(({ id }) => !done.has(id))?.id;
  return course.sections.map(({ id, title, part }) => {
    return { id, title, part, isDone: done.has(id), isOpen: done.has(id) || id === next };
  });
}

function lessonOf({ course, learner }: Entered, section: Section, isDone: boolean): RoomLesson {
  const { id, title, lesson } = section;
  const questions = section.questions.map(({ question, options, right, hint }, place) => {
    const { triesLeft, isOver, isRight, tries } = questionStanding(learner.attempts, id, place);
    const missed = tries > 0 && !isOver;
    return { question, options, triesLeft, isOver, isRight, hint: missed ? hint : null, right: isOver ? right : null };
  });
  const prompts = section.prompts.map(({ text, kind }, place) => {
    const written = learner.reflections.find((one) => one.section === id && one.prompt === place);
    return { text, kind, answer: written?.text ?? '' };
  });
  const after = course.sections[course.sections.findIndex((one) => one.id === id) + 1];
  const mayFinish = questions.every(({ isOver }) => isOver);
  return { id, title, lesson: lesson ?? '', questions, prompts, isDone, mayFinish, next: after?.id ?? null };
}

/** Does what may be done; false = it may not, and nothing was. */
async function perform(engine: Engine, entered: Entered, act: RoomAct): Promise<boolean> {
  const section = entered.course.sections.find(({ id }) => id === act.section);
  const shown = sectionsOf(entered).find(({ id }) => id === act.section);
  if (section === undefined || !shown?.isOpen) return false;
  switch (act.kind) {
    case 'answer':
      return answer(engine, entered, section, act.question, act.choice);
    case 'reflect':
      return reflect(engine, entered, section, act.answers);
    case 'finish':
      return finish(engine, entered, section, shown.isDone);
    case 'back':
      return shown.isDone && goBack(engine, entered.course, entered.key, section.id);
  }
}

/** One more try, where one is left. */
async function answer(
  engine: Engine,
  { learner, key }: Entered,
  { id, questions }: Section,
  place: number,
  choice: number,
): Promise<boolean> {
  const question = questions[place];
  if (question?.options[choice] === undefined) return false;
  const { isOver, tries } = questionStanding(learner.attempts, id, place);
  if (isOver) return false;
  const points = choice === question.right ? 100 : 0;
  const at = engine.clock.now();
  await engine.store.classes.attempt(key, { section: id, question: place, attempt: tries + 1, points, choice, at });
  return true;
}

/** What was written, all of it or nothing; what is left empty stays as it was. */
async function reflect(
  engine: Engine,
  { key }: Entered,
  { id, prompts }: Section,
  answers: readonly string[],
): Promise<boolean> {
  const written = answers.flatMap((text, prompt) =>
    text.trim() === '' ? [] : [{ section: id, prompt, text: text.trim() }],
  );
  if (written.length === 0 || written.some((one) => reflectionFault(one, prompts.length) !== null)) return false;
  for (const one of written) await engine.store.classes.reflect(key, { ...one, at: engine.clock.now() });
  return true;
}

/** Done, once: a second press of the button is the same report. Gone back to, it is another one. */
async function finish(engine: Engine, entered: Entered, section: Section, isDone: boolean): Promise<boolean> {
  const { course, key, learner } = entered;
  if (isDone) return true;
  if (!lessonOf(entered, section, isDone).mayFinish) return false;
  const { workspaceId, leadId } = key;
  const at = engine.clock.now();
  const originId = `${leadId}:${course.id}:${learner.enrollment.generation}:${section.id}:${learner.progress.length}`;
  const told = { workspaceId, leadId, section: section.id, at, origin: ROOM_ORIGIN, originId, quiz: null };
  const became = await recordProgress(engine, course, told);
  return became === 'recorded' || became === 'known';
}
