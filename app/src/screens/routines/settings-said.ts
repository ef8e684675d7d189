/** The settings of a routine as they are typed, so that an earlier state can be said again. */
import type { Routine } from './did.ts';

/** What may be set of one. */
export interface SettingsSaid {
  readonly cron: string;
  /** `instance` = that of the instance. */
  readonly zone: string;
  /** 0 = none. */
  readonly order: number;
  readonly batch: number;
  /** 0 = until nothing is left. */
  readonly most: number;
  /** Seconds. */
  readonly timeout: number;
  readonly retries: number;
}

/** All of them as they are. */
export function settingsSaid({ cron, zone, ownZone, order, batch, most, timeout, retries }: Routine): SettingsSaid {
  const place = { zone: ownZone ? zone : 'instance', order: order ?? 0 };
  return { cron, ...place, batch, most: most ?? 0, timeout, retries };
}

/** What of `wished` differs from what is; and the same settings as they are. */
export function changed(is: SettingsSaid, wished: SettingsSaid) {
  const names = (Object.keys(is) as (keyof SettingsSaid)[]).filter((name) => is[name] !== wished[name]);
  const only = (of: SettingsSaid): Partial<SettingsSaid> => Object.fromEntries(names.map((name) => [name, of[name]]));
  return { to: only(wished), from: only(is), none: names.length === 0 };
}
