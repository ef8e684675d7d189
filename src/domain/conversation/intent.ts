/**
 * What a person's reply means, by whole phrases in their clause, hearing negation, in every language that has a data file.
 * Owns the reading. Decides nothing: what an opt-out or an interest does is asked elsewhere. Expects what the person wrote
 * themselves: quoted text and signatures are taken off before.
 * A new language is a new file in `data/`, with examples of its own, and a line in `REPLY_LANGUAGES`. A wish to be left alone is
 * heard in others too (`data/refusals.json`), beside whatever language is known.
 */
import { type ClauseWord, clausesOf, type Finding, findingsIn } from '../facts/clauses.ts';
import { type Phrases, phraseIndex, spellings } from '../facts/phrases.ts';
import { LIMITS } from '../limits.ts';
import type { Reason } from '../reason.ts';
import { CONFIDENCE } from './confidence.ts';
import refusals from './data/refusals.json' with { type: 'json' };
import en from './data/replies.en.json' with { type: 'json' };
import es from './data/replies.es.json' with { type: 'json' };
import { REPLY_INTENTS, type ReplyIntent } from './reply-intent.ts';

type Meaning = Exclude<ReplyIntent, 'unsure'>;

/** What was read. */
export interface ReplyReading {
  readonly intent: ReplyIntent;
  /** 0–1, by how the intent was found; not a probability. */
  readonly confidence: number;
  /** The words that showed it, plain, in order. */
  readonly words: readonly string[];
  readonly reasons: readonly Reason[];
}

/** A language's file, as `data/replies.<language>.json` holds it. Phrases in plain words; of words with a slash any one, `_` for none. */
interface ReplyLanguage {
  readonly language: string;
  /** Words that change nothing beside a command: "STOP please". */
  readonly polite: readonly string[];
  readonly negators: readonly string[];
  /** How words of commands are written by mistake: word → spellings that are no word of the language. */
  readonly misspelt: Readonly<Record<string, readonly string[]>>;
  readonly turns: readonly string[];
  /** Words that may stand in one place, by the name that phrases have for it: `{mail}`. */
  readonly sets: Readonly<Record<string, string>>;
  /** Answers that count only where they are the whole reply: "No"; as phrases are written. */
  readonly whole: Readonly<Partial<Record<Meaning, readonly string[]>>>;
  /** Answers that count where they are a clause of their own: "Stop. I told you." */
  readonly clause: Readonly<Partial<Record<Meaning, readonly string[]>>>;
  /** Phrases by which a machine says that it is one; heard as an absence, of which they say nothing more. */
  readonly automatic: readonly string[];
  readonly meanings: Readonly<Record<Meaning, readonly string[]>>;
  /** Opt-outs that speak of texts or calls alone. */
  readonly oneWay: readonly string[];
  /** Phrases that look like an answer and are none. */
  readonly plain: readonly string[];
  readonly examples: readonly (readonly string[])[];
}

/** The languages that replies are read in, with their examples. */
export const REPLY_LANGUAGES: readonly ReplyLanguage[] = [en, es];

interface Lexicon {
  readonly phrases: Phrases<ClauseWord<Meaning>>;
  readonly automatic: ReadonlySet<string>;
  readonly polite: ReadonlySet<string>;
  readonly meant: ReadonlyMap<string, string>;
  readonly whole: ReadonlyMap<string, Meaning>;
  readonly clause: ReadonlyMap<string, Meaning>;
}

/** Made when first asked for: a command that reads no reply need not wait for them. By language, `''` = all at once. */
const LEXICONS = new Map<string, Lexicon>();

function lexiconFor(language: string | undefined): Lexicon {
  const file = REPLY_LANGUAGES.find((one) => one.language === language);
  const key = file?.language ?? '';
  const made = LEXICONS.get(key) ?? lexiconOf(file ? [file] : REPLY_LANGUAGES);
  LEXICONS.set(key, made);
  return made;
}

