/** Custom fields of a location: found by name, made where they are missing, once for as long as the connection is open. */
import { z } from 'zod';
import type { Api } from '../../engine/crm-port.ts';
import type { OwnField } from '../fields.ts';

const Field = z.object({ id: z.string(), name: z.string(), model: z.string().nullish() });
const Fields = z.object({ customFields: z.array(Field).default([]) });
const Made = z.object({ customField: Field });

/** The custom fields of one location. */
export class FieldShelf {
  readonly #api: Api;
  readonly #path: string;
  #known: Map<string, string> | null = null;
  /** One after the other: two that miss the same field would make it twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(api: Api, location: string) {
    this.#api = api;
    this.#path = `/locations/${encodeURIComponent(location)}/customFields`;
  }

  /** Fields as an update takes them. */
  values(fields: readonly OwnField[]): Promise<readonly { readonly id: string; readonly field_value: string }[]> {
    const turn = this.#turn.then(() => this.#values(fields));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #values(fields: readonly OwnField[]) {
    const values: { readonly id: string; readonly field_value: string }[] = [];
    for (const { name, value } of fields) values.push({ id: await this.#idOf(name), field_value: value });
    return values;
  }

  async #idOf(name: string): Promise<string> {
    const key = name.toLowerCase();
    const known = this.#known?.get(key) ?? (await this.#read()).get(key);
    return known ?? this.#make(name);
  }

  async #read(): Promise<Map<string, string>> {
    const { json } = await this.#api.ask({ method: 'GET', path: `${this.#path}?model=contact`, again: true });
    const ours = Fields.parse(json).customFields.filter(({ model }) => model !== 'opportunity');
    this.#known = new Map(ours.map((field) => [field.name.toLowerCase(), field.id]));
    return this.#known;
  }

  /** Read anew before: another process may have made it, and an answer may have been lost. */
  async #make(name: string): Promise<string> {
    const body = { name, dataType: 'TEXT', model: 'contact' };
    const { json } = await this.#api.ask({ method: 'POST', path: this.#path, body, again: false });
    const { customField } = Made.parse(json);
    this.#known?.set(name.toLowerCase(), customField.id);
    return customField.id;
  }
}
