/** A setting that the playbook declares: what it is called, its type, and a value of that type. */
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { type SettingType, valueSchema, withType } from '../../../editor/schema/declared.ts';
import { type PartProps, recordOf } from './part.ts';
import { useRuleWords } from './rule-words.ts';

interface DeclarationProps extends PartProps {
  /** Draws one of its fields. */
  draw(props: PartProps): ReactNode;
}

/** The fields. Another type takes the value along, as one step. */
export function Declaration({ draw, ...props }: DeclarationProps) {
  const { desk, path, schema, value } = props;
  const { label, word } = useRuleWords();
  const declared = recordOf(value) ?? {};
  const { properties = {} } = schema;
  const field = (name: string, of = properties[name]) =>
    of &&
    draw({
      ...props,
      path: [...path, name],
      schema: of,
      value: declared[name],
      isRequired: name !== 'help',
    });
  const turn = (type: SettingType) => {
    const next = withType(declared, type);
    desk.change({ kind: 'set-all', path, values: { type, default: next.default, choices: next.choices } });
  };
  return (
    <div className="fields">
      {field('label')}
      <NativeSelect
        size="xs"
        label={label([...path, 'type'])}
        disabled={!desk.mayEdit}
        value={String(declared.type ?? '')}
        data={(properties.type?.enum ?? []).map((one) => ({ value: one, label: word('type', one) }))}
        onChange={(event) => turn(event.currentTarget.value as SettingType)}
      />
      {field('default', valueSchema(schema, declared))}
      {declared.type === 'choice' && field('choices')}
      {field('help')}
    </div>
  );
}
