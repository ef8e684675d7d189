/** Something that must always hold and does not. */
export class Breach extends Error {
  readonly rule: string;
  constructor(rule: string, words: string) {
    super(`${rule}: ${words}`);
    this.name = 'Breach';
    this.rule = rule;
  }
}
