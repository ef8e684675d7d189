/** Lessons and the section of a class: what is right, and every malformed shape with its own finding. */
import { describe, expect, test } from 'vitest';
import { type ClassSource, classSchema, courseOf } from '../domain/course/course.ts';
import { readLessons } from './class-files.ts';

const GOOD = `---
id: S1
title: One
part: First
quiz:
  - question: Which?
    options: [a, b, c]
    answer: 2
    hint: Not the first.
reflections: [What?]
rating: How sure?
---

Words.
`;
const QUESTION = `  - question: Which?
    options: [a, b, c]
    answer: 2
    hint: Not the first.`;
const lesson = (text: string) => readLessons({ 'class/01.md': text });
const codes = (text: string) => lesson(text).findings.map(({ code, line }) => `${code} ${line}`);

test('CLASS-14.11 a lesson is read with its questions, prompts and rating, in the order of the files’ names', () => {
  const files = { 'class/02.md': GOOD.replace('id: S1', 'id: S2'), 'class/01.md': GOOD, 'class/notes.txt': 'x' };
  const { lessons, findings } = readLessons(files);
  expect(findings).toEqual([]);
  expect(lessons.map(({ id }) => id)).toEqual(['S1', 'S2']);
  const source = classSchema.parse({ id: 'c', title: 'C' });
  const { course } = courseOf(source, lessons);
  expect(course?.sections[0]).toEqual({
    id: 'S1',
    title: 'One',
    part: 'First',
    lesson: 'Words.',
    questions: [{ question: 'Which?', options: ['a', 'b', 'c'], right: 1, hint: 'Not the first.' }],
    prompts: [
      { text: 'What?', kind: 'words' },
      { text: 'How sure?', kind: 'rating' },
    ],
  });
  expect(course?.rules).toEqual({ hotCompletion: 25, hotDays: 7, stallDays: 14, cooldownHours: 24, linkDays: 60 });
});

test('CLASS-14.12 line ends of any kind and a byte order mark do no harm', () => {
  expect(codes(`\uFEFF${GOOD.replaceAll('\n', '\r\n')}`)).toEqual([]);
});

/** From the good lesson, by replacing one thing with another: what is found, and in which line. */
const LESSONS: readonly (readonly [what: string, of: string, by: string, found: string])[] = [
  ['no front matter', GOOD, 'Words.', 'no-front-matter 1'],
  ['front matter without an end', '\n---\n\nWords.\n', '\nWords.\n', 'no-front-matter 1'],
  ['no words', '\nWords.\n', '', 'lesson-length 1'],
  ['nothing but blanks', 'Words.', '  ', 'lesson-length 1'],
  ['too many words', 'Words.', 'x'.repeat(50_001), 'lesson-length 1'],
  ['no YAML', 'title: One', 'title: [One', 'not-yaml'],
  ['no id', 'id: S1\n', '', 'missing'],
  ['an empty id', 'id: S1', 'id: ""', 'wrong-value 2'],
  ['an id with a blank', 'id: S1', 'id: S 1', 'wrong-value 2'],
  ['an id that is a number', 'id: S1', 'id: 1', 'wrong-type 2'],
  ['an id that is a yes', 'id: S1', 'id: true', 'wrong-type 2'],
  ['an id that is a list', 'id: S1', 'id: [S1]', 'wrong-type'],
  ['an id that is too long', 'id: S1', `id: ${'x'.repeat(41)}`, 'wrong-value 2'],
  ['no title', 'title: One\n', '', 'missing'],
  ['a blank title', 'title: One', 'title: "  "', 'out-of-range 3'],
  ['a title that is a number', 'title: One', 'title: 1', 'wrong-type 3'],
  ['a title that is nothing', 'title: One', 'title:', 'wrong-type 3'],
  ['a part that is a list', 'part: First', 'part: [First]', 'wrong-type'],
  ['an unknown key', 'part: First', 'colour: blue', 'unknown-key 4'],
  ['a quiz that is no list', `quiz:\n${QUESTION}`, 'quiz: none', 'wrong-type'],
  ['a question that is a text', QUESTION, '  - Which?', 'wrong-type'],
  ['a question without words', 'question: Which?\n    ', '', 'missing'],
  ['a blank question', 'Which?', '" "', 'out-of-range 6'],
  ['a question that is a number', 'question: Which?', 'question: 7', 'wrong-type 6'],
  ['a question without options', '    options: [a, b, c]\n', '', 'missing'],
  ['options that are no list', 'options: [a, b, c]', 'options: a', 'wrong-type 7'],
  ['one option', 'options: [a, b, c]', 'options: [a]', 'out-of-range 7'],
  ['too many options', 'options: [a, b, c]', 'options: [a, b, c, d, e, f, g, h, i, j, k]', 'out-of-range 7'],
  ['an option that is a number', 'options: [a, b, c]', 'options: [a, 2]', 'wrong-type 7'],
  ['a blank option', 'options: [a, b, c]', 'options: [a, " "]', 'out-of-range 7'],
  ['the same option twice', 'options: [a, b, c]', 'options: [a, b, a]', 'wrong-value 7'],
  ['no answer', '    answer: 2\n', '', 'missing'],
  ['an answer that is a text', 'answer: 2', 'answer: b', 'wrong-type 8'],
  ['an answer that is a yes', 'answer: 2', 'answer: true', 'wrong-type 8'],
  ['an answer that is half', 'answer: 2', 'answer: 1.5', 'wrong-type 8'],
  ['the answer 0', 'answer: 2', 'answer: 0', 'out-of-range 8'],
  ['an answer before the first', 'answer: 2', 'answer: -1', 'out-of-range 8'],
  ['an answer beyond the last', 'answer: 2', 'answer: 4', 'wrong-value 8'],
  ['a hint that is a list', 'hint: Not the first.', 'hint: [x]', 'wrong-type'],
  ['a blank hint', 'hint: Not the first.', 'hint: " "', 'out-of-range 9'],
  ['an unknown key of a question', 'hint: Not the first.', 'points: 3', 'unknown-key 9'],
  ['too many questions', QUESTION, Array(21).fill(QUESTION).join('\n'), 'out-of-range'],
  ['reflections that are a text', 'reflections: [What?]', 'reflections: What?', 'wrong-type'],
  ['a blank reflection', 'reflections: [What?]', 'reflections: [" "]', 'out-of-range'],
  ['a reflection that is a number', 'reflections: [What?]', 'reflections: [3]', 'wrong-type'],
  [
    'too many reflections',
    'reflections: [What?]',
    `reflections: [${Array(20).fill('What?').join(', ')}]`,
    'out-of-range',
  ],
  ['a rating that is a number', 'rating: How sure?', 'rating: 5', 'wrong-type'],
  ['a blank rating', 'rating: How sure?', 'rating: " "', 'out-of-range'],
];

