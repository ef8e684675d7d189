/** What the keys and words of the playbook’s format are called for a person. What has no word of ours is called as it is written. */
import type { Path } from '../../../editor/yaml/put.ts';
import { type RulesWord, useRulesWords } from '../../../words/rules.ts';

/** Words of the format, beside those of the rules. */
export function useRuleWords() {
  const words = useRulesWords();
  const known = (name: string) => words.t(name as RulesWord);
  /** The word of a key in its part of the playbook, or else of that key anywhere. */
  const of = (path: Path) => {
    const key = String(path.at(-1));
    const here = `rule.${String(path[0])}.${key}`;
    return path.length > 1 && known(here) ? here : `rule.${key}`;
  };
  return {
    ...words,
    label: (path: Path) => known(of(path)) || String(path.at(-1)),
    says: (path: Path) => known(`${of(path)}.says`),
    /** One of the words that a key takes; the empty one is told only of a kind of part. */
    word: (key: string, name: string) => (name === '' && key !== 'rule' ? '–' : known(`word.${name}`) || name),
  };
}
