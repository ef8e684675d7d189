/** Every part of a playbook has a field in the editor, or a reason to have none: the playbook’s own schema is walked, without a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SettingType, valueSchema, withType } from '../../app/src/editor/schema/declared.ts';
import {
  BY_KIND,
  OF_STEP,
  SECTIONS,
  SEQUENCE_SECTIONS,
  STEP_RULES,
  WITHOUT_FIELD,
} from '../../app/src/editor/schema/parts.ts';
import { OF_SEQUENCE, OF_WINDOW } from '../../app/src/editor/schema/properties.ts';
import { beginningOf, isNothing, type Schema, schemaAt, shapeOf } from '../../app/src/editor/schema/shape.ts';
import { playbookSchema } from '../../src/domain/playbook/format/schema.ts';
import { effectiveSettings, settingSchema } from '../../src/domain/playbook/format/settings.ts';
import { ROOT } from '../tidy/tree.ts';

const WHOLE = JSON.parse(readFileSync(join(ROOT, 'playbooks/playbook.schema.json'), 'utf8')) as Schema;
const keysOf = (schema: Schema | undefined) => Object.keys(schema?.properties ?? {});
const sequence = schemaAt(WHOLE, ['sequences', 'any']);
const steps = schemaAt(WHOLE, ['sequences', 'any', 'steps', 0])?.oneOf ?? [];
const kindOf = (step: Schema) => step.properties?.kind?.const ?? '';
const all = (sections: Readonly<Record<string, readonly string[]>>) => Object.values(sections).flat();
const withField = (part: string) => !Object.hasOwn(WITHOUT_FIELD, part);

describe('each part has its place', () => {
  test('of the playbook', () => {
    // Sequences have steps, a panel and rules of their own, below.
    const placed = [...all(SECTIONS), 'sequences'];
    expect(keysOf(WHOLE).filter(withField).toSorted()).toEqual(placed.toSorted());
  });

  test('of a sequence, and of its window', () => {
    const placed = [...OF_SEQUENCE.map(({ key }) => key), ...all(SEQUENCE_SECTIONS), 'steps', 'window'];
    expect(keysOf(sequence).toSorted()).toEqual(placed.toSorted());
    expect(OF_WINDOW.map(({ key }) => key).toSorted()).toEqual(keysOf(sequence?.properties?.window).toSorted());
  });

  test('of a step of each kind', () => {
    expect(steps.map(kindOf).toSorted()).toEqual(Object.keys(BY_KIND).toSorted());
    for (const step of steps) {
      const kind = kindOf(step);
      const fields = [...OF_STEP, ...(BY_KIND[kind] ?? [])].map(({ key }) => key);
      const known = keysOf(step).filter((key) => withField(`sequences.*.steps.*.${key}`));
      expect([...fields, ...(STEP_RULES[kind] ?? [])].toSorted(), kind).toEqual(known.toSorted());
    }
  });

  test('what has no field is a part, and says why', () => {
    const parts = [...keysOf(WHOLE), ...steps.flatMap(keysOf).map((key) => `sequences.*.steps.*.${key}`)];
    for (const [part, why] of Object.entries(WITHOUT_FIELD)) {
      expect(parts).toContain(part);
      expect(why.length).toBeGreaterThan(20);
    }
  });
});

/** Parts below that a field cannot write: the shape of a text is told where nothing else is. */
function unwritable(schema: Schema, path: string): readonly string[] {
  if (isNothing(schema)) return [];
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'group':
      return shape.fields.flatMap((field) => unwritable(field.schema, `${path}.${field.name}`));
    case 'list':
      return unwritable(shape.item, `${path}[]`);
    case 'named':
      return unwritable(shape.each, `${path}.*`);
    case 'cases':
      return shape.cases.flatMap((one) =>
        Object.entries(one.schema.properties ?? {})
          .filter(([key]) => key !== shape.by)
          .flatMap(([key, inner]) => unwritable(inner, `${path}.${key}`)),
      );
    case 'either':
      return unwritable(shape.group, path);
    case 'text':
      return textsOf(schema) ? [] : [path];
    default:
      return [];
  }
}

/** A text may stand there; what else may has a form that is told from it by what stood there before. */
function textsOf(schema: Schema): boolean {
  const options = (schema.anyOf ?? [schema]).filter(({ $ref }) => $ref === undefined);
  return options.some(({ type, anyOf = [] }) => type === 'string' || anyOf.some(textsOf));
}

describe('each part has a field that can write it', () => {
  const parts = [
    ...all(SECTIONS).map((key) => [key]),
    ...all(SEQUENCE_SECTIONS).map((key) => ['sequences', 'any', key]),
  ];
  test.each(parts.map((path) => [path.join('.'), path] as const))('%s', (name, path) => {
    const found = unwritable(schemaAt(WHOLE, path) ?? {}, name);
    expect(found).toEqual([]);
  });

  test('a part that is begun says what it must, in the form that it must have', () => {
    const { shape } = playbookSchema;
    const begun = (...path: readonly string[]) => beginningOf(schemaAt(WHOLE, path) ?? {}, path.at(-1));
    for (const key of ['conversation', 'class', 'retries', 'limits'] as const) {
      expect(shape[key].safeParse(begun(key)).error, key).toBeUndefined();
    }
    expect(shape.limits.safeParse({ hours: begun('limits', 'hours') }).error).toBeUndefined();
    expect(shape.retries.safeParse({ email: { giveUp: begun('retries', 'email', 'giveUp') } }).error).toBeUndefined();
    expect(shape.settings.safeParse({ any: begun('settings', 'any') }).error).toBeUndefined();
  });
});

describe('a setting', () => {
  const TYPES: readonly SettingType[] = ['text', 'number', 'boolean', 'list', 'choice'];
  const declared = schemaAt(WHOLE, ['settings', 'any']) ?? {};
  const KINDS = { text: 'text', number: 'number', boolean: 'yes-no', list: 'words', choice: 'choice' } as const;

  test.each(TYPES)('of type %s has a field for its value, whatever it was before', (type) => {
    for (const value of ['a, b', 7, true, ['x', 'y']]) {
      const next = withType({ label: 'Any', type: 'text', default: value, choices: ['left'] }, type);
      const declaration = settingSchema.parse(JSON.parse(JSON.stringify(next)));
      expect(effectiveSettings({ any: declaration }, {}).problems).toEqual([]);
      const { kind } = shapeOf(valueSchema(declared, next));
      expect(kind).toBe(KINDS[type]);
      if (type === 'choice') expect(next.choices).toEqual([next.default]);
      else expect(next.choices).toBeUndefined();
    }
  });
});
