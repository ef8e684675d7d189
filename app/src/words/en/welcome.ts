/** Words of the first run in English. */

/** Them. */
export const WELCOME = {
  'welcome.title': 'First steps',
  'welcome.says':
    'From an empty instance to a campaign that you have seen before it happens. Each step can wait; nothing leaves before you launch.',
  'welcome.notice': '{n} of 5 steps are done. With sample people you see everything in a minute.',
  'welcome.begin': 'Begin',
  'welcome.goOn': 'Go on',
  'welcome.skip': 'Skip',
  'welcome.done': 'Done',
  'welcome.next': 'Next',
  'welcome.open': 'Open',
  'welcome.connect': 'Connect a mailbox or HighLevel',
  'welcome.connectSays':
    'Mail leaves by a mailbox of yours, texts and calls by HighLevel, Twilio or Retell. Until then everything goes to the outbox folder.',
  'welcome.toConnections': 'Add a connection',
  'welcome.leads': 'Bring in leads',
  'welcome.leadsSays':
    'A CSV export of any vendor, or two dozen people who do not exist: their addresses end in .example, and reach nobody.',
  'welcome.toImports': 'Import a file',
  'welcome.loadSample': 'Load sample data',
  'welcome.removeSample': 'Remove sample data',
  'welcome.loaded': '{n} sample people are in.',
  'welcome.removed': '{n} sample people are gone.',
  'welcome.removedSome': '{n} sample people are gone; {kept} stay, since they were written to.',
  'welcome.leadsIn': '{n} leads are in',
  'welcome.sender': 'Say who writes',
  'welcome.senderSays': 'The name and street address that stand under each mail, and a domain that is set up to send.',
  'welcome.toBrand': 'Name and address',
  'welcome.toDomain': 'Check the domain',
  'welcome.draft': 'Draft a campaign',
  'welcome.draftSays':
    'A playbook says who is worth it, what they are sent and when. Its settings are plain; the rest can be changed later.',
  'welcome.makeDraft': 'Draft a campaign',
  'welcome.toPlaybooks': 'Look at playbooks',
  'welcome.launch': 'Simulate, then launch',
  'welcome.launchSays':
    'Live through the campaign on a virtual clock first. The launch checks what is missing, and asks for the name.',
  'welcome.noCampaign': 'Once there is a draft.',
  'welcome.simulate': 'Simulate “{name}”',
  'welcome.toLaunch': 'Check and launch',
} as const;
