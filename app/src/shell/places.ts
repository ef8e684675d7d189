/** Where one can go: what the navigation, the palette and the keys are made from. */
import {
  IconAddressBook,
  IconBolt,
  IconBuilding,
  IconChecklist,
  IconGauge,
  IconHistory,
  IconHome,
  IconInbox,
  IconListNumbers,
  IconSend,
  IconSettings,
  IconShieldX,
  IconSpeakerphone,
  IconThumbUp,
  IconUpload,
} from '@tabler/icons-react';
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
    places: [
      place('/', 'nav.home', IconHome, 'h'),
      place('/inbox', 'nav.inbox', IconInbox, 'i'),
      place('/tasks', 'nav.tasks', IconChecklist, 't'),
      place('/handoffs', 'nav.handoffs', IconBolt, 'o'),
      place('/approvals', 'nav.approvals', IconThumbUp, 'p'),
      place('/queue', 'nav.queue', IconSend, 'q'),
    ],
  },
  {
    word: 'nav.reach',
    places: [
      place('/leads', 'nav.leads', IconAddressBook, 'l'),
      place('/accounts', 'nav.accounts', IconBuilding, 'a'),
      place('/campaigns', 'nav.campaigns', IconSpeakerphone, 'c'),
      place('/playbooks', 'nav.playbooks', IconListNumbers, 'b'),
      place('/imports', 'nav.imports', IconUpload, 'm'),
    ],
  },
  {
    word: 'nav.govern',
    places: [
      place('/suppressions', 'nav.suppressions', IconShieldX, 'x'),
      place('/deliverability', 'nav.senders', IconGauge, 'd'),
      place('/routines', 'nav.routines', IconHistory, 'r'),
      place('/settings', 'nav.settings', IconSettings, 's'),
    ],
  },
];

/** All places, without their groups. */
export const ALL_PLACES: readonly Place[] = PLACES.flatMap(({ places }) => places);
