/** Every property of a sequence as a field. */
import type { Fields, SequenceView } from '../../editor/model.ts';
import type { Value } from '../../editor/yaml/write.ts';
import type { EditorWord } from '../../words/editor.ts';
import type { Desk } from './desk.ts';
import { Field, type FieldOf } from './field.tsx';

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
  const line = (key: string, word?: EditorWord): FieldOf => ({ key, shape: 'line', ...(word && { word }) });
  const off = !desk.mayEdit;
  return (
    <div className="fields">
      {[line('title'), line('goal'), line('minGap')].map((field) => (
        <Field key={field.key} field={field} fields={fields} off={off} put={put} />
      ))}
      {[line('days'), line('from'), line('to', 'field.until'), line('zone'), line('holidays')].map((field) => (
        <Field key={field.key} field={field} fields={window} off={off} put={putWindow} />
      ))}
    </div>
  );
}
