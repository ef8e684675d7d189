/**
 * Turns a template of a playbook into a function from facts to a finished message: subject, text, HTML, footer under both.
 * Never sends, never guesses: a fact that is not known refuses the message.
 */
import type { Footer, Template } from '../domain/playbook/playbook.ts';
import type { CompiledTemplate, RenderRefusal, RenderResult, TemplateVariables } from '../domain/playbook/rendering.ts';
import { compileNodes } from './compile.ts';
import { engineFor, type Medium, parseLiquid } from './dialect.ts';
import { page, paragraphs } from './html.ts';
import { inspectTemplate } from './inspect.ts';
import { RenderState, TemplateLimitError, type Variables } from './state.ts';

/** Text of one piece, or the name of the first fact that it printed and that is not known. */
type Piece = { readonly output: string; readonly missing: string | null };
type RenderPiece = (variables: Variables) => Piece;

function compilePiece(source: string, medium: Medium): RenderPiece {
  const print = compileNodes(parseLiquid(source, medium));
  const engine = engineFor(medium);
  return (variables) => {
    const state = new RenderState(variables, engine);
    const output = print(state);
    return { output, missing: state.missing };
  };
}

/** Everything that ends a line or steers a terminal or a header. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * A header value on one line.
 * Source: RFC 5322 2.2, header fields hold no bare CR or LF. Why: a name with `\r\nBcc:` in it must not add a recipient.
 */
export function oneLine(text: string): string {
  return text.replace(CONTROL, ' ').replace(/ {2,}/g, ' ').trim();
}

function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

function refusal(code: RenderRefusal['code'], variable: string | null, detail: string): RenderRefusal {
  return { code, variable, detail };
}

interface Pieces {
  readonly subject: RenderPiece;
  readonly text: RenderPiece;
  readonly html: RenderPiece | null;
  readonly footerText: RenderPiece;
  readonly footerHtml: RenderPiece | null;
}

/** The pieces of a message, each in words. */
interface Printed {
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly footer: string;
  readonly footerHtml: string | null;
}

/** All pieces, or why there are none. */
function printed(pieces: Pieces, variables: Variables): Printed | { readonly refused: RenderRefusal } {
  try {
    const subject = pieces.subject(variables);
    const text = pieces.text(variables);
    const footer = pieces.footerText(variables);
    const html = pieces.html?.(variables) ?? null;
    const footerHtml = pieces.footerHtml?.(variables) ?? null;
    const missing = [subject, text, html, footer, footerHtml].find((piece) => piece?.missing)?.missing;
    if (missing) return { refused: refusal('missing-variable', missing, `${missing} is not known`) };
    return {
      ...{ subject: subject.output, text: text.output, footer: footer.output },
      ...{ html: html?.output ?? null, footerHtml: footerHtml?.output ?? null },
    };
  } catch (error) {
    if (error instanceof TemplateLimitError) return { refused: refusal('template-limit', null, error.message) };
    if (!(error instanceof Error)) throw error;
    const code = error.message.includes('limit exceeded') ? 'template-limit' : 'template-failed';
    return { refused: refusal(code, null, error.message) };
  }
}

function messageOf({ subject, text, html, footer, footerHtml }: Printed, channel: Template['channel']): RenderResult {
  const words = unixLines(text);
  const under = unixLines(footer);
  const whole = under === '' ? `${words}\n` : `${words}\n\n${under}\n`;
  if (channel !== 'email') return { subject: '', text: whole, html: null };
  return {
    subject: oneLine(subject),
    text: whole,
    html: page(html ?? paragraphs(words), footerHtml ?? paragraphs(under)),
  };
}

const NO_FOOTER: Footer = { text: '', html: '' };

function sourcesOf(template: Template, footer: Footer): readonly (readonly [string | null, Medium])[] {
  return [
    [template.subject, 'text'],
    [template.text, 'text'],
    [template.html, 'html'],
    [footer.text, 'text'],
    [footer.html, 'html'],
  ];
}

function usedVariables(template: Template, footer: Footer): readonly string[] {
  const paths = sourcesOf(template, footer).flatMap(([source, medium]) =>
    source === null ? [] : inspectTemplate(source, medium).uses.map((use) => use.path.join('.')),
  );
  return [...new Set(paths)].sort();
}

/**
 * Compiles a template with the footer that stands under it. About 1 ms once, then about 20 µs a message.
 * Text messages (SMS) get neither subject, HTML nor footer. Throws where the template is no Liquid: `playbook check` says so
 * before it comes this far.
 */
export function compileTemplate(template: Template, options: { readonly footer: Footer }): CompiledTemplate {
  const footer = template.channel === 'email' ? options.footer : NO_FOOTER;
  const pieces: Pieces = {
    subject: compilePiece(template.subject, 'text'),
    text: compilePiece(template.text, 'text'),
    html: template.html === null ? null : compilePiece(template.html, 'html'),
    footerText: compilePiece(footer.text, 'text'),
    footerHtml: footer.html === null ? null : compilePiece(footer.html, 'html'),
  };
  return {
    variables: usedVariables(template, footer),
    render(variables: TemplateVariables) {
      const all = printed(pieces, variables as unknown as Variables);
      return 'refused' in all ? all : messageOf(all, template.channel);
    },
    refusal(variables: TemplateVariables) {
      const all = printed(pieces, variables as unknown as Variables);
      return 'refused' in all ? all.refused : null;
    },
  };
}
