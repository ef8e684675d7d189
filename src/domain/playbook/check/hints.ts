/** Hints on the words of a message as it was rendered: what makes people read no further. The rule is directives/template-hints.md. */
import type { MessageChannel } from '../../message.ts';

/** A message in words, with whose name it should bear. */
export interface WordsToJudge {
  readonly channel: MessageChannel;
  readonly subject: string;
  readonly text: string;
  /** Name of the mailbox or, where it has none, of the company; '' = not known yet. */
  readonly sender: string;
  /** Of a text message; 0 for all else. */
  readonly segments: number;
}

/** One thing that could be better. */
export interface TemplateHint {
  readonly code: string;
  readonly says: string;
}

const WORDS_MOST = 120;
const SUBJECT_MOST = 60;
const FOOTER = '\n--\n';
const WORD = /\S+/g;
const REQUEST = /\?/g;
const LINK = /https?:\/\/\S+/g;
const UNFILLED = /\n{3,}|\bundefined\b|\bnull\b|\[object|\{\{|\{%|,,| \.(?!\.)| ,/;
const LOUD =
  /\b(?:free trial|guarantee|act now|limited time|risk[- ]free|100 ?%|click here|ASAP|synergy|circle back|touch base)|!{2,}|\$\$/i;

/** What could be better, in the order in which a reader would notice; empty = nothing. */
export function templateHints({ channel, subject, text, sender, segments }: WordsToJudge): readonly TemplateHint[] {
  if (channel === 'voice') return [];
  const [body = ''] = text.split(FOOTER);
  const words = count(body, WORD);
  const links = count(body, LINK);
  const requests = count(body.replace(LINK, ''), REQUEST);
  const all = `${subject}\n${body}`;
  return [
    when(UNFILLED.test(all), 'unfilled', 'Something is unfilled: a fact came to nothing, or a brace is left.'),
    when(channel === 'sms' && segments > 1, 'several-segments', `It takes ${segments} segments; each one costs.`),
    when(channel === 'email' && words > WORDS_MOST, 'too-long', `It has ${words} words; ${WORDS_MOST} are read.`),
    when(
      subject.length > SUBJECT_MOST,
      'subject-too-long',
      `Its subject has ${subject.length} characters of ${SUBJECT_MOST}.`,
    ),
    when(requests > 1, 'several-requests', `It asks ${requests} questions; one is answered.`),
    when(links > 1, 'several-links', `It has ${links} links beside the way out; one is followed.`),
    when(
      channel === 'email' && (sender === '' || !body.includes(sender)),
      'no-sender',
      'Its words do not say who writes.',
    ),
    when(LOUD.test(all), 'loud', 'It has words that filters take for advertising.'),
  ].flat();
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}

function when(holds: boolean, code: string, says: string): readonly TemplateHint[] {
  return holds ? [{ code, says }] : [];
}
