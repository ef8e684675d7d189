/**
 * Loads parts of the bundle when they are first used: most commands need none of them, and reading them is what a start waits for.
 * An import of a deferred module becomes a call, `parse(x)` → `(tldts().parse)(x)`, that loads the module's own chunk once. It is what
 * `import defer` will be (Source: https://tc39.es/proposal-defer-import-eval/), which Node has only behind a flag. Sources are left as they are.
 */
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

/** A node of the tree of a program; only what is read here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A name that was imported: from which import, and what it is called there. */
interface Binding {
  readonly load: string;
  readonly name: string;
}

/** A piece of source to be put in another's place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const VIRTUAL = '\0deferred:';

/** The plugin: `deferred` are paths below `root` or names of packages, as imports say them; only modules below `root`/src are rewritten. */
export function deferring(root: string, deferred: readonly string[]): Plugin {
  const chunks = new Map<string, string>();
  const uses: Use[] = [];
  const wanted = new Set(deferred.map((name) => (name.startsWith('src/') ? join(root, name) : name)));
  return {
    name: 'deferring',
    resolveId: (id) => (id.startsWith(VIRTUAL) ? id : null),
    load(id) {
      if (!id.startsWith(VIRTUAL)) return null;
      if (id.startsWith(`${VIRTUAL}node:`)) {
        const name = JSON.stringify(id.slice(VIRTUAL.length));
        return `let loaded; export const load = () => (loaded ??= process.getBuiltinModule(${name}));`;
      }
      const chunk = this.emitFile({ type: 'chunk', id: id.slice(VIRTUAL.length) });
      chunks.set(id.slice(VIRTUAL.length), chunk);
      // A CommonJS module is a default export here; its names are those of that.
      const code = `import { createRequire } from 'node:module';
        import { fileURLToPath } from 'node:url';
        const hasNames = (found) => Object.keys(found).some((key) => key !== 'default' && key !== '__esModule');
        const names = (found) => (hasNames(found) ? found : { ...found.default, ...found });
        let loaded;
        export const load = () =>
          (loaded ??= names(createRequire(import.meta.url)(fileURLToPath(import.meta.ROLLUP_FILE_URL_${chunk}))));`;
      return { code, moduleType: 'js' };
    },
    transform(code, id) {
      if (!id.startsWith(join(root, 'src')) || !id.endsWith('.ts')) return null;
      const target = (source: string) => {
        const path = source.startsWith('.') ? join(id, '..', source) : source;
        return wanted.has(path) ? path : null;
      };
      return rewritten(code, target, uses);
    },
    /** What is loaded late fails late: so each name is looked for now. */
    async writeBundle({ dir }) {
      const unused = [...wanted].filter((path) => !path.startsWith('node:') && !chunks.has(path));
      if (unused.length > 0) throw new Error(`deferred, and nothing defers it: ${unused.join(', ')}`);
      for (const [path, chunk] of chunks) {
        const found = await import(join(dir ?? '', this.getFileName(chunk)));
        const missing = uses.filter((use) => use.path === path && !isIn(use.name, found));
        if (missing.length > 0) throw new Error(`${path} has no ${missing.map(({ name }) => name).join(', ')}`);
      }
    },
  };
}

/** A name that some module wants of a deferred one. */
interface Use {
  readonly path: string;
  readonly name: string;
}

/** Whether a loaded module has a name, by itself or, where it is a CommonJS one, in its default export. */
function isIn(name: string, found: { readonly default?: object }): boolean {
  return name === '*' || name in found || (typeof found.default === 'object' && name in found.default);
}

