/** All migrations, oldest first. Forward only: a released one is never edited, its mistakes are mended by the next. */
import type { MigrationStep } from '../program.ts';
import { foundation } from './0001-foundation.ts';
import type { Dialect } from './dialect.ts';

/** The steps from an empty database to the newest schema, in the words of one database. */
export function migrations(dialect: Dialect): readonly MigrationStep[] {
  // Written when it is asked for: to open a database takes the versions alone.
  return [
    {
      ...{ version: 1, name: 'foundation' },
      get statements() {
        return foundation(dialect);
      },
    },
  ];
}
