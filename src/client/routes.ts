/** Addresses of the REST interface by noun and verb. Made by npm run client from the table of operations; a test holds it current. */

/** Method and address, the operation behind it, and how its answer comes. */
export const ROUTES = {
  imports: {
    run: ['POST', '/imports', 'import', 'file'],
    list: ['GET', '/imports', 'import list', 'json'],
    undo: ['POST', '/imports/{import}/undo', 'import undo', 'json'],
  },
  leads: {
    harvest: ['POST', '/leads/harvest', 'harvest', 'json'],
    add: ['POST', '/leads', 'lead add', 'json'],
    list: ['GET', '/leads', 'lead list', 'json'],
    show: ['GET', '/leads/{lead}', 'lead show', 'json'],
    explain: ['GET', '/leads/{lead}/explain', 'explain', 'json'],
    pause: ['POST', '/leads/{lead}/pause', 'lead pause', 'json'],
    resume: ['POST', '/leads/{lead}/resume', 'lead resume', 'json'],
    cancel: ['POST', '/leads/{lead}/cancel', 'lead cancel', 'json'],
    merge: ['POST', '/leads/{survivor}/merge', 'lead merge', 'json'],
    unmerge: ['POST', '/leads/{alias}/unmerge', 'lead unmerge', 'json'],
  },
  addresses: {
    verify: ['POST', '/addresses/verify', 'verify', 'lines'],
  },
  mails: {
    classify: ['POST', '/mails/classify', 'classify', 'lines'],
    record: ['POST', '/mails', 'mail record', 'file'],
  },
  pairs: {
    list: ['GET', '/pairs', 'pair list', 'json'],
    distinct: ['POST', '/pairs/distinct', 'pair distinct', 'json'],
  },
  campaigns: {
    assess: ['POST', '/campaigns/assess', 'assess', 'json'],
    create: ['POST', '/campaigns', 'campaign create', 'json'],
    change: ['POST', '/campaigns/{campaign}/change', 'campaign change', 'json'],
    list: ['GET', '/campaigns', 'campaign list', 'json'],
    show: ['GET', '/campaigns/{campaign}', 'campaign show', 'json'],
    check: ['POST', '/campaigns/{campaign}/check', 'campaign check', 'json'],
    simulate: ['POST', '/campaigns/{campaign}/simulate', 'simulate', 'json'],
    launch: ['POST', '/campaigns/{campaign}/launch', 'campaign launch', 'json'],
    pause: ['POST', '/campaigns/{campaign}/pause', 'campaign pause', 'json'],
    resume: ['POST', '/campaigns/{campaign}/resume', 'campaign resume', 'json'],
    finish: ['POST', '/campaigns/{campaign}/finish', 'campaign finish', 'json'],
    track: ['POST', '/campaigns/{campaign}/track', 'campaign track', 'json'],
    cancel: ['POST', '/campaigns/{campaign}/cancel', 'campaign cancel', 'json'],
    release: ['POST', '/campaigns/{campaign}/release', 'campaign release', 'json'],
  },
  reviews: {
    list: ['GET', '/reviews', 'review list', 'json'],
    approve: ['POST', '/reviews/{lead}/approve', 'review approve', 'json'],
    reject: ['POST', '/reviews/{lead}/reject', 'review reject', 'json'],
    back: ['POST', '/reviews/{lead}/back', 'review back', 'json'],
  },
  engine: {
    work: ['POST', '/engine/work', 'work', 'json'],
  },
  routines: {
    list: ['GET', '/routines', 'routine list', 'json'],
    show: ['GET', '/routines/{name}', 'routine show', 'json'],
    run: ['POST', '/routines/{name}', 'routine run', 'json'],
    runAll: ['POST', '/routines/run-all', 'routine run-all', 'json'],
    enable: ['POST', '/routines/{name}/enable', 'routine enable', 'json'],
    disable: ['POST', '/routines/{name}/disable', 'routine disable', 'json'],
    set: ['POST', '/routines/{name}/set', 'routine set', 'json'],
    add: ['POST', '/routines', 'routine add', 'json'],
    remove: ['POST', '/routines/{name}/remove', 'routine remove', 'json'],
    history: ['GET', '/routines/history', 'routine history', 'json'],
    health: ['GET', '/routines/health', 'routine health', 'json'],
  },
  alerts: {
    list: ['GET', '/alerts', 'alert list', 'json'],
  },
  tasks: {
    list: ['GET', '/tasks', 'task list', 'json'],
    done: ['POST', '/tasks/{task}/done', 'task done', 'json'],
  },
  messages: {
    list: ['GET', '/messages', 'message list', 'json'],
    retry: ['POST', '/messages/retry', 'message retry', 'json'],
    settle: ['POST', '/messages/settle', 'message settle', 'json'],
    cancel: ['POST', '/messages/cancel', 'message cancel', 'json'],
  },
  events: {
    record: ['POST', '/events', 'event record', 'json'],
  },
  mailboxes: {
    list: ['GET', '/mailboxes', 'mailbox list', 'json'],
    check: ['POST', '/mailboxes/{mailbox}/check', 'mailbox check', 'json'],
    mails: ['GET', '/mailboxes/{mailbox}/mails', 'mailbox mails', 'json'],
  },
  enrollments: {
    list: ['GET', '/enrollments', 'enrollment list', 'json'],
    pause: ['POST', '/enrollments/pause', 'enrollment pause', 'json'],
    resume: ['POST', '/enrollments/resume', 'enrollment resume', 'json'],
    cancel: ['POST', '/enrollments/cancel', 'enrollment cancel', 'json'],
  },
  signals: {
    list: ['GET', '/signals', 'signal list', 'json'],
    decay: ['POST', '/signals/decay', 'signal decay', 'json'],
  },
  suppressions: {
    add: ['POST', '/suppressions', 'suppress add', 'json'],
    review: ['GET', '/suppressions/review', 'suppress review', 'json'],
    decide: ['POST', '/suppressions/decide', 'suppress decide', 'json'],
    lift: ['POST', '/suppressions/lift', 'suppress lift', 'json'],
  },
  playbooks: {
    list: ['GET', '/playbooks', 'playbook list', 'json'],
    show: ['GET', '/playbooks/{playbook}', 'playbook show', 'json'],
    check: ['GET', '/playbooks/{playbook}/check', 'playbook check', 'json'],
    test: ['GET', '/playbooks/{playbook}/test', 'playbook test', 'json'],
    diff: ['GET', '/playbooks/diff', 'playbook diff', 'json'],
    push: ['POST', '/playbooks/{playbook}/push', 'playbook push', 'json'],
  },
  workspaces: {
    add: ['POST', '/workspaces', 'workspace add', 'json'],
    list: ['GET', '/workspaces', 'workspace list', 'json'],
  },
  workspace: {
    show: ['GET', '/workspace', 'workspace show', 'json'],
    setLimits: ['POST', '/workspace/set-limits', 'workspace set-limits', 'json'],
    setRetries: ['POST', '/workspace/set-retries', 'workspace set-retries', 'json'],
    setVoice: ['POST', '/workspace/set-voice', 'workspace set-voice', 'json'],
    goLive: ['POST', '/workspace/go-live', 'workspace go-live', 'json'],
    goDry: ['POST', '/workspace/go-dry', 'workspace go-dry', 'json'],
    purge: ['POST', '/workspace/purge', 'workspace purge', 'json'],
  },
  connections: {
    add: ['POST', '/connections', 'connection add', 'json'],
    list: ['GET', '/connections', 'connection list', 'json'],
    show: ['GET', '/connections/{connection}', 'connection show', 'json'],
    test: ['POST', '/connections/{connection}/test', 'connection test', 'json'],
    rotate: ['POST', '/connections/{connection}/rotate', 'connection rotate', 'json'],
    remove: ['POST', '/connections/{connection}/remove', 'connection remove', 'json'],
  },
  keys: {
    create: ['POST', '/keys', 'key create', 'json'],
    list: ['GET', '/keys', 'key list', 'json'],
    revoke: ['POST', '/keys/{key}/revoke', 'key revoke', 'json'],
  },
  users: {
    add: ['POST', '/users', 'user add', 'json'],
    list: ['GET', '/users', 'user list', 'json'],
    remove: ['POST', '/users/{email}/remove', 'user remove', 'json'],
    reset: ['POST', '/users/{email}/reset', 'user reset', 'json'],
  },
  audit: {
    list: ['GET', '/audit', 'audit list', 'json'],
  },
  senders: {
    list: ['GET', '/senders', 'sender list', 'json'],
    resume: ['POST', '/senders/{sender}/resume', 'sender resume', 'json'],
  },
  halts: {
    add: ['POST', '/halts', 'halt add', 'json'],
    lift: ['POST', '/halts/lift', 'halt lift', 'json'],
    list: ['GET', '/halts', 'halt list', 'json'],
  },
  instance: {
    show: ['GET', '/instance', 'instance show', 'json'],
    claim: ['POST', '/instance/claim', 'instance claim', 'json'],
  },
} as const;