describe('a malformed lesson is named by file and line', () => {
  test.each(LESSONS.map((row, i) => [i + 13, ...row] as const))('CLASS-14.%i %s', (_, __, of, by, found) => {
    const { lessons, findings } = lesson(GOOD.replace(of, by));
    expect(findings.map(({ file, code, line }) => `${file} ${code} ${line}`)[0]).toMatch(
      new RegExp(`^class/01\\.md ${found}${/\d$/.test(found) ? '$' : ' '}`),
    );
    expect(findings.every(({ remedy }) => remedy !== '')).toBe(true);
    expect(lessons).toEqual([]);
  });
});

const ELSEWHERE = { id: 'c', title: 'C', link: 'https://lms.example/c', sections: ['a', 'b'] };
const source = (part: object): ClassSource => classSchema.parse({ ...ELSEWHERE, ...part });

describe('where a class is held', () => {
  test('elsewhere, by the ids of its sections', () => {
    const { course, problems } = courseOf(source({}), []);
    expect([problems, course?.link, course?.sections.map(({ id, lesson: words }) => [id, words])]).toEqual([
      [],
      'https://lms.example/c',
      [
        ['a', null],
        ['b', null],
      ],
    ]);
  });

  test.each([
    ['an address that is none', source({ link: 'lms' }), [], 'link'],
    ['an address that a browser would run', source({ link: 'javascript:alert(1)' }), [], 'link'],
    ['elsewhere, and nothing says where', source({ link: '' }), [], 'link'],
    ['no sections at all', source({ sections: undefined }), [], 'id'],
    ['lessons and a list of sections', source({}), lesson(GOOD).lessons, 'sections'],
    ['two sections of one id', source({ sections: ['a', 'b', 'a'] }), [], 'id'],
  ] as const)('%s is a mistake', (_, of, lessons, key) => {
    const { course, problems } = courseOf(of, lessons);
    expect([course, problems.map(({ at }) => at.at(-1))]).toEqual([null, [key]]);
  });

  test.each([
    { id: '' },
    { id: 'two words' },
    { title: ' ' },
    { sections: [] },
    { sections: 'a' },
    { sections: [''] },
    { sections: [1] },
    { hotCompletion: -1 },
    { hotCompletion: 101 },
    { hotCompletion: Number.NaN },
    { hotCompletion: '25' },
    { hotDays: 1.5 },
    { hotDays: -1 },
    { hotDays: true },
    { stalledAfter: 14 },
    { stalledAfter: '14h' },
    { cooldown: 'soon' },
    { linkFor: '60' },
    { colour: 'blue' },
    { link: 7 },
  ])('CLASS-14.61 %j is refused', (part) => {
    expect(classSchema.safeParse({ ...ELSEWHERE, ...part }).success).toBe(false);
  });
});
