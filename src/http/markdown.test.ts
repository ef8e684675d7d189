/** Markdown of lessons: what becomes HTML, and that nothing else does. */
import { expect, test } from 'vitest';
import { markdownHtml } from './markdown.ts';

test.each([
  ['A line\nand another', '<p>A line and another</p>'],
  ['One\n\nTwo', '<p>One</p>\n<p>Two</p>'],
  ['# Title', '<h2>Title</h2>'],
  ['### Small', '<h3>Small</h3>'],
  ['- one\n- *two*', '<ul><li>one</li><li><em>two</em></li></ul>'],
  ['1. one\n2. **two**', '<ol><li>one</li><li><strong>two</strong></li></ol>'],
  ['Use `a < b`', '<p>Use <code>a &#60; b</code></p>'],
  ['[Here](https://x.example/a?b=1&c=2)', '<p><a href="https://x.example/a?b=1&#38;c=2" rel="noreferrer">Here</a></p>'],
  ['[Here](javascript:alert(1))', '<p>[Here](javascript:alert(1))</p>'],
  [
    '[Here](https://x.example/"onclick="x)',
    '<p><a href="https://x.example/&#34;onclick=&#34;x" rel="noreferrer">Here</a></p>',
  ],
  ['<script>alert(1)</script>', '<p>&#60;script&#62;alert(1)&#60;/script&#62;</p>'],
  ['2 * 3 and 4', '<p>2 * 3 and 4</p>'],
  ['', ''],
])('%j', (text, html) => {
  expect(markdownHtml(text)).toBe(html);
});
