/** How a room's reasons are written down in another language. */

/** By code: what it says, and the remedy where there is one. */
export type Sentences = Readonly<Record<string, readonly [says: string, remedy?: string]>>;
