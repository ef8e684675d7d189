/**
 * What one rendering carries along: the facts, the local names, and the counters that stop a template that will not end.
 * Owns the limits while rendering; never outlives one message.
 */
import { Context, type Liquid } from 'liquidjs';
import { LIMITS } from '../domain/limits.ts';

/** Names and values a template sees. Plain data: no functions, no classes. */
export type Variables = Readonly<Record<string, unknown>>;

/** Thrown where a template asks for more work or text than a message may take. */
export class TemplateLimitError extends Error {}

/** One rendering of one piece (subject, text or HTML). */
export class RenderState {
  readonly variables: Variables;
  /** Local names; the first scope holds what assign and capture set, one more for each loop. */
  readonly scopes: Record<string, unknown>[] = [Object.create(null)];
  /** Where `offset: continue` goes on, by loop. */
  readonly continueAt = new Map<string, unknown>();
  /** First fact that was printed though it is not known. */
  missing: string | null = null;
  breakCalled = false;
  continueCalled = false;
  #turns = 0;
  #context: Context | null = null;
  readonly #liquid: Liquid;

  constructor(variables: Variables, liquid: Liquid) {
    this.variables = variables;
    this.#liquid = liquid;
  }

  /** The context liquidjs's own filters ask for; it also counts their memory. Made only when one is used. */
  get context(): Context {
    this.#context ??= new Context(this.variables, this.#liquid.options, { sync: true }, { liquid: this.#liquid });
    return this.#context;
  }

  /** Counts the nodes about to be rendered. Throws past `LIMITS.templateTurns`. */
  turn(nodes: number): void {
    this.#turns += nodes;
    if (this.#turns > LIMITS.templateTurns) throw new TemplateLimitError('the template takes too many turns');
  }

  /** Throws past `LIMITS.templateOutput` characters. */
  checkLength(output: string): void {
    if (output.length > LIMITS.templateOutput) throw new TemplateLimitError('the template prints too much');
  }

  /** Notes that a fact was printed though it is not known; the first one names the refusal. */
  miss(name: string): void {
    this.missing ??= name;
  }
}
