/** Words of whole sequences, and of who moves where, in English. */

/** Them. */
export const SEQUENCES = {
  'moves.bySequence': 'By sequence',
  'moves.stays': 'stays.',
  'moves.new': 'is new.',
  'moves.renamed': 'is called {to} from now on.',
  'moves.gone': 'is gone.',
  'moves.underWay': '{n} go on in it to its end, by the version that they began with.',
  'moves.accounts': '{n} accounts likewise.',
  'moves.joining': '{n} begin in it.',
  'moves.nowhere': '{n} wait, and no sequence is there for them: lead their tier to one under Rules.',
  'sequence.acts': 'Whole sequences',
  'sequence.new': 'New sequence',
  'sequence.copy': 'Duplicate',
  'sequence.rename': 'Rename',
  'sequence.remove': 'Remove',
  'sequence.name': 'Name of the sequence',
  'sequence.newSays':
    'It begins with one e-mail, to be filled in. Nobody goes into it until a tier leads there, under Rules.',
  'sequence.copySays': 'All of {name} once more. Nobody goes into the copy until a tier leads there, under Rules.',
  'sequence.renameUses': 'Changed along with it: {what}.',
  'sequence.renameUnderWay':
    '{n} under way go on to its end under the old name; {joining} who wait begin under the new one.',
  'sequence.removeUses': 'It is named by: {what}.',
  'sequence.removeUnderWay':
    '{n} under way go on to its end all the same; {joining} who wait begin where their tier leads then.',
  'sequence.unused': 'Nothing leads to it.',
  'sequence.instead': 'These lead to, instead',
  'sequence.nowhere': 'no sequence',
  'sequence.nowhereSays': 'Whose tier leads to no sequence waits, and gets nothing.',
  'sequence.removeNow': 'Remove {name}',
  'sequence.made': '{name} is made; undo takes it back.',
  'sequence.renamed': '{name} is called {to} now; undo takes it back.',
  'sequence.removed': '{name} is removed; undo brings it back.',
  'sequence.tier': 'the tier {tier}',
  'sequence.setting': 'the setting {name}',
  'sequence.make': 'Make it',
  'sequence.title': 'Title',
  'sequence.form': 'Small letters, digits and hyphens',
  'sequence.taken': 'There is one of this name already',
  'moves.noCampaign': 'Open the editor from a campaign to see who is in it.',
} as const;
