/** Properties of a sequence that have fields in its own panel. Pure: owns names and no words. */

/** How a property of a step or a sequence is written. */
export type Written = 'line' | 'number' | 'lines' | 'template' | 'step' | 'list' | 'variants';

/** A property that has a field of its own. */
export interface Property {
  readonly key: string;
  readonly shape: Written;
}

/** Of each sequence, beside its steps. */
export const OF_SEQUENCE: readonly Property[] = ['title', 'goal', 'minGap'].map((key) => ({ key, shape: 'line' }));
/** Of its window. */
export const OF_WINDOW: readonly Property[] = ['days', 'from', 'to', 'zone', 'holidays'].map((key) => {
  return { key, shape: 'line' };
});
