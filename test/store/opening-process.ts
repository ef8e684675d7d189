/** Opens the store in the file it is given, writes once, and ends with 0. */
import { openSqliteStore } from '../../src/store/store.ts';

const store = await openSqliteStore({ path: process.argv[2] ?? '' });
await store.workspaces.ensure('main', 1);
await store.close();