/** The program with calls in the place of deferred imports; null where it has none, or one that cannot be deferred. */
function rewritten(code: string, target: (source: string) => string | null, uses: Use[]): string | null {
  const program = parseAst(code, { lang: 'ts' }) as unknown as { body: readonly Node[] };
  const bindings = new Map<string, Binding>();
  const edits: Edit[] = [];
  const heads: string[] = [];
  for (const node of program.body) {
    const path = node.type === 'ImportDeclaration' ? target((node.source as { value: string }).value) : null;
    if (path === null || node.importKind === 'type') continue;
    const load = `__deferred${heads.length}`;
    heads.push(`import { load as ${load} } from ${JSON.stringify(VIRTUAL + path)};`);
    for (const specifier of node.specifiers as readonly Node[]) {
      if (specifier.importKind === 'type') continue;
      const name = importedName(specifier);
      uses.push({ path, name });
      // A module of Node's own is its own default.
      bindings.set(nameOf(specifier.local), {
        load,
        name: name === 'default' && path.startsWith('node:') ? '*' : name,
      });
    }
    edits.push({ start: node.start, end: node.end, text: '' });
  }
  if (heads.length === 0) return null;
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' && !collect(node, null, bindings, edits)) return null;
  }
  return heads.join('') + applied(code, edits);
}

const nameOf = (node: unknown) => (node as { name: string }).name;

function importedName(specifier: Node): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  return specifier.type === 'ImportNamespaceSpecifier' ? '*' : nameOf(specifier.imported);
}

/** Gathers what each use becomes; false where a variable has the name anew or it is handed on, so that the import has to stay. */
function collect(node: Node, parent: Node | null, bindings: Bindings, edits: Edit[]): boolean {
  if (node.type.startsWith('TS') && !('expression' in node)) return true;
  if (node.type === 'ExportSpecifier') return !bindings.has(nameOf(node.local));
  if (node.type === 'VariableDeclarator' || node.type === 'CatchClause') {
    const declared = declaredBy(node.type === 'CatchClause' ? node.param : node.id);
    if (declared.some((name) => bindings.has(name))) return false;
  }
  if (node.type === 'Identifier') {
    const binding = bindings.get(nameOf(node));
    if (binding !== undefined && !isOnlyAName(node, parent)) edits.push(useOf(node, parent, binding));
    return true;
  }
  const inner = Array.isArray(node.params) ? without(bindings, node.params.flatMap(declaredBy)) : bindings;
  return childrenOf(node).every((child) => collect(child, node, inner, edits));
}

type Bindings = ReadonlyMap<string, Binding>;

/** What is seen within a function whose parameters have these names. */
function without(bindings: Bindings, names: readonly string[]): Bindings {
  return names.some((name) => bindings.has(name))
    ? new Map([...bindings].filter(([name]) => !names.includes(name)))
    : bindings;
}

/** Names that a pattern declares: `a`, `{ a, b: c }`, `[a, ...b]`, `a = 1`. */
function declaredBy(pattern: unknown): readonly string[] {
  if (!isNode(pattern)) return [];
  if (pattern.type === 'Identifier') return [nameOf(pattern)];
  const parts = [
    pattern.left,
    pattern.argument,
    pattern.value,
    pattern.parameter,
    pattern.properties,
    pattern.elements,
  ];
  return parts.flat().flatMap(declaredBy);
}

function useOf(node: Node, parent: Node | null, { load, name }: Binding): Edit {
  const use = name === '*' ? `${load}()` : `(${load}().${name})`;
  const shorthand = parent?.type === 'Property' && parent.shorthand === true;
  return { start: node.start, end: node.end, text: shorthand ? `${nameOf(node)}: ${use}` : use };
}

/** The parts of a node; a shorthand property is one name, which stands in the tree twice. */
function childrenOf(node: Node): readonly Node[] {
  return Object.entries(node).flatMap(([field, value]) => {
    if (field === 'key' && node.shorthand === true) return [];
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The name of a member or of a property, which speaks of no variable: `x.name`, `{ name: x }`. */
function isOnlyAName(node: Node, parent: Node | null): boolean {
  if (parent === null || parent.computed === true) return false;
  return parent.property === node || (parent.key === node && parent.value !== node);
}

function applied(code: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start)) {
    out += code.slice(at, start) + text;
    at = end;
  }
  return out + code.slice(at);
}
