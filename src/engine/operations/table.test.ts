import { expect, test } from 'vitest';
import { allOperations, COMMANDS, operationOf } from './table.ts';

test('the table names each operation by its own command', () => {
  expect(allOperations().map(({ command }) => command)).toEqual(COMMANDS);
  expect(COMMANDS.filter((command) => operationOf(command)?.command !== command)).toEqual([]);
});

test('what every object has is no command', () => {
  expect([operationOf('constructor'), operationOf('toString')]).toEqual([undefined, undefined]);
});
