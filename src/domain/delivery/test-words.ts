/** How a mail that is sent as a test says that it is one: in its subject and before everything else that is read of it. */
import type { RenderedMessage } from '../playbook/rendering.ts';

/** The same words, marked. `says`: one plain line. */
export function markedAsTest({ subject, text, html }: RenderedMessage, says: string): RenderedMessage {
  return {
    subject: `[Test] ${subject}`,
    text: `${says}\n\n${text}`,
    html: html === null ? null : withLine(html, `<p><strong>${escaped(says)}</strong></p>`),
  };
}

/** Within the body where there is one. */
function withLine(html: string, line: string): string {
  const [body] = /<body\b[^>]*>/i.exec(html) ?? [];
  return body === undefined ? `${line}\n${html}` : html.replace(body, () => `${body}\n${line}`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);
}