/**
 * Reads a reply. `text`: what the person wrote, up to `LIMITS.readCharacters`; `language`: two letters where it is known,
 * otherwise every language is heard at once.
 */
export function readReply(text: string, language?: string): ReplyReading {
  const lexicon = lexiconFor(language);
  const clauses = heardIn(text, lexicon);
  const command = commandIn(clauses, lexicon);
  if (command !== null) return command;
  const said = findingsIn(clauses, lexicon.phrases).flatMap(heard);
  if (said.length === 0) return withoutWords(text);
  return settled(said);
}

const ONE_WAY = new Set([
  ...REPLY_LANGUAGES.flatMap(({ oneWay, sets }) => oneWay.flatMap((phrase) => spellings(phrase, sets))),
  ...refusals.oneWay.flatMap((phrase) => spellings(phrase)),
]);

/** Whether an opt-out means every way, "stop contacting me", and not just the one that it came by, as a bare STOP does. */
export function meansEveryWay({ intent, words, reasons }: ReplyReading): boolean {
  const isCommand = reasons.some(({ code }) => code === 'reply-command');
  return intent === 'opt-out' && !isCommand && words.some((phrase) => !ONE_WAY.has(phrase));
}

/** Whether a text speaks of an absence, beside all else that it says. That it is automatic is no absence. */
export function saysAbsent(text: string): boolean {
  const lexicon = lexiconFor(undefined);
  const { phrases, automatic } = lexicon;
  return findingsIn(heardIn(text, lexicon), phrases).some(
    ({ meaning, words, denied }) => meaning === 'out-of-office' && !denied && !automatic.has(words),
  );
}

/** A text's clauses, as they are heard: letters of full width and words written by mistake are what they stand for. */
function heardIn(text: string, { meant }: Lexicon): readonly (readonly string[])[] {
  const clauses = clausesOf(text.slice(0, LIMITS.readCharacters).normalize('NFKC'));
  return clauses.map((words) => words.map((word) => meant.get(word) ?? word));
}

function lexiconOf(files: readonly ReplyLanguage[]): Lexicon {
  const answers = (key: 'whole' | 'clause') =>
    new Map([
      ...named({ 'opt-out': refusals.whole }, 'opt-out'),
      ...files.flatMap((file) => REPLY_INTENTS.flatMap((intent) => named(file[key], intent, file.sets))),
    ]);
  return {
    phrases: phraseIndex([...files.flatMap(entriesOf), ...meaning('opt-out', refusals.phrases)]),
    automatic: new Set(files.flatMap(({ automatic, sets }) => automatic.flatMap((phrase) => spellings(phrase, sets)))),
    polite: new Set([...files, refusals].flatMap(({ polite }) => polite)),
    meant: new Map(
      files.flatMap(({ misspelt }) =>
        Object.entries(misspelt).flatMap(([word, wrong]) => wrong.map((one) => [one, word] as const)),
      ),
    ),
    whole: answers('whole'),
    clause: answers('clause'),
  };
}

function named(
  lists: ReplyLanguage['whole'],
  intent: ReplyIntent,
  sets: ReplyLanguage['sets'] = {},
): (readonly [string, Meaning])[] {
  if (intent === 'unsure') return [];
  return (lists[intent] ?? []).flatMap((phrase) => spellings(phrase, sets)).map((phrase) => [phrase, intent] as const);
}

function entriesOf(file: ReplyLanguage): (readonly [string, ClauseWord<Meaning>])[] {
  const meanings = Object.entries(file.meanings) as [Meaning, readonly string[]][];
  const spelt = (phrase: string) => spellings(phrase, file.sets);
  return [
    ...file.negators.map((phrase) => [phrase, { kind: 'denies' }] as const),
    ...file.turns.map((phrase) => [phrase, { kind: 'turns' }] as const),
    ...file.plain.flatMap(spelt).map((phrase) => [phrase, { kind: 'plain' }] as const),
    ...file.automatic.flatMap(spelt).map((phrase) => [phrase, { kind: 'means', meaning: 'out-of-office' }] as const),
    ...meanings.flatMap(([intent, list]) => meaning(intent, list, file.sets)),
  ];
}

