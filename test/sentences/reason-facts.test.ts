/** No fact under a reason is told by its name in the code: each that the sources put beside a code has its words in the web app. */
import { expect, test } from 'vitest';
import { FACTS } from '../../app/src/words/en/facts.ts';
import { REPLY_INTENTS } from '../../src/domain/conversation/reply-intent.ts';
import { EVENT_KINDS, EVENT_OUTCOMES } from '../../src/domain/event.ts';
import { RULE_FACTS } from '../../src/domain/handoff/team.ts';
import { questionsOf, SELLER_DECIDING } from '../../src/domain/qualification/questions.ts';
import { STALLS } from '../../src/domain/qualification/stalls.ts';
import { NOTE_LANGUAGES } from '../../src/domain/qualify/note-signals.ts';
import { factsOfReasons } from './reason-facts.ts';

const { names, handedOn } = factsOfReasons();

/** What a passage remembers for later and nobody is told, and what looks like a fact: a campaign that is moved. */
const NOT_TOLD = ['due', 'waits', 'dueBefore', 'touchedBefore', 'finishedAt'];

/**
 * Where facts are handed on: by the expression, the names that come by it. None = they are a parameter, or stored before, and are found where they
 * are put together.
 */
const HANDED_ON: Readonly<Record<string, readonly string[]>> = {
  'src/domain/consent/gate.ts: facts': [],
  'src/domain/consent/pace/canary.ts: facts': [],
  'src/domain/conversation/answer.ts: null': [],
  'src/domain/conversation/answer.ts: referralIn(text)': ['name', 'address'],
  'src/domain/conversation/mail/classify.ts: facts': ['words', 'status'],
  'src/domain/deliverability/dmarc.ts: facts': [],
  'src/domain/deliverability/spf.ts: facts': [],
  'src/domain/handoff/owner.ts: rule.fact': RULE_FACTS,
  'src/domain/qualification/buyer/intent.ts: pillarsOf(said)': [],
  'src/domain/qualification/flow.ts: facts': [],
  'src/domain/qualification/money.ts: ends': ['min', 'max'],
  'src/domain/qualification/scores.ts: Object.fromEntries(parts.map(({ pillar, value }) => [pillar, value]))':
    SELLER_DECIDING,
  'src/domain/qualify/qualify.ts: facts': [],
  'src/domain/sequence/advance.ts: facts': [],
  'src/domain/sequence/hand-hold.ts: told': [],
  'src/domain/sequence/pause.ts: rest': [],
  'src/domain/sequence/pause.ts: told': [],
  'src/domain/sequence/steer.ts: cause.facts': [],
  'src/domain/sequence/steer.ts: facts': [],
  'src/engine/explain/spoken.ts: told': [],
  'src/engine/explain/timeline.ts: facts': [],
  'src/engine/operations/accounts/shape.ts: z.record(z.string(), z.unknown())': [],
  'src/engine/operations/leads.ts: z.record(z.string(), z.unknown())': [],
  'src/engine/operations/people/status.ts: z.record(z.string(), z.unknown())': [],
  'src/engine/operations/routines/shape.ts: z.record(z.string(), z.unknown())': [],
  'src/engine/operations/steering/enrollments.ts: z.record(z.string(), z.unknown())': [],
};

const told = [...new Set([...names.keys(), ...Object.values(HANDED_ON).flat()])].filter(
  (name) => !NOT_TOLD.includes(name),
);

test('each fact beside a code has its words, and none is kept of a fact that is gone', () => {
  const kept = Object.keys(FACTS).flatMap((word) => (word.startsWith('fact.') ? [word.slice('fact.'.length)] : []));
  const from = (name: string) => `${name}: ${[...(names.get(name) ?? [])].join(', ')}`;
  expect(told.filter((name) => !kept.includes(name)).map(from)).toEqual([]);
  expect(kept.filter((name) => !told.includes(name))).toEqual([]);
  expect(told.length).toBeGreaterThan(100);
});

test.each<readonly [of: string, values: readonly string[]]>([
  ['each kind of event', EVENT_KINDS],
  ['each outcome', Object.values(EVENT_OUTCOMES).flat()],
  ['each meaning of a reply', REPLY_INTENTS],
  ['each stall', STALLS],
  [
    'each question of a lead bot',
    (['seller', 'buyer'] as const).flatMap((one) => questionsOf(one, 'full').map(({ id }) => id)),
  ],
  ['each signal in notes', NOTE_LANGUAGES.flatMap(({ signals }) => Object.keys(signals))],
])('among values there is a word for %s', (_, values) => {
  const words = new Set(Object.keys(FACTS));
  expect(values.filter((value) => !words.has(`value.${value}`))).toEqual([]);
});

test('what is handed on is known by name', () => {
  expect(handedOn).toEqual(Object.keys(HANDED_ON).sort());
});
