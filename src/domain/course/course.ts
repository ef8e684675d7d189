/**
 * A class as a playbook brings it: its sections in order, with lessons, questions and prompts, and what it is judged by. Owns the written
 * form and its mistakes; shows nothing.
 */
import { z } from 'zod';
import { LIMITS } from '../limits.ts';
import { durationDays, durationHours } from '../playbook/format/duration.ts';
import type { Problem } from '../playbook/problem.ts';
import type { ClassRules } from './rules.ts';

/** A question with its options. */
export interface Question {
  readonly question: string;
  readonly options: readonly string[];
  /** Place of the right one, from 0. */
  readonly right: number;
  /** Told after a miss; null = nothing is. */
  readonly hint: string | null;
}

/** A section of a class. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** The part of the class that it belongs to; null = none. */
  readonly part: string | null;
  /** Markdown; null = the class is held elsewhere. */
  readonly lesson: string | null;
  readonly questions: readonly Question[];
  /** What is to be thought about. */
  readonly prompts: readonly Prompt[];
}

/** Something to think about: in words, or as a number from 1 to 5 that says how sure one is. */
export interface Prompt {
  readonly text: string;
  readonly kind: 'words' | 'rating';
}

/** A class, ready to be held and judged. */
export interface Course {
  readonly id: string;
  readonly title: string;
  /** Address of a class that is held elsewhere; null = it is held here. */
  readonly link: string | null;
  readonly rules: ClassRules;
  readonly sections: readonly Section[];
}

const sectionId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, {
  error: 'not an id\nUse letters, digits, hyphens and underscores: P1_S1.',
});
const words = z.string().trim().min(1);

const question = z
  .strictObject({
    question: words,
    options: z.array(words).min(2).max(LIMITS.questionOptions).describe('What may be chosen.'),
    answer: z.int().min(1).describe('Which of them is right; the first is 1.'),
    hint: words.optional().describe('Told after a miss.'),
  })
  .refine(({ options, answer }) => answer <= options.length, {
    path: ['answer'],
    error: 'there is no such option\nCount them from 1.',
  })
  .refine(({ options }) => new Set(options).size === options.length, {
    path: ['options'],
    error: 'an option stands there twice\nLeave one out.',
  });

/** The front matter of one lesson. */
export const lessonSchema = z.strictObject({
  id: sectionId.describe('Id of the section, by which progress is told.'),
  title: words,
  part: words.optional().describe('Part of the class that it belongs to.'),
  quiz: z.array(question).max(LIMITS.sectionQuestions).default([]),
  reflections: z
    .array(words)
    .max(LIMITS.sectionPrompts - 1)
    .default([])
    .describe('What is to be thought about.'),
  rating: words.optional().describe('A question that is answered by a number from 1 to 5.'),
});

/** Front matter as read. */
export type LessonSource = z.output<typeof lessonSchema>;

const percent = z.number().min(0).max(100);

/** The section `class` of playbook.yaml. */
export const classSchema = z
  .strictObject({
    id: sectionId.describe('Name of the class, by which progress is told.'),
    title: words,
    link: z
      .string()
      .default('')
      .describe('Address of a class that is held elsewhere; empty = it is held here, by class/*.md.'),
    sections: z
      .array(sectionId)
      .min(1)
      .max(LIMITS.classSections)
      .optional()
      .describe('Ids of the sections of a class that is held elsewhere, in order.'),
    hotCompletion: percent.default(25).describe('A hot lead has done this much of it at least, per cent.'),
    hotDays: z.int().min(0).max(365).default(7).describe('And was there within so many whole days.'),
    stalledAfter: durationDays.prefault('14d').describe('Days of silence after which a lead has stalled.'),
    cooldown: durationHours.prefault('24h').describe('Time before the same thing is told again.'),
    linkFor: durationDays.prefault('60d').describe('How long a link is good.'),
  })
  .describe('A class that leads are invited to.');

/** The section as read. */
export type ClassSource = z.output<typeof classSchema>;

/** A class of its section and lessons, in their order; null where `problems` is not empty. */
export function courseOf(
  source: ClassSource,
  lessons: readonly (LessonSource & { readonly lesson: string })[],
): { readonly course: Course | null; readonly problems: readonly Problem[] } {
  const elsewhere = (source.sections ?? []).map((id): Section => ({ ...EMPTY, id, title: id }));
  const sections = lessons.length > 0 ? lessons.map(sectionOf) : elsewhere;
  const problems = [...placeProblems(source, lessons.length), ...doubles(sections)];
  const { id, title, link, hotCompletion, hotDays, stalledAfter: stallDays, cooldown: cooldownHours, linkFor } = source;
  const rules = { hotCompletion, hotDays, stallDays, cooldownHours, linkDays: linkFor };
  return { course: problems.length > 0 ? null : { id, title, link: link || null, rules, sections }, problems };
}

const EMPTY: Omit<Section, 'id' | 'title'> = { part: null, lesson: null, questions: [], prompts: [] };

function sectionOf(source: LessonSource & { readonly lesson: string }): Section {
  const { id, title, part, quiz, reflections, rating, lesson } = source;
  return {
    id,
    title,
    part: part ?? null,
    lesson,
    questions: quiz.map(questionOf),
    prompts: [
      ...reflections.map((text): Prompt => ({ text, kind: 'words' })),
      ...(rating === undefined ? [] : [{ text: rating, kind: 'rating' } as const]),
    ],
  };
}

function questionOf({ question: text, options, answer, hint }: LessonSource['quiz'][number]): Question {
  return { question: text, options, right: answer - 1, hint: hint ?? null };
}

/** A class is held in one place: here by its lessons, or elsewhere by the ids of its sections. */
function placeProblems({ link, sections }: ClassSource, lessonCount: number): readonly Problem[] {
  const problem = (key: string, message: string, remedy: string) => [
    { at: ['class', key], code: 'class-place', message, remedy },
  ];
  if (link !== '' && !/^https?:\/\/[^\s]+$/.test(link)) {
    return problem('link', `"${link}" is no address of the web`, 'Write it with https://, or leave it empty.');
  }
  if (lessonCount > 0 && sections !== undefined) {
    return problem('sections', 'the class has lessons and a list of sections', 'Take the list out.');
  }
  if (lessonCount === 0 && sections === undefined) {
    return problem(
      'id',
      'the class has no sections',
      'Write lessons in class/*.md, or list the sections of one elsewhere.',
    );
  }
  if (lessonCount === 0 && link === '') {
    return problem('link', 'a class without lessons is held elsewhere, and nothing says where', 'Write its address.');
  }
  if (lessonCount > LIMITS.classSections) {
    return problem('id', 'the class has too many lessons', `Keep at most ${LIMITS.classSections}.`);
  }
  return [];
}

function doubles(sections: readonly Section[]): readonly Problem[] {
  const ids = sections.map(({ id }) => id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  return [...new Set(twice)].map((id) => ({
    at: ['class', 'id'],
    code: 'section-twice',
    message: `there are two sections with the id "${id}"`,
    remedy: 'Give one of them another id.',
  }));
}
