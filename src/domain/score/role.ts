/**
 * Whether a title is one that a playbook is after, by its words, its standing and its department.
 * Owns that comparison; how a title is read is `title.ts`.
 */
import { phraseAt } from '../facts/phrases.ts';
import { remembering } from '../facts/remembering.ts';
import { LIMITS } from '../limits.ts';
import { readTitle, type TitleReading } from './title.ts';
import { postPhrases, TITLE_LANGUAGES, TITLE_LEVELS } from './title-lexicon.ts';
import { isWord, wordsOf } from './title-words.ts';

/** role: the wanted post itself · department: another post of the same department · other: neither. */
export type RoleFit = 'role' | 'department' | 'other';

interface WantedRole {
  readonly reading: TitleReading;
  readonly words: readonly string[];
}

/**
 * Compares with the roles wanted; where only departments are named, everybody in them is wanted.
 * `titles`: as one would write them, `Head of Marketing`; `departments`: as `titles.*.json` names them.
 */
export function roleMatcher(target: {
  readonly titles: readonly string[];
  readonly departments: readonly string[];
}): (title: string, department: string | null) => RoleFit {
  const roles = target.titles.map((title): WantedRole => ({ reading: readTitle(title), words: contentWords(title) }));
  const departments = new Set([...target.departments, ...roles.map(({ reading }) => reading.department)]);
  return (title, department) => {
    const reading = readTitle(title);
    const own = department ?? reading.department;
    if (roles.some((role) => isSamePost(role.reading, reading, own))) return 'role';
    const words = contentWords(title);
    if (roles.some((role) => holdsRole(role, reading, words))) return 'role';
    if (own === null || !departments.has(own)) return 'other';
    return roles.length === 0 ? 'role' : 'department';
  };
}

/** Two ways to say one post: "CMO" and "Chief Marketing Officer" stand alike in one department. */
function isSamePost(wanted: TitleReading, title: TitleReading, department: string | null): boolean {
  return (
    wanted.level !== 'other' &&
    wanted.level === title.level &&
    wanted.department !== null &&
    wanted.department === department
  );
}

/** All words of the wanted role, in a title that stands no lower: not the assistant to it. */
function holdsRole({ reading, words }: WantedRole, title: TitleReading, own: readonly string[]): boolean {
  return (
    words.every((word) => own.includes(word)) &&
    TITLE_LEVELS.indexOf(title.level) <= TITLE_LEVELS.indexOf(reading.level)
  );
}

const POSTS = postPhrases(TITLE_LANGUAGES);
/** Words that only join: two spellings of one post differ in them. */
const JOINING: ReadonlySet<string | undefined> = new Set(['scope', 'join', 'place']);

const contentWords: (title: string) => readonly string[] = remembering(LIMITS.titleReadings, (title) =>
  wordsOf(title.slice(0, LIMITS.titleCharacters)).filter((word) => isWord(word) && !isJoining(word)),
);

function isJoining(word: string): boolean {
  return JOINING.has(phraseAt(POSTS, [word], 0)?.meaning.kind);
}
