/** Where one can go: what the navigation, the palette and the keys are made from. */
import { IconAddressBook, type IconHome } from '@tabler/icons-react';
import { ROLE, type Role } from '../session/roles.ts';
import type { Word } from '../words/en.ts';

/** A screen that the navigation names. */
export interface Place {
  readonly to: string;
  readonly word: Word;
  readonly icon: typeof IconHome;
  /** Letter that leads there after a G; '' = none. */
  readonly key: string;
  readonly role: Role;
}

/** A part of the navigation. */
export interface PlaceGroup {
  readonly word: Word;
  readonly places: readonly Place[];
}

const place = (to: string, word: Word, icon: typeof IconHome, key = '', role: Role = ROLE.viewer): Place => ({
  ...{ to, word, icon, key, role },
});

/** All of them, in order. */
export const PLACES: readonly PlaceGroup[] = [
  {
    word: 'nav.work',
    places: [],
  },
  {
    word: 'nav.reach',
    places: [place('/leads', 'nav.leads', IconAddressBook, 'l')],
  },
  {
    word: 'nav.govern',
    places: [],
  },
];

/** All places, without their groups. */
export const ALL_PLACES: readonly Place[] = PLACES.flatMap(({ places }) => places);