function meaning(
  intent: Meaning,
  phrases: readonly string[],
  sets: ReplyLanguage['sets'] = {},
): (readonly [string, ClauseWord<Meaning>])[] {
  return phrases
    .flatMap((phrase) => spellings(phrase, sets))
    .map((phrase) => [phrase, { kind: 'means', meaning: intent }] as const);
}

/** A reply, or a clause of it, that is nothing but a command and politeness; said again and again it is the same command. */
function commandIn(clauses: readonly (readonly string[])[], { polite, whole, clause }: Lexicon): ReplyReading | null {
  const bare = clauses.map((words) => words.filter((word) => !polite.has(word)));
  const everything = bare.flat();
  const intent = answerIn(everything, whole) ?? answerIn(clauses.flat(), whole);
  if (intent !== undefined) return reading(intent, CONFIDENCE.command, [everything.join(' ')], 'reply-command');
  for (const [i, words] of bare.entries()) {
    const part = answerIn(words, clause) ?? answerIn(clauses[i]!, clause);
    if (part !== undefined) return reading(part, CONFIDENCE.command, [words.join(' ')], 'reply-command');
  }
  return null;
}

/** What words mean together, or each of them alike: "stop stop stop", "STOP END". */
function answerIn(words: readonly string[], answers: ReadonlyMap<string, Meaning>): Meaning | undefined {
  const each = new Set(words.map((word) => answers.get(word)));
  return answers.get(words.join(' ')) ?? (each.size === 1 ? [...each][0] : undefined);
}

interface Heard {
  readonly intent: Meaning;
  readonly words: string;
  readonly code: 'reply-says' | 'reply-denies';
}

/** Denied interest is a no; anything else that is denied says nothing. */
function heard({ meaning, words, denied }: Finding<Meaning>): Heard[] {
  if (!denied) return [{ intent: meaning, words, code: 'reply-says' }];
  return meaning === 'interested' ? [{ intent: 'not-interested', words, code: 'reply-denies' }] : [];
}

function withoutWords(text: string): ReplyReading {
  if (text.includes('?')) return reading('question', CONFIDENCE.asked, ['?'], 'reply-asks');
  return reading('unsure', CONFIDENCE.unclear, [], 'reply-unclear');
}

/** Yes and no in one reply, without an opt-out, is for a person to read; else the order of intents settles it. */
function settled(said: readonly Heard[]): ReplyReading {
  const intents = REPLY_INTENTS.filter((intent) => said.some((each) => each.intent === intent));
  const intent = intents[0] ?? 'unsure';
  if (intent === 'not-interested' && intents.includes('interested'))
    return reading('unsure', CONFIDENCE.unclear, wordsOf(said), 'reply-mixed');
  const own = said.filter((each) => each.intent === intent);
  const others = intents.filter((other) => other !== intent && other !== 'question');
  const confidence = others.length === 0 ? CONFIDENCE.said : CONFIDENCE.mixed;
  const { reasons, ...rest } = reading(intent, confidence, wordsOf(own), own[0]?.code ?? 'reply-says');
  const mixed = others.length === 0 ? [] : [{ code: 'reply-mixed', facts: { also: others.join(', ') } }];
  return { ...rest, reasons: [...reasons, ...mixed] };
}

function wordsOf(said: readonly Heard[]): readonly string[] {
  return said.map(({ words }) => words);
}

function reading(intent: ReplyIntent, confidence: number, words: readonly string[], code: string): ReplyReading {
  return { intent, confidence, words, reasons: [{ code, facts: { intent, words: words.join(' … ') } }] };
}
