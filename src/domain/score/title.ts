/**
 * What a job title says: how high it stands and which department it belongs to, by whole words in their context.
 * Owns the reading; the words themselves are data (`data/titles.<language>.json`). Never matches inside a word.
 */
import { phraseAt } from '../facts/phrases.ts';
import { remembering } from '../facts/remembering.ts';
import { LIMITS } from '../limits.ts';
import {
  departmentPhrases,
  type LastWord,
  type PostWord,
  postPhrases,
  STANDING_ORDER,
  STANDINGS,
  type Standing,
  TITLE_LANGUAGES,
  type TitleLevel,
} from './title-lexicon.ts';
import { wordsOf } from './title-words.ts';

/** What was read from a title. */
export interface TitleReading {
  readonly level: TitleLevel;
  /** `marketing`, `sales`, … as the language files name them; null where the title names none. */
  readonly department: string | null;
}

const POSTS = postPhrases(TITLE_LANGUAGES);
const DEPARTMENTS = departmentPhrases(TITLE_LANGUAGES);
/** Named by who leads rather than by what is done, so any other department in the title says more. */
const WEAK_DEPARTMENT = 'executive';

/**
 * Reads a job title in any language that has a data file; the title's own language need not be known.
 * `title`: as written, any case, accents and punctuation. Readings are remembered up to `LIMITS.titleReadings`.
 */
export const readTitle: (title: string) => TitleReading = remembering(LIMITS.titleReadings, (title) => {
  const words = wordsOf(title.slice(0, LIMITS.titleCharacters));
  return { level: levelOf(words), department: departmentOf(words) };
});

/** A post is a stretch of the title between breaks: "Director of Sales", "Assistant". */
interface Post {
  standing: Standing;
  alone: Standing | null;
  /** Words heard outside "of …", "at …", "to …". */
  heard: number;
  last: LastWord | 'level' | 'word';
  /** Whether a word says who does it: "Analyst", "Nurse", "Assistant". */
  doer: boolean;
}

/** What was heard of a title: the standing that settles it, and whether a post said what somebody is. */
interface Hearing {
  standing: Standing;
  named: boolean;
}

/** How far what follows is not heard: to the next post, or past joined posts to the next clause. */
type Deaf = 'no' | 'post' | 'clause';

/** Standings that are an adjective's noun: a "Chief … Director" is a director. */
const NOUNS: ReadonlySet<Standing> = new Set<Standing>(['head', 'director', 'manager', 'lead']);
/** Standings that a unit may be named after: "CEO Office", "Founders Program", "Board Relations". */
const NAMESAKES: ReadonlySet<Standing> = new Set<Standing>([
  'founder',
  'chief-executive',
  'chief',
  'chief-anything',
  'board',
]);
/** Words for who does it. */
const DOERS: ReadonlySet<PostWord['kind']> = new Set<PostWord['kind']>(['profession', 'craft', 'support']);
/** Standings that say how good somebody is, not what. */
const GRADES: ReadonlySet<Standing> = new Set<Standing>(['senior', 'other']);

function levelOf(words: readonly string[]): TitleLevel {
  const now = hearingOf(words, false);
  return STANDINGS[now.named ? now.standing : hearingOf(words, true).standing];
}

/** `lapsed`: whether posts that are over are heard; they are where the title names no other. */
function hearingOf(words: readonly string[], lapsed: boolean): Hearing {
  const hearing: Hearing = { standing: 'other', named: false };
  let [post, deaf]: [Post, Deaf] = [newPost(), 'no'];
  for (let i = 0; i < words.length; ) {
    const phrase = phraseAt(POSTS, words, i);
    const begins = i === 0;
    const kind = phrase?.meaning.kind ?? breakKind(words[i] ?? '');
    i += phrase?.words.length ?? 1;
    if (kind === 'clause' || kind === 'join') {
      close(post, hearing);
      post = newPost();
      if (kind === 'clause' || deaf === 'post') deaf = 'no';
    } else if (kind === 'serve' || (kind === 'lapsed' && !lapsed)) deaf = 'clause';
    else if (kind === 'place' || (kind === 'scope' && !begins)) deaf = deaf === 'no' ? 'post' : deaf;
    else if (deaf === 'no' && kind !== 'lapsed') hear(post, phrase?.meaning);
  }
  close(post, hearing);
  return hearing;
}

function breakKind(token: string): 'clause' | 'join' | 'word' {
  if (token === ',') return 'clause';
  return token === '/' ? 'join' : 'word';
}

function newPost(): Post {
  return { standing: 'other', alone: null, heard: 0, last: 'word', doer: false };
}

function hear(post: Post, word: PostWord | undefined): void {
  const afterLevel = post.last === 'level';
  post.heard += 1;
  post.last = word === undefined ? 'word' : lastOf(word.kind, afterLevel);
  if (word?.kind === 'level') post.standing = joined(post.standing, word.standing);
  else if (word?.kind === 'alone') post.alone = word.standing;
  else if (word !== undefined && DOERS.has(word.kind)) {
    post.doer = true;
    if (post.standing === 'chief-anything') post.standing = 'head';
  }
}

/** What a word is as the last one of its post; a unit is one only right after a level. */
function lastOf(kind: PostWord['kind'], afterLevel: boolean): Post['last'] {
  if (kind === 'unit') return afterLevel ? 'unit' : 'word';
  return kind === 'level' || kind === 'support' || kind === 'craft' || kind === 'function' ? kind : 'word';
}

function joined(before: Standing, next: Standing): Standing {
  return before === 'chief-anything' && NOUNS.has(next) ? next : first(before, next);
}

function close(post: Post, hearing: Hearing): void {
  const standing = standingOf(post, !hearing.named);
  hearing.standing = first(hearing.standing, standing);
  hearing.named ||= post.doer || !GRADES.has(standing);
}

function standingOf(post: Post, isFirst: boolean): Standing {
  if (post.last === 'support') return 'other';
  if (post.last === 'unit' && NAMESAKES.has(post.standing)) return 'other';
  if (post.last === 'craft' && post.standing === 'head') return 'lead';
  if (post.last === 'function' && isFirst && !post.doer) return first(post.standing, 'manager');
  return post.alone !== null && post.heard === 1 ? post.alone : post.standing;
}

function first(a: Standing, b: Standing): Standing {
  return STANDING_ORDER.find((standing) => standing === a || standing === b) ?? a;
}

/** The department a text names first, by the same words: for titles, and for what a source calls the department. */
export function departmentOf(words: readonly string[]): string | null {
  let weak: string | null = null;
  for (let i = 0; i < words.length; ) {
    const kind = phraseAt(POSTS, words, i)?.meaning.kind;
    if (kind === 'serve' || kind === 'place') i = nextClause(words, i);
    const phrase = phraseAt(DEPARTMENTS, words, i);
    if (phrase !== undefined && phrase.meaning !== WEAK_DEPARTMENT) return phrase.meaning;
    weak ??= phrase?.meaning ?? null;
    i += phrase?.words.length ?? 1;
  }
  return weak;
}

function nextClause(words: readonly string[], from: number): number {
  const at = words.indexOf(',', from);
  return at === -1 ? words.length : at;
}
