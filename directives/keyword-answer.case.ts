/** Runs a row of keyword-answer.md. Minutes; `before` is "keyword minutes", `refusals` "kind channel reason list". */
import { type FoundSuppression, type SuppressionKey, suppressionKeys } from '../src/domain/consent/suppression.ts';
import type { Keyword } from '../src/domain/conversation/keyword.ts';
import {
  answerBarred,
  isAnswered,
  keywordAnswerOf,
  keywordIn,
  keywordIntent,
  keywordOfIntent,
  keywordWords,
  languageOfAnswer,
  liftedBefore,
  templateOfAnswer,
} from '../src/domain/conversation/keyword-answer.ts';

interface Row {
  readonly keyword?: Keyword;
  readonly heardAfter?: number;
  readonly leavesAfter?: number;
  readonly before?: string;
  readonly word?: string;
  readonly language?: string;
  readonly brand?: string;
  readonly contact?: string;
  readonly refusals?: string;
  readonly secondsBefore?: number;
  readonly made?: string;
  readonly intent?: Keyword;
  readonly event?: string;
  readonly why?: string;
}

const NOW = Date.parse('2026-11-28T10:00:00Z');
const MINUTE_MS = 60_000;
const LEAD = { leadId: 'l1', emails: ['ann@acme.co'], phones: ['+12125550101'], account: 'acme.co' };
const KEYS = suppressionKeys(LEAD);
const listed = (text: string | undefined) => (text ?? '').split(', ').filter((one) => one !== '');

export function run(row: Row) {
  const { keyword = 'stop', word, secondsBefore, made, event } = row;
  if (word !== undefined) return worded(row, keyword, word);
  if (secondsBefore !== undefined) return { lifted: NOW - secondsBefore * 1_000 <= liftedBefore(NOW) };
  if (made !== undefined) return keywordAnswerOf({ template: made }) ?? { keyword: null, language: null };
  if (event !== undefined) return intentOf(row.intent, event);
  if (row.heardAfter !== undefined) return answered(row, keyword);
  if (row.leavesAfter !== undefined) return barred(row, keyword);
  return { read: keywordIn(whyOf(row.why)) ?? null };
}

function worded({ language, brand = '', contact = '' }: Row, keyword: Keyword, word: string) {
  const answer = { keyword, language: languageOfAnswer(word, language ?? null) };
  return { text: keywordWords(answer, { brand, contact }), template: templateOfAnswer(answer) };
}

function intentOf(keyword: Keyword | undefined, event: string) {
  const key = keyword === undefined ? event : keywordIntent(keyword, event);
  return { key, answers: keywordOfIntent(key) ?? null };
}

function whyOf(text: string | undefined) {
  if (text === undefined) return null;
  return listed(text).map((one) => {
    const [code = '', intent = ''] = one.split(' ');
    return { code, facts: { intent } };
  });
}

function answered({ heardAfter = 0, before }: Row, keyword: Keyword) {
  const earlier = listed(before).map((one) => {
    const [said, minutes] = one.split(' ');
    return { keyword: said as Keyword, at: NOW - Number(minutes) * MINUTE_MS };
  });
  return { answered: isAnswered(keyword, NOW - heardAfter * MINUTE_MS, NOW, earlier) };
}

function barred({ leavesAfter = 0, refusals }: Row, keyword: Keyword) {
  const found = listed(refusals).map((one) => {
    const [kind, channel, reason = '', list] = one.split(' ');
    const key = KEYS.find((each) => each.kind === kind) as SuppressionKey;
    return { ...key, channel, reason, ...(list && { list }) } as FoundSuppression;
  });
  const said = { saidAt: NOW - leavesAfter * MINUTE_MS, now: NOW, keys: KEYS, refusals: found };
  return { barred: answerBarred(keyword, said)?.code ?? null };
}
