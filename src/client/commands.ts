/** Operations of the REST interface by noun and verb, for the types of the client. Made by npm run client from the table of operations; a test holds it current. */

/** The operation behind each address. */
export interface Commands {
  imports: {
    run: 'import';
    look: 'import look';
    list: 'import list';
    undo: 'import undo';
  };
  sample: {
    load: 'sample load';
    remove: 'sample remove';
  };
  leads: {
    harvest: 'harvest';
    enrich: 'lead enrich';
    add: 'lead add';
    change: 'lead change';
    list: 'lead list';
    show: 'lead show';
    status: 'lead status';
    explain: 'explain';
    pause: 'lead pause';
    resume: 'lead resume';
    cancel: 'lead cancel';
    merge: 'lead merge';
    unmerge: 'lead unmerge';
  };
  sources: {
    list: 'source list';
    show: 'source show';
  };
  addresses: {
    verify: 'verify';
  };
  mails: {
    classify: 'classify';
    record: 'mail record';
  };
  lists: {
    show: 'list show';
  };
  views: {
    list: 'view list';
    save: 'view save';
    delete: 'view delete';
    default: 'view default';
  };
  bulk: {
    preview: 'bulk preview';
    start: 'bulk start';
    list: 'bulk list';
    show: 'bulk show';
    resume: 'bulk resume';
    cancel: 'bulk cancel';
    enroll: 'bulk enroll';
    undo: 'bulk undo';
  };
  people: {
    show: 'person show';
    export: 'person export';
    erase: 'person erase';
  };
  erasures: {
    list: 'erasure list';
  };
  pairs: {
    list: 'pair list';
    distinct: 'pair distinct';
  };
  campaigns: {
    assess: 'assess';
    create: 'campaign create';
    change: 'campaign change';
    list: 'campaign list';
    show: 'campaign show';
    figures: 'campaign figures';
    results: 'campaign results';
    check: 'campaign check';
    simulate: 'simulate';
    launch: 'campaign launch';
    pause: 'campaign pause';
    resume: 'campaign resume';
    finish: 'campaign finish';
    track: 'campaign track';
    senders: 'campaign senders';
    cancel: 'campaign cancel';
    release: 'campaign release';
  };
  reviews: {
    list: 'review list';
    approve: 'review approve';
    reject: 'review reject';
    back: 'review back';
  };
  assumptions: {
    list: 'assumption list';
  };
  trials: {
    list: 'trial list';
  };
  calendar: {
    show: 'calendar show';
  };
  accounts: {
    add: 'account add';
    contact: 'account contact';
    mark: 'account mark';
    list: 'account list';
    show: 'account show';
    check: 'account check';
    start: 'account start';
    step: 'account step';
    pause: 'account pause';
    resume: 'account resume';
    cancel: 'account cancel';
    close: 'account close';
  };
  engine: {
    work: 'work';
  };
  routines: {
    list: 'routine list';
    show: 'routine show';
    run: 'routine run';
    runAll: 'routine run-all';
    enable: 'routine enable';
    disable: 'routine disable';
    set: 'routine set';
    add: 'routine add';
    remove: 'routine remove';
    history: 'routine history';
    next: 'routine next';
    health: 'routine health';
  };
  alerts: {
    list: 'alert list';
  };
  tasks: {
    list: 'task list';
    done: 'task done';
  };
  handoffs: {
    list: 'handoff list';
    show: 'handoff show';
    claim: 'handoff claim';
    done: 'handoff done';
    retry: 'handoff retry';
  };
  workspace: {
    setBrand: 'workspace set-brand';
    show: 'workspace show';
    figures: 'workspace figures';
    setLimits: 'workspace set-limits';
    setRetries: 'workspace set-retries';
    setVoice: 'workspace set-voice';
    goLive: 'workspace go-live';
    goDry: 'workspace go-dry';
    purge: 'workspace purge';
  };
  agency: {
    set: 'agency set';
    push: 'agency push';
    drift: 'agency drift';
    results: 'agency results';
  };
  differences: {
    run: 'reconcile run';
    list: 'reconcile show';
    decide: 'reconcile decide';
  };
  teams: {
    set: 'team set';
    list: 'team list';
    remove: 'team remove';
  };
  messages: {
    list: 'message list';
    retry: 'message retry';
    settle: 'message settle';
    cancel: 'message cancel';
    reply: 'message reply';
    preview: 'message preview';
    write: 'message write';
  };
  events: {
    record: 'event record';
  };
  replies: {
    list: 'reply list';
    show: 'reply show';
    correct: 'reply correct';
    assign: 'reply assign';
    snooze: 'reply snooze';
    done: 'reply done';
    open: 'reply open';
  };
  mailboxes: {
    list: 'mailbox list';
    check: 'mailbox check';
    mails: 'mailbox mails';
  };
  enrollments: {
    list: 'enrollment list';
    pause: 'enrollment pause';
    resume: 'enrollment resume';
    cancel: 'enrollment cancel';
  };
  class: {
    sections: 'class sections';
    invite: 'class invite';
    revoke: 'class revoke';
    progress: 'class progress';
    show: 'class show';
    scan: 'class scan';
    act: 'class act';
    choose: 'class choose';
    reset: 'class reset';
  };
  conversations: {
    show: 'conversation show';
  };
  meetings: {
    list: 'meeting list';
    show: 'meeting show';
    book: 'meeting book';
    cancel: 'meeting cancel';
  };
  valuations: {
    make: 'valuation make';
    import: 'valuation import';
    show: 'valuation show';
  };
  signals: {
    list: 'signal list';
    decay: 'signal decay';
  };
  suppressions: {
    add: 'suppress add';
    list: 'suppress list';
    import: 'suppress import';
    lines: 'suppress lines';
    check: 'suppress check';
    review: 'suppress review';
    decide: 'suppress decide';
    lift: 'suppress lift';
  };
  playbooks: {
    list: 'playbook list';
    show: 'playbook show';
    check: 'playbook check';
    test: 'playbook test';
    diff: 'playbook diff';
    draw: 'playbook draw';
    push: 'playbook push';
  };
  drafts: {
    list: 'draft list';
    show: 'draft show';
    save: 'draft save';
    check: 'draft check';
    test: 'draft test';
    render: 'draft render';
    sendTest: 'draft send-test';
    publish: 'draft publish';
    drop: 'draft drop';
  };
  workspaces: {
    add: 'workspace add';
    list: 'workspace list';
  };
  connections: {
    add: 'connection add';
    list: 'connection list';
    show: 'connection show';
    providers: 'connection providers';
    test: 'connection test';
    rotate: 'connection rotate';
    remove: 'connection remove';
  };
  webhooks: {
    add: 'webhook add';
    list: 'webhook list';
    change: 'webhook change';
    rotate: 'webhook rotate';
    test: 'webhook test';
    kinds: 'webhook kinds';
    sends: 'webhook sends';
    retry: 'webhook retry';
    replay: 'webhook replay';
    remove: 'webhook remove';
  };
  plans: {
    propose: 'plan propose';
    list: 'plan list';
    show: 'plan show';
    approve: 'plan approve';
    refuse: 'plan refuse';
    withdraw: 'plan withdraw';
  };
  keys: {
    create: 'key create';
    list: 'key list';
    revoke: 'key revoke';
  };
  users: {
    add: 'user add';
    list: 'user list';
    remove: 'user remove';
    reset: 'user reset';
    slack: 'user slack';
  };
  audit: {
    list: 'audit list';
  };
  senders: {
    list: 'sender list';
    resume: 'sender resume';
  };
  doctor: {
    examine: 'doctor';
  };
  halts: {
    add: 'halt add';
    lift: 'halt lift';
    list: 'halt list';
  };
  instance: {
    show: 'instance show';
    figures: 'instance figures';
    claim: 'instance claim';
  };
}
