/**
 * An operation: everything a face needs to offer one thing that the engine can do. The command line, and later REST, MCP
 * and the typed client, are made from the table of these; a face adds no rule of its own.
 */
import type { z } from 'zod';
import type { Access } from '../../domain/access/role.ts';
import type { Engine } from '../engine.ts';

/** query: reads · command: writes, answers at once · job: takes long, reports progress · stream: many results, in order · local: needs the caller's own machine (files, ports). */
export type OperationKind = 'query' | 'command' | 'job' | 'stream' | 'local';

/** What it does to the world: nothing, our data, messages that leave, or something no undo brings back. */
export type OperationEffect = 'none' | 'write' | 'send' | 'irreversible';

/** Who may do it; each includes those before. */
export type Role = 'viewer' | 'operator' | 'manager' | 'admin';

/** Progress of a job: `done` of `total` (null = not known) in `unit`. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: string;
}

/** What an operation is run with. */
export interface OperationContext {
  readonly engine: Engine;
  readonly workspaceId: string;
  /** Who does it, for the audit log. */
  readonly actor: string;
  readonly signal: AbortSignal;
  /** What whoever asks may do, and where; absent = it is the person at the machine, who may do all. */
  readonly caller?: Access;
  /** Id of the plan by which it is asked for; an agent needs one for what sends. */
  readonly plan?: string;
  /** Of the request by which it came. */
  readonly requestId?: string;
  progress(progress: Progress): void;
  /** A sentence for the person, beside the result; never part of it. */
  note(sentence: string): void;
  /** Asks the person at the terminal; absent = there is none. */
  ask?(question: string): Promise<string>;
  /** Text that a person reads while the work goes on, where the result is told in pieces; faces for machines leave it out. */
  say?(text: string): void;
}

/** A command worth trying. */
export interface Example {
  /** As typed after `rekindle`. */
  readonly command: string;
  readonly says: string;
}

/** One thing that can be done, with all that a face needs to offer it. */
export interface Operation<Input = unknown, Output = unknown> {
  readonly noun: string;
  readonly verb: string;
  /** Words on the command line, `lead show`; the first operation of a noun may be the bare noun. */
  readonly command: string;
  readonly summary: string;
  readonly kind: OperationKind;
  readonly input: z.ZodType<Input>;
  readonly output: z.ZodType<Output>;
  /** Fields of the input given by position on the command line, in order. */
  readonly positional: readonly (keyof Input & string)[];
  /** Codes of the refusals it may answer with. */
  readonly errors: readonly string[];
  readonly role: Role;
  /** machine: concerns no instance; it runs on one in memory, and no database is made. */
  readonly scope: 'workspace' | 'instance' | 'machine';
  readonly effect: OperationEffect;
  /** Doing it twice is doing it once. */
  readonly idempotent: boolean;
  /** Fields of the output that are told once and kept nowhere: a new key, a first password. */
  readonly toldOnce?: readonly (keyof Output & string)[];
  /** Fields of the input that the log of acts leaves out: what is to be forgotten must not be written down anew. */
  readonly unwritten?: readonly (keyof Input & string)[];
  /** With this input it concerns no instance, and no database is made for it. */
  needsNoInstance?(input: Input): boolean;
  /** Name of the operation that shows what this one would do. */
  readonly preview?: string;
  /** Name of the operation that takes this one back. */
  readonly undo?: string;
  readonly examples: readonly Example[];
  run(context: OperationContext, input: Input): Promise<Output>;
  /** What a person reads on a terminal; without it the output is shown as it is. */
  print?(output: Output): string;
  /** Whether the output is a failure for the shell (exit 1) although the operation ran: a check that found mistakes. */
  failed?(output: Output): boolean;
}

/** What a typed face reads off an operation: its words as they are written, what it takes and what it gives. Nothing of it is there at run time. */
export interface Typed<Command extends string, Raw, Output> {
  readonly command: Command;
  readonly types?: { readonly raw: Raw; readonly output: Output };
}

/** Keeps input and output types together; the table holds them untyped, and typed faces read them off it. */
export function operation<const Command extends string, Input, Output, Raw>(
  of: Operation<Input, Output> & { readonly command: Command; readonly input: z.ZodType<Input, Raw> },
): Operation & Typed<Command, Raw, Output> {
  return of as unknown as Operation & Typed<Command, Raw, Output>;
}

/** Whether it takes long, tells how far it is, and is done beside the thread that answers. */
export function isLong({ kind, effect }: Pick<Operation, 'kind' | 'effect'>): boolean {
  return kind === 'job' || (kind === 'local' && effect === 'write');
}

/** A refusal of an operation: not a bug, not a usage mistake. Faces show the sentence and the remedy. */
export class Refusal extends Error {
  readonly code: string;
  readonly remedy: string;
  constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.remedy = remedy;
  }
}
