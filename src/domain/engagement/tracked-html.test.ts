/** Links are led past us, and nothing else of a mail changes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../limits.ts';
import { trackedHtml } from './tracked-html.ts';

const led = (html: string, known: string[] = []) =>
  trackedHtml(html, {
    link: (target) => (/^https?:/.test(target) ? `T${known.push(target)}` : null),
    pixel: null,
    hidden: null,
  });

describe('a link', () => {
  test.each([
    ['<a href="https://a.example/x">x</a>', '<a href="T1">x</a>', 'https://a.example/x'],
    ["<A class='b' HREF = 'https://a.example/'>x</A>", "<A class='b' HREF = 'T1'>x</A>", 'https://a.example/'],
    ['<a\n  href="https://a.example/?a=1&amp;b=2#c">x</a>', '<a\n  href="T1">x</a>', 'https://a.example/?a=1&b=2#c'],
    ['<a href="https://a.example/?q=&#39;&#x22;&quot;">x</a>', '<a href="T1">x</a>', `https://a.example/?q='""`],
    ['<a href=" https://a.example/ ">x</a>', '<a href="T1">x</a>', 'https://a.example/'],
    ['<a href="https://a.example/?a=1&copy=2">x</a>', '<a href="T1">x</a>', 'https://a.example/?a=1&copy=2'],
  ])('%s', (html, expected, target) => {
    const known: string[] = [];
    expect(led(html, known)).toBe(expected);
    expect(known).toEqual([target]);
  });

  test.each([
    '<a href="mailto:a@b.example">x</a>',
    '<a href="tel:+1">x</a>',
    '<a href="#top">x</a>',
    '<a name="x">x</a>',
    '<area href="https://a.example/">',
    '<link href="https://a.example/">',
    '<a data-href="https://a.example/">x</a>',
    '<a href="https://a.example/?x=&eacute;">x</a>',
    '<a href="https://a.example/&#0;">x</a>',
    '<a href=https://a.example/>x</a>',
    'https://a.example/ href="https://a.example/"',
  ])('stays as it is where it is none, or not read for certain: %s', (html) => {
    expect(led(html)).toBe(html);
  });

  test('is led past us up to so many of a mail', () => {
    const link = '<a href="https://a.example/">x</a>';
    expect(led(link.repeat(LIMITS.trackedLinks + 5)).split(link)).toHaveLength(6);
  });
});

test('the hidden link comes first, the pixel last, inside of the body where there is one', () => {
  const tracks = { link: () => 'T', pixel: 'P', hidden: 'H' };
  expect(trackedHtml('<html><body class="x"><p>a</p></body></html>', tracks)).toBe(
    '<html><body class="x"><a href="H" style="display:none" tabindex="-1" aria-hidden="true"></a><p>a</p>' +
      '<img src="P" width="1" height="1" alt=""></body></html>',
  );
  expect(trackedHtml('a', tracks)).toMatch(/^<a href="H"[^>]*><\/a>a<img src="P"[^>]*>$/);
  expect(trackedHtml('a', { ...tracks, pixel: null, hidden: null })).toBe('a');
});

test('where nothing is to be led, every byte stays', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.constantFrom('<a href="', '">', "'", '&', '<body>')),
      (text, more) => {
        const html = more.join(text);
        expect(trackedHtml(html, { link: () => null, pixel: null, hidden: null })).toBe(html);
      },
    ),
  );
});
