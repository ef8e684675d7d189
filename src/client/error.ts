/** What an instance answers in place of what was asked for. */

/** A field of the input, and what is wrong with it. */
export interface FieldError {
  readonly field: string;
  readonly says: string;
}

/** A refusal: its reason code, and what can be done. */
export class RekindleError extends Error {
  readonly status: number;
  /** Reason code; `''` where the answer was none of Rekindle. */
  readonly code: string;
  readonly remedy: string;
  readonly requestId: string;
  readonly errors: readonly FieldError[];

  constructor(status: number, said: Readonly<Record<string, unknown>>) {
    super(String(said.detail ?? said.title ?? `status ${status}`));
    this.name = 'RekindleError';
    this.status = status;
    this.code = String(said.code ?? '');
    this.remedy = String(said.remedy ?? '');
    this.requestId = String(said.requestId ?? '');
    this.errors = (said.errors ?? []) as readonly FieldError[];
  }

  /** Reads an answer, whatever it holds. */
  static of(status: number, text: string): RekindleError {
    try {
      return new RekindleError(status, JSON.parse(text) as Readonly<Record<string, unknown>>);
    } catch {
      return new RekindleError(status, {});
    }
  }
}
