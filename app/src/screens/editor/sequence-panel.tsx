/** Every property of a sequence as a field. */
import type { Fields, SequenceView } from '../../editor/model.ts';
import { OF_SEQUENCE, OF_WINDOW } from '../../editor/schema/properties.ts';
import type { Value } from '../../editor/yaml/write.ts';
import type { Desk } from './desk.ts';
import { Field } from './field.tsx';

/** The fields of a sequence. */
export function SequencePanel({ desk, sequence }: { readonly desk: Desk; readonly sequence: SequenceView }) {
  const { name, fields } = sequence;
  const window = (typeof fields.window === 'object' && fields.window !== null ? fields.window : {}) as Fields;
  const put = (key: string, value: Value | undefined) =>
    desk.change({ kind: 'set', path: ['sequences', name, key], value });
  // Sequences may share a window: of this one it is written anew.
  const putWindow = (key: string, value: Value | undefined) => {
    const { [key]: _, ...others } = window;
    put('window', { ...others, ...(value !== undefined && { [key]: value }) } as Value);
  };
  const off = !desk.mayEdit;
  return (
    <div className="fields">
      {OF_SEQUENCE.map((field) => (
        <Field key={field.key} field={field} fields={fields} off={off} put={put} />
      ))}
      {OF_WINDOW.map((field) => (
        <Field
          key={field.key}
          field={field.key === 'to' ? { ...field, word: 'field.until' } : field}
          fields={window}
          off={off}
          put={putWindow}
        />
      ))}
    </div>
  );
}
