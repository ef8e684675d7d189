/**
 * What people wrote without what they quote, on the mails of two well-known parsers: GitHub's email_reply_parser (MIT) and
 * Mailgun's talon (Apache-2). Cases are read from their own tests; 95 of 100 must come out alike, and each that does not stands
 * in `DIFFERENCES` with the reason why ours is another.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { withoutQuotes } from '../../src/domain/conversation/visible/quotes.ts';
import { withoutSignature } from '../../src/domain/conversation/visible/signature.ts';
import { htmlAsText } from '../../src/sources/mail/html.ts';
import { parseMail } from '../../src/sources/mail/parse.ts';
import { filesOfArchive } from './archive.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const data = join(process.env.REKINDLE_DATA ?? join(root, '../shared/data'), 'replies');
const talon = join(data, 'mailgun_talon_tests.tar.gz');
const github = join(data, 'github_email_reply_parser_tests.tar.gz');

/** By the name of their test. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  test_too_many_lines: 'they cut at one line there; ours is a limit of its own',
  test_dont_parse_quotations_for_forwarded_messages: 'a forwarded mail is taken off: its words are not theirs',
  'html test_regular_blockquote': 'a block quote is never theirs, wherever it stands',
  'hr.html': 'they take a lone name before a rule for a signature of the quote',
};

interface Case {
  readonly name: string;
  readonly wanted: string;
  readonly got: string;
}

/** Blanks tell nothing: the clients' own tests leave them out, too. */
function bare(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Their cases in plain text: `msg_body = """…"""` with what must come out, by name or in place. */
function plainCases(python: string): readonly Case[] {
  return python.split(/\n(?=def |@patch)/).flatMap((source) => {
    const name = /def (test_\w+)/.exec(source)?.[1];
    const bodies = [...source.matchAll(/msg_body = u?"""([\s\S]*?)"""/g)].map((found) => found[1] ?? '');
    const wanted = [
      ...source.matchAll(/eq_\(u?(?:"([^"]*)"|'([^']*)'|(msg_body|reply|expected)), (?:quotations|parsed)/g),
    ];
    const inPlace = [
      ...source.matchAll(/eq_\(u?(?:'([^']*)'|"([^"]*)"), quotations\.extract_from_plain\(\s*u?"""([\s\S]*?)"""/g),
    ];
    if (name === undefined || source.startsWith('@patch')) return [];
    const placed = inPlace.map((found) => caseOf(name, found[1] ?? found[2] ?? '', found[3] ?? ''));
    const last = source.split(/\breply = u?"""|expected = u?"""/);
    return [
      ...placed,
      ...bodies.slice(0, inPlace.length > 0 ? 0 : undefined).flatMap((body, i) => {
        const said = wanted[i];
        if (!said) return [];
        const named = said[3] === 'msg_body' ? body : (last[1] ?? '').split('"""')[0];
        return [caseOf(name, said[1] ?? said[2] ?? named ?? '', body)];
      }),
    ];
  });
}

function caseOf(name: string, wanted: string, body: string): Case {
  const unescaped = (text: string) => text.replaceAll('\\xd0\\xb8', 'и');
  return { name, wanted: unescaped(wanted), got: withoutQuotes(unescaped(body)) };
}

function failing(cases: readonly Case[]): readonly Case[] {
  return cases.filter(({ name, wanted, got }) => bare(wanted) !== bare(got) && DIFFERENCES[name] === undefined);
}

// Skipped where the development data is absent: the mails are not ours to ship.
describe.skipIf(!existsSync(talon))('talon (skipped where development data is absent)', () => {
  const files = existsSync(talon) ? filesOfArchive(talon) : new Map<string, Buffer>();
  const named = (end: string) =>
    [...files]
      .filter(([path]) => path.includes(end))
      .map(([path, bytes]) => ({ path, text: bytes.toString('utf8'), bytes }));

  test('quotes in plain text', () => {
    const cases = plainCases(named('/text_quotations_test.py')[0]?.text ?? '');
    expect(cases.length).toBeGreaterThan(40);
    expect(failing(cases)).toEqual([]);
  });

  test('mails of many clients', async () => {
    const mails = named('/standard_replies/').filter(({ path }) => path.endsWith('.eml'));
    const cases = await Promise.all(
      mails.map(async ({ path, bytes }) => {
        const wanted = named(path.replace(/\.eml$/, '_reply_text'))[0]?.text ?? 'Hello';
        return { name: path, wanted, got: withoutQuotes((await parseMail(bytes)).text) };
      }),
    );
    expect(cases.length).toBeGreaterThan(9);
    expect(failing(cases)).toEqual([]);
  });

  test('HTML of many clients', () => {
    const cases = named('/html_replies/').map(({ path, text }) => ({
      name: path,
      wanted: 'Hi. I am fine. Thanks, Alex',
      got: withoutQuotes(htmlAsText(text)),
    }));
    expect(cases.length).toBeGreaterThan(7);
    expect(failing(cases)).toEqual([]);
  });

  test('signatures', () => {
    const bodies = named('/emails/stripped/').filter(({ path }) => path.endsWith('_body'));
    const cases = bodies.map(({ path, text }) => {
      const { closing, signature } = withoutSignature(text);
      return {
        name: path,
        wanted: named(path.replace(/_body$/, '_signature'))[0]?.text ?? '',
        got: `${closing}\n${signature}`,
      };
    });
    expect(cases.length).toBeGreaterThan(5);
    expect(failing(cases)).toEqual([]);
  });
});

/** What their tests say is visible; a mail that is not here is shown whole or told by its fragments there. */
const VISIBLE: Readonly<Record<string, string>> = {
  email_1_1:
    'Hi folks\n\nWhat is the best way to clear a Riak bucket of all key, values after\nrunning a test?\nI am currently using the Java HTTP API.',
  email_1_3: 'Oh thanks.\n\nHaving the function would be great.',
  email_1_4: "Awesome! I haven't had another problem with it.",
  email_1_7: ':+1:',
  email_1_8: 'I will reply under this one\n\nand under this.',
  email_2_1: 'Outlook with a reply',
  email_2_2: 'Outlook with a reply directly above line',
  email_2_3: 'Outlook with a reply directly above line',
  correct_sig: 'this is an email with a correct -- signature.',
  email_iPhone: 'Here is another email',
  email_BlackBerry: 'Here is another email',
  email_multi_word_sent_from_my_mobile_device: 'Here is another email',
  email_sent_from_my_not_signature: 'Here is another email\n\nSent from my desk, is much easier then my mobile phone.',
  email_bullets:
    'test 2 this should list second\n\nand have spaces\n\nand retain this formatting\n\n - how about bullets\n - and another',
  email_one_is_not_on:
    'Thank, this is really helpful.\n\nOne outstanding question I had:\n\nLocally (on development), when I run...',
  greedy_on:
    'On your remote host you can run:\n\n telnet 127.0.0.1 52698\n\nThis should connect to TextMate (on your Mac, via the tunnel). If that\nfails, the tunnel is not working.',
  pathological: "I think you're onto something. I will try to fix the problem as soon as I\nget back to a computer.",
};
const WHOLE = ['email_1_5', 'email_sig_delimiter_in_middle_of_line'];

// Skipped where the development data is absent: the mails are not ours to ship.
describe.skipIf(!existsSync(github))('email_reply_parser (skipped where development data is absent)', () => {
  test('what is visible', () => {
    const files = filesOfArchive(github);
    const textOf = (name: string) =>
      [...files].find(([path]) => path.endsWith(`/${name}.txt`))?.[1].toString('utf8') ?? '';
    const cases = [...Object.keys(VISIBLE), ...WHOLE].map((name) => ({
      name,
      wanted: VISIBLE[name] ?? textOf(name),
      got: withoutSignature(withoutQuotes(textOf(name))).said,
    }));
    expect(failing(cases)).toEqual([]);
  });
});
