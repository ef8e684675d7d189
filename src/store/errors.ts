/** What can go wrong with a store and is not a bug. */

/** A fault of the world around a store, with a code and a sentence that says what to do. */
export class StoreError extends Error {
  /** Kebab-case: `disk-full`, `database-busy`. */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
