/** What a step has of its own beside its fields: when it counts as late, and what follows from events while a lead stands at it. */
import type { Path } from '../../../editor/yaml/put.ts';
import type { Desk } from '../desk.ts';
import { Section } from './rules.tsx';
import { useSchema } from './use-schema.ts';

interface StepRulesProps {
  readonly desk: Desk;
  readonly sequence: string;
  readonly at: number;
  readonly keys: readonly string[] | undefined;
  readonly steps: readonly string[];
}

/** The section. */
export function StepRules({ desk, sequence, at, keys = [], steps }: StepRulesProps) {
  const schema = useSchema().data;
  if (!schema) return null;
  const place: Path = ['sequences', sequence, 'steps', at];
  const paths = keys.map((key): Path => [...place, key]);
  return <Section title="section.ofStep" desk={desk} schema={schema} paths={paths} steps={steps} />;
}
