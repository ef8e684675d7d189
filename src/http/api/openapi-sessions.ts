/** The description of logging in and out, which are no operations of the table. Data only. */

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const answer = (properties: object) => ({
  description: 'Done',
  content: { 'application/json': { schema: { type: 'object', properties } } },
});
const body = (example: object, required: readonly string[]) => ({
  required: required.length > 0,
  content: {
    'application/json': {
      example,
      schema: {
        ...{ type: 'object', additionalProperties: false, required },
        properties: Object.fromEntries(Object.entries(example).map(([name, value]) => [name, { type: typeof value }])),
      },
    },
  },
});
const text = { type: 'string' };
const NOT_KNOWN = { $ref: '#/components/responses/NotKnown' };
const NOT_ALLOWED = { $ref: '#/components/responses/NotAllowed' };
const BAD_INPUT = { $ref: '#/components/responses/BadInput' };
/** Of whatever takes a body. */
const OF_A_BODY = {
  ...{ 400: BAD_INPUT, 413: { $ref: '#/components/responses/TooLarge' } },
  415: { $ref: '#/components/responses/OtherType' },
};
const of = { tags: ['session'] };
const AWAY = {
  description: 'To the provider, to the page that was asked for, or to `/login?refused=CODE` with a reason code',
  headers: { Location: { schema: text } },
};

/** Paths by address. */
export const SESSION_PATHS: Record<string, Record<string, unknown>> = {
  '/stream': {
    get: {
      ...{ tags: ['stream'], operationId: 'stream', summary: 'What happens, as server-sent events, from any place on' },
      parameters: [
        { in: 'query', name: 'workspace', schema: text, description: 'as the header Rekindle-Workspace' },
        { in: 'query', name: 'after', schema: { type: 'integer', minimum: 0 }, description: 'place to go on from' },
        {
          in: 'query',
          name: 'kinds',
          schema: text,
          description: 'message.*,event.replied: as rekindle webhook kinds names them',
        },
        { in: 'header', name: 'Last-Event-ID', schema: text, description: 'place to go on from, as browsers send it' },
      ],
      responses: {
        200: { description: 'Events', content: { 'text/event-stream': { schema: text } } },
        400: BAD_INPUT,
        401: NOT_KNOWN,
        403: NOT_ALLOWED,
        404: problem('`no-such-workspace`'),
        429: problem('`too-many-streams`'),
      },
    },
  },
  '/login': {
    get: {
      ...{ ...of, operationId: 'loginWays', summary: 'How people may log in here', security: [] },
      responses: {
        200: answer({
          passwords: { type: 'boolean' },
          oidc: {
            ...{ type: ['object', 'null'], description: 'the identity provider; null = there is none' },
            properties: { name: text, address: { ...text, description: 'where a browser begins' } },
          },
          loggedIn: { type: 'boolean', description: 'whether the cookie of the request is of a session' },
        }),
      },
    },
    post: {
      ...{ ...of, operationId: 'login', summary: 'Log in; the session is a cookie', security: [] },
      requestBody: body({ email: 'ann@acme.example', password: 'a sentence of mine' }, ['email', 'password']),
      responses: {
        200: answer({ email: text, name: text, csrf: text, expiresAt: text }),
        ...OF_A_BODY,
        401: problem('`login-refused-here`: address and password do not belong together'),
        403: problem('`passwords-off`: people come by the identity provider; `foreign-origin`'),
        429: problem('`login-too-often`: see Retry-After'),
      },
    },
  },
  '/login/oidc': {
    get: {
      ...{ ...of, operationId: 'loginOidc', summary: 'Log in by the identity provider, in a browser', security: [] },
      parameters: [
        {
          in: 'query',
          name: 'to',
          schema: text,
          description: 'page of ours that is shown then; others lead to the first',
        },
      ],
      responses: { 303: AWAY },
    },
  },
  '/login/oidc/back': {
    get: {
      ...{
        ...of,
        operationId: 'loginOidcBack',
        summary: 'Where the identity provider sends browsers back to',
        security: [],
      },
      parameters: ['code', 'state', 'iss', 'error'].map((name) => ({ in: 'query', name, schema: text })),
      responses: { 303: AWAY },
    },
  },
  '/logout': {
    post: {
      ...{ ...of, operationId: 'logout', summary: 'End this session, or all of the person' },
      requestBody: body({ everywhere: true }, []),
      responses: { 200: answer({ loggedOut: { type: 'boolean' } }), ...OF_A_BODY, 401: NOT_KNOWN, 403: NOT_ALLOWED },
    },
  },
  '/session': {
    get: {
      ...{ ...of, operationId: 'session', summary: 'Who asks, and what they may do' },
      responses: {
        200: answer({
          actor: text,
          roles: { type: 'array', items: { type: 'object' } },
          person: { type: ['object', 'null'] },
        }),
        401: NOT_KNOWN,
      },
    },
  },
  '/session/password': {
    post: {
      ...{ ...of, operationId: 'sessionPassword', summary: 'Take a password of one’s own; ends all other sessions' },
      requestBody: body({ before: 'ab3de-fgh5j-kmn7p-qrs9t', after: 'a sentence of mine' }, ['before', 'after']),
      responses: {
        200: answer({ changed: { type: 'boolean' } }),
        ...OF_A_BODY,
        ...{ 401: NOT_KNOWN, 403: NOT_ALLOWED },
        422: problem('`password-too-weak`'),
      },
    },
  },
};
