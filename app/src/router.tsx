/** The addresses of the app. The address is the state: a link leads to the same rows, the same filters, the same workspace. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { Missing } from './shell/missing.tsx';
import { Shell } from './shell/shell.tsx';
import { wordsAreThere } from './words/words.tsx';

/** What every address may say: which workspace is looked at. */
interface EverywhereWords {
  readonly ws?: string;
}

const text = (value: unknown): string | undefined => {
  const found = typeof value === 'number' ? String(value) : value;
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** Reads the words that a screen knows; others, and empty ones, are left out. */
function words<const Names extends readonly string[]>(...names: Names) {
  return (given: Record<string, unknown>): { [Name in Names[number]]?: string } => {
    const found = names.flatMap((name) => {
      const value = text(given[name]);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(found) as { [Name in Names[number]]?: string };
  };
}

/** A run of a simulation: its numbers stand in the address as numbers, not in quotes. */
function runWords(given: Record<string, unknown>) {
  const { days, seed, ...rest } = words('days', 'seed', 'from', 'assume', 'set', 'against')(given);
  return { ...(days && { days: Number(days) }), ...(seed && { seed: Number(seed) }), ...rest };
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: Missing,
  validateSearch: words('ws') as (given: Record<string, unknown>) => EverywhereWords,
  search: { middlewares: [retainSearchParams(['ws'])] },
});

/** A screen, once its words are there as well. */
function lazy(load: () => Promise<Record<string, RouteComponent>>, name: string) {
  return lazyRouteComponent(async () => {
    const found = await load();
    await wordsAreThere();
    return found;
  }, name);
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazy(() => import('./screens/home/home.tsx'), 'HomeScreen'),
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: words('state', 'class', 'reply'),
  component: lazy(() => import('./screens/work/inbox.tsx'), 'InboxScreen'),
});
const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  component: lazy(() => import('./screens/work/tasks.tsx'), 'TasksScreen'),
});
const handOffs = createRoute({
  getParentRoute: () => root,
  path: '/handoffs',
  component: lazy(() => import('./screens/work/handoffs.tsx'), 'HandOffsScreen'),
});
const queue = createRoute({
  getParentRoute: () => root,
  path: '/queue',
  validateSearch: words('state', 'campaign', 'where'),
  component: lazy(() => import('./screens/work/queue.tsx'), 'QueueScreen'),
});
const campaigns = createRoute({
  getParentRoute: () => root,
  path: '/campaigns',
  validateSearch: words('first', 'second', 'draft', 'where'),
  component: lazy(() => import('./screens/campaigns/campaigns.tsx'), 'CampaignsScreen'),
});
const campaign = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaign',
  validateSearch: words('where'),
  component: lazy(() => import('./screens/campaigns/campaign.tsx'), 'CampaignScreen'),
});
const simulation = createRoute({
  getParentRoute: () => root,
  path: '/campaigns/$campaign/simulation',
  validateSearch: runWords,
  component: lazy(() => import('./screens/simulation/simulation.tsx'), 'SimulationScreen'),
});
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: words('refused', 'to'),
  component: lazy(() => import('./session/logged-in.tsx'), 'LoggedIn'),
});
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazy(() => import('./screens/welcome/welcome.tsx'), 'WelcomeScreen'),
});
const playbooks = createRoute({
  getParentRoute: () => root,
  path: '/playbooks',
  component: lazy(() => import('./screens/editor/playbooks.tsx'), 'PlaybooksScreen'),
});
const playbook = createRoute({
  getParentRoute: () => root,
  path: '/playbooks/$playbook',
  validateSearch: words('campaign', 'part', 'sequence', 'step', 'view', 'template', 'take'),
  component: lazy(() => import('./screens/editor/editor.tsx'), 'EditorScreen'),
});
const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazy(() => import('./screens/imports/imports.tsx'), 'ImportsScreen'),
});
const suppressions = createRoute({
  getParentRoute: () => root,
  path: '/suppressions',
  validateSearch: words('part', 'value'),
  component: lazy(() => import('./screens/govern/suppressions.tsx'), 'SuppressionsScreen'),
});
const routines = createRoute({
  getParentRoute: () => root,
  path: '/routines',
  validateSearch: words('routine'),
  component: lazy(() => import('./screens/routines/routines.tsx'), 'RoutinesScreen'),
});
const leads = createRoute({
  getParentRoute: () => root,
  path: '/leads',
  validateSearch: words('q', 'campaign', 'stage', 'tier', 'where', 'sort', 'view'),
  component: lazy(() => import('./screens/leads/leads.tsx'), 'LeadsScreen'),
});
const lead = createRoute({
  getParentRoute: () => root,
  path: '/leads/$lead',
  validateSearch: words('kind'),
  component: lazy(() => import('./screens/leads/lead.tsx'), 'LeadScreen'),
});
const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: words('campaign', 'status', 'against', 'where', 'sort', 'view'),
  component: lazy(() => import('./screens/accounts/accounts.tsx'), 'AccountsScreen'),
});
const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$account',
  component: lazy(() => import('./screens/accounts/account.tsx'), 'AccountScreen'),
});
const approvals = createRoute({
  getParentRoute: () => root,
  path: '/approvals',
  validateSearch: words('state'),
  component: lazy(() => import('./screens/approvals/approvals.tsx'), 'ApprovalsScreen'),
});
const deliverability = createRoute({
  getParentRoute: () => root,
  path: '/deliverability',
  component: lazy(() => import('./screens/govern/deliverability.tsx'), 'DeliverabilityScreen'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazy(() => import('./screens/settings/frame.tsx'), 'SettingsFrame'),
});
const setting = {
  workspace: createRoute({
    getParentRoute: () => settings,
    path: '/',
    validateSearch: words('country', 'region'),
    component: lazy(() => import('./screens/settings/workspace.tsx'), 'WorkspaceScreen'),
  }),
  connections: createRoute({
    getParentRoute: () => settings,
    path: '/connections',
    component: lazy(() => import('./screens/settings/connections.tsx'), 'ConnectionsScreen'),
  }),
  webhooks: createRoute({
    getParentRoute: () => settings,
    path: '/webhooks',
    component: lazy(() => import('./screens/settings/webhooks.tsx'), 'WebhooksScreen'),
  }),
  webhook: createRoute({
    getParentRoute: () => settings,
    path: '/webhooks/$webhook',
    validateSearch: words('state'),
    component: lazy(() => import('./screens/settings/webhook.tsx'), 'WebhookScreen'),
  }),
  keys: createRoute({
    getParentRoute: () => settings,
    path: '/keys',
    component: lazy(() => import('./screens/settings/keys.tsx'), 'KeysScreen'),
  }),
  people: createRoute({
    getParentRoute: () => settings,
    path: '/people',
    component: lazy(() => import('./screens/settings/people.tsx'), 'PeopleScreen'),
  }),
  audit: createRoute({
    getParentRoute: () => settings,
    path: '/audit',
    validateSearch: words('q', 'actor', 'operation'),
    component: lazy(() => import('./screens/settings/audit.tsx'), 'AuditScreen'),
  }),
  health: createRoute({
    getParentRoute: () => settings,
    path: '/health',
    component: lazy(() => import('./screens/settings/health.tsx'), 'HealthScreen'),
  }),
  agency: createRoute({
    getParentRoute: () => settings,
    path: '/agency',
    component: lazy(() => import('./screens/settings/agency.tsx'), 'AgencyScreen'),
  }),
};

const tree = root.addChildren([
  ...[home, login, welcome, inbox, tasks, handOffs, queue, leads, lead],
  ...[campaigns, campaign, simulation, playbooks, playbook, imports, suppressions, routines],
  ...[accounts, account, approvals, deliverability],
  settings.addChildren([
    ...[setting.workspace, setting.connections, setting.webhooks, setting.webhook, setting.keys],
    ...[setting.people, setting.audit, setting.health, setting.agency],
  ]),
]);

/** The router, made once. */
export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: typeof router;
  }
}
