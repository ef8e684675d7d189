/** Reads the lessons of a class: `class/*.md`, each with front matter in YAML. Owns their layout; what a lesson says is its author's. */
import { type LessonSource, lessonSchema } from '../domain/course/course.ts';
import { LIMITS } from '../domain/limits.ts';
import { readShape } from '../domain/playbook/format/shape.ts';
import type { Finding } from '../domain/playbook/problem.ts';
import type { PlaybookFiles } from './template-files.ts';
import { placeProblem, readYaml } from './yaml.ts';

/** What the folder holds, in the order of the files' names, and what is wrong with it. */
export interface ClassFolder {
  readonly lessons: readonly (LessonSource & { readonly lesson: string })[];
  readonly findings: readonly Finding[];
}

const FENCE = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/;

/** Reads `class/*.md`. */
export function readLessons(files: PlaybookFiles): ClassFolder {
  const paths = Object.keys(files).filter((path) => /^class\/[^/]+\.md$/.test(path));
  const read = paths.sort().map((path) => readLesson(path, files[path] ?? ''));
  return {
    lessons: read.flatMap(({ lesson }) => (lesson === null ? [] : [lesson])),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function readLesson(file: string, text: string) {
  const [, matter, body = ''] = FENCE.exec(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')) ?? [];
  if (matter === undefined) {
    return fault(
      file,
      'no-front-matter',
      'the lesson says nothing of itself',
      'Begin it with "---", id and title, "---".',
    );
  }
  if (body.trim() === '' || body.length > LIMITS.lessonCharacters) {
    const remedy = `Write it below the second "---", in at most ${LIMITS.lessonCharacters} characters.`;
    return fault(file, 'lesson-length', 'the lesson is empty, or too long', remedy);
  }
  const yaml = readYaml(file, `\n${matter}`);
  const { value, problems } = readShape(lessonSchema, yaml.data);
  const findings =
    yaml.findings.length > 0 ? yaml.findings : problems.map((problem) => placeProblem(file, yaml, problem));
  return { lesson: value === null ? null : { ...value, lesson: body.trim() }, findings };
}

function fault(file: string, code: string, message: string, remedy: string) {
  const finding: Finding = { file, line: 1, column: 1, path: '', code, message, remedy };
  return { lesson: null, findings: [finding] };
}
