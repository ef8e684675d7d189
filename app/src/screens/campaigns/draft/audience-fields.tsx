/** On whom: files, tags, a filter; and how many that is now. Nothing chosen = everybody. */
import { Checkbox, TextInput } from '@mantine/core';
import { useAsk } from '../../../api/ask.ts';
import type { Call } from '../../../api/client.ts';
import { FilterChips } from '../../../parts/filter/filter-chips.tsx';
import { useDraftWords } from '../../../words/draft.ts';

/** Whom a campaign judges. */
export interface Audience {
  readonly imports: readonly string[];
  readonly tags: readonly string[];
  readonly where: string | null;
  readonly frozen: boolean;
}

/** No condition at all. */
export const EVERYBODY: Audience = { imports: [], tags: [], where: null, frozen: false };
/** Files that are offered: the latest ones. */
const FILES = 12;

interface FieldsProps {
  readonly of: Audience;
  put(audience: Audience): void;
}

/** The fields. */
export function AudienceFields({ of, put }: FieldsProps) {
  const { t } = useDraftWords();
  const { imports, tags, where, frozen } = of;
  const count = (more?: string): Call<number | undefined> => {
    const asked = whereOf({ ...of, where: more ?? where });
    return async (client, how) =>
      (await client.leads.list({ limit: 1, count: true, ...(asked !== '' && { where: asked }) } as never, how)).total;
  };
  const fits = useAsk('audience', { asked: whereOf(of) }, count());
  const files = useAsk('imports', { limit: FILES }, (client, how) => client.imports.list({ limit: FILES }, how));
  const known = (files.data?.imports ?? []).filter(({ id, state }) => state === 'done' || imports.includes(id));
  const toggle = (id: string) =>
    put({ ...of, imports: imports.includes(id) ? imports.filter((one) => one !== id) : [...imports, id] });
  return (
    <fieldset className="form-part">
      <legend>{t('draft.whom')}</legend>
      <div className="filters">
        <FilterChips
          list="lead"
          first="lead.country"
          where={where ?? undefined}
          inCampaign={false}
          count={count}
          set={(value) => put({ ...of, where: value ?? null })}
        />
      </div>
      {known.length > 0 && (
        <details open={imports.length > 0}>
          <summary>{t('draft.files', { n: imports.length })}</summary>
          <ul className="plain-list">
            {known.map(({ id, fileName, created, merged }) => (
              <li key={id}>
                <Checkbox
                  size="xs"
                  label={t('draft.file', { file: fileName ?? id, n: created + merged })}
                  checked={imports.includes(id)}
                  onChange={() => toggle(id)}
                />
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="form-fields">
        <TextInput
          size="xs"
          label={t('draft.tags')}
          placeholder={t('draft.anyTag')}
          defaultValue={tags.join(', ')}
          onBlur={(event) => put({ ...of, tags: tagsIn(event.currentTarget.value) })}
        />
        <Checkbox
          size="xs"
          label={t('draft.frozen')}
          checked={frozen}
          onChange={() => put({ ...of, frozen: !frozen })}
        />
      </div>
      <output className="dim small">{fits.data === undefined ? ' ' : t('draft.fits', { n: fits.data })}</output>
    </fieldset>
  );
}

/** As it is asked for, be it everybody. */
export function audienceSaid({ imports, tags, where, frozen }: Audience) {
  return { import: [...imports], tag: [...tags], where, frozen };
}

function tagsIn(text: string): string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '');
}

/** As lists are asked: who of the files was brought first by another one is not told by it. */
function whereOf({ imports, tags, where }: Audience): string {
  const anyOf = (asked: readonly string[]) => (asked.length === 0 ? [] : [`(${asked.join(' || ')})`]);
  return [
    ...anyOf(imports.map((id) => `lead.import == ${JSON.stringify(id)}`)),
    ...anyOf(tags.map((tag) => `${JSON.stringify(tag)} in tags`)),
    ...(where === null ? [] : [`(${where})`]),
  ].join(' && ');
}
