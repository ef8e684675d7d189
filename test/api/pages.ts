/** The page docs/api.md: every address of the REST interface, made from the table of operations. */
import { allOperations } from '../../src/engine/operations/table.ts';
import { ONLY_ON_THE_MACHINE, pathOf } from '../../src/http/api/paths.ts';

const HEAD = `# The REST interface

<!-- Made by npm run client from the table of operations; a test holds it current. -->

\`rekindle serve\` answers under \`/api/v1\` with everything that the command line does; \`/api/openapi.json\` describes it for programs.

\`\`\`sh
rekindle key create "our site" --role operator
curl -H "Authorization: Bearer rk_…" http://127.0.0.1:7740/api/v1/leads?limit=20
\`\`\`

- **Keys** belong to a workspace, or with \`--everywhere\` to the whole instance; then the header \`Rekindle-Workspace\` names the one that is meant.
  A key is shown once, kept as a hash, ends by itself, and at once with \`rekindle key revoke\`. [Who may do what](../directives/access.md) is one rule.
- **People** log in by \`POST /api/v1/login\`; their acts carry the \`csrf\` of the login as \`X-CSRF-Token\`. In a browser also by an
  identity provider: \`GET /api/v1/login\` tells how. Make the first one with \`rekindle user add\`.
  Beyond this machine \`serve\` listens only where there is an admin.
- **GET** reads, its words stand in the address: \`?limit=20\`, \`?set[title]=…\`. **POST** acts, its words are a JSON object.
- **Lists** tell \`next\`; give it as \`after\` for the page behind it. It is null at the end.
- **\`Accept-Language\`**: where Spanish is preferred to English, what is said of reasons, refusals, mistakes of input, findings in a playbook and in what
  is checked (\`says\`, \`detail\`, \`message\`, \`remedy\`) is in Spanish, and \`Content-Language: es\` says so. Codes and the words of others stay as they are.
- **Long work** (imports, assessments, simulations) tells how far it is where \`Accept: application/x-ndjson\` asks for it: lines \`{"progress": …}\`, the last
  one \`{"output": …}\` or \`{"problem": …}\`. In the typed client: \`client.imports.run(input, { progress: ({ done }) => … })\`.
- **\`Idempotency-Key\`**: the same key twice within a day is done once, and the answer told again. With another body it is refused (422), while the first
  is under way too (409). What was refused did nothing, and frees the key.
- **Problems** are \`application/problem+json\` with a [reason code](reasons.md), what to do, and the \`requestId\` that the log has,
  which alone tells what broke inside (\`fault-inside\`);
  also where a request comes to no operation (\`body-no-json\` tells from which line and column on, \`body-no-utf8\`, \`body-packed\`, \`body-too-long\`, \`no-such-address\`,
  \`other-method\`).
- **Files** go as they are (\`curl --data-binary @leads.csv -H 'Content-Type: text/csv' …/imports?basis=consent\`), up to 64 MB, or as \`content\`, in base64 where
  \`contentIs\` says so.
  Secrets of connections go as \`secrets\`. No other file or variable of the machine is ever read.
- **The typed client** needs no package: \`import { rekindleClient } from 'rekindle/client'\`, then \`client.leads.show({ lead: 'jane@acme.com' })\`. It
  tries again what may be tried again, under a key of its own.

| Address | From role | It does | As |
|---|---|---|---|
`;

const TAIL = `
These are of a machine and not of an instance, and have no address:

| Command | Why |
|---|---|
`;

/** The whole page. */
export function apiPage(): string {
  const rows = allOperations().flatMap((operation) => {
    const at = pathOf(operation);
    const { role, summary, command } = operation;
    return at ? [`| \`${at.method} ${at.path}\` | ${role} | ${cell(summary)} | \`rekindle ${command}\` |\n`] : [];
  });
  const others = Object.entries(ONLY_ON_THE_MACHINE).map(([command, why]) => `| \`rekindle ${command}\` | ${why} |\n`);
  return `${HEAD}${rows.join('')}${TAIL}${others.join('')}`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
