/** Properties of contacts that are ours: found by name, made where they are missing. */
import type { Api } from '../../engine/crm-port.ts';
import type { OwnField } from '../fields.ts';

const GROUP = 'contactinformation';
const PATH = '/crm/v3/properties/contacts';

/** A property's name, as HubSpot wants it: `Rekindle score` → `rekindle_score`. */
export function propertyName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

/** The properties of one account. */
export class PropertyShelf {
  readonly #api: Api;
  readonly #known = new Set<string>();
  /** One after the other: two that miss the same one would make it twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(api: Api) {
    this.#api = api;
  }

  /** All of them are there then. */
  ensure(fields: readonly OwnField[]): Promise<void> {
    const turn = this.#turn.then(async () => {
      for (const { name } of fields) if (!this.#known.has(propertyName(name))) await this.#ensure(name);
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** The name is the key, so that making one that is there already is refused and does no harm. */
  async #ensure(label: string): Promise<void> {
    const name = propertyName(label);
    const { status } = await this.#api.ask({ method: 'GET', path: `${PATH}/${name}`, again: true, but: [404] });
    if (status === 404) {
      const body = { name, label, type: 'string', fieldType: 'text', groupName: GROUP };
      await this.#api.ask({ method: 'POST', path: PATH, body, again: true, but: [409] });
    }
    this.#known.add(name);
  }
}
