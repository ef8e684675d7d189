/** What the keys and words of the playbook’s format are called for a person. What has no word of ours is called as it is written. */
import type { Path } from '../../../editor/yaml/put.ts';
import { type RulesWord, useRulesWords } from '../../../words/rules.ts';

/** Words of the format, beside those of the rules. */
export function useRuleWords() {
  const words = useRulesWords();
  const known = (name: string) => words.t(name as RulesWord);
  return {
    ...words,
    label: (path: Path) => known(`rule.${String(path.at(-1))}`) || String(path.at(-1)),
    says: (path: Path) => known(`rule.${String(path.at(-1))}.says`),
    /** One of the words that a key takes; the empty one is told only of a kind of part. */
    word: (key: string, name: string) => (name === '' && key !== 'rule' ? '–' : known(`word.${name}`) || name),
  };
}
