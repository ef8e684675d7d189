/** A browser without a screen: follows from page to page over real HTTP, and bears the cookies of each host. */

/** What it came to. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** A browser of one person. */
export interface Browser {
  /** Cookies by host, as `name=value`. */
  readonly cookies: Map<string, Map<string, string>>;
  /** Each address it was led to, in order. */
  readonly way: string[];
  /** Opens an address and follows. `until`: stops before the first address that it says yes to. */
  open(url: string, until?: (url: string) => boolean): Promise<Page>;
}

const MOST_STEPS = 12;

/** One that nobody used yet. */
export function newBrowser(): Browser {
  const cookies: Browser['cookies'] = new Map();
  const way: string[] = [];
  const keep = (host: string, lines: readonly string[]) => {
    const jar = cookies.get(host) ?? new Map<string, string>();
    cookies.set(host, jar);
    for (const line of lines) {
      const [pair = '', ...more] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      const expires = more.find((part) => /^ *expires=/i.test(part))?.split('=')[1];
      if (expires !== undefined && Date.parse(expires) <= 0) jar.delete(name);
      else jar.set(name, value.join('='));
    }
  };
  return {
    cookies,
    way,
    async open(first, until = () => false) {
      let url = first;
      for (let step = 0; step < MOST_STEPS; step++) {
        way.push(url);
        if (until(url)) return { url, status: 0, text: '' };
        const { host } = new URL(url);
        const cookie = [...(cookies.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(url, { redirect: 'manual', headers: { cookie, accept: 'text/html' } });
        keep(host, answer.headers.getSetCookie());
        const next = answer.headers.get('location');
        const text = await answer.text();
        if (next === null) return { url, status: answer.status, text };
        url = new URL(next, url).href;
      }
      throw new Error(`led round and round: ${way.join(' ')}`);
    },
  };
}
