import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNodes } from './compile.ts';
import { engineFor, type Medium, parseLiquid } from './dialect.ts';
import { RenderState } from './state.ts';

const MEDIA = ['text', 'html'] as const;

/** Text, or the word `failed`: what both sides give for one template and one set of facts. */
function ours(source: string, medium: Medium, variables: object): string {
  const print = compileNodes(parseLiquid(source, medium));
  try {
    return print(new RenderState({ ...variables }, engineFor(medium)));
  } catch {
    return 'failed';
  }
}

function theirs(source: string, medium: Medium, variables: object): string {
  const engine = engineFor(medium);
  const nodes = engine.parse(source);
  try {
    return engine.renderSync(nodes, variables);
  } catch {
    return 'failed';
  }
}

function expectSame(source: string, variables: object): void {
  for (const medium of MEDIA) {
    expect(ours(source, medium, variables), `${medium}: ${source}`).toBe(theirs(source, medium, variables));
  }
}

const FACTS = {
  lead: {
    firstName: 'Ann <3',
    company: null,
    size: 7,
    employees: 120,
    technologies: ['Stripe', 'AWS & co', ''],
    empty: '',
    none: [],
    nested: [[1, 2], [3]],
    flag: false,
    since: '2026-02-03T10:15:00',
  },
  list: [3, 1, 2],
  word: "it's",
  index: 1,
  key: 'firstName',
  pairs: { a: 1, b: 'two' },
};

/** Things of Liquid that are easy to get wrong, one a line. */
const CASES = [
  '',
  'plain {{ word }} text',
  '{{ lead.firstName }} {{ lead["firstName"] }} {{ lead[key] }} {{ ["lead"].firstName }} {{ [word] }}',
  '{{ lead.technologies[0] }} {{ lead.technologies[-1] }} {{ lead.technologies[index] }} {{ lead.technologies[9] }}',
  '{{ lead.technologies.size }} {{ lead.size }} {{ word.size }} {{ pairs.size }} {{ size }} {{ lead.employees.size }}',
  '{{ list.first }} {{ list.last }} {{ lead.none.first }} {{ pairs.first }} {{ word.first }} {{ first }}',
  '{{ lead.constructor }} {{ constructor }} {{ lead.__proto__ }} {{ lead.toString }} {{ word.length }}',
  '{{ nil }}{{ true }}{{ empty }}{{ blank }}{{ 1.50 }}{{ "a\'b" }}{{ (1..4) }}{{ lead }}{{ list }}{{ lead.nested }}',
  '{{ lead.company | default: "x" }} {{ lead.flag | default: 1, allow_false: true }} {{ lead.flag | default: 2 }} {{ "" | default: lead.company }}',
  '{{ word | upcase | append: "!" | prepend: lead.firstName | replace: "I", "y" | truncate: 6, "" }}',
  '{{ "<b>" }} {{ "<b>" | escape }} {{ "<b>" | raw }} {{ lead.technologies | join: " & " }} {{ lead.technologies | first }}',
  '{{ list | sort | join }} {{ list | map: "x" }} {{ "a,b" | split: "," | reverse | join: "-" }} {{ 7 | divided_by: 2 | round: 1 }}',
  '{{ lead.since | date: "%Y-%m-%d %H:%M" }} {{ "now" | date: "%Y" }} {{ 86400 | date: "%d" }} {{ "soon" | date: "%d" }}',
  '{% if lead.company %}a{% elsif lead.employees > 100 and word == "it\'s" %}b{% else %}c{% endif %}',
  '{% if lead.none == empty %}e{% endif %}{% if lead.empty == blank %}b{% endif %}{% if lead.company == nil %}n{% endif %}{% if nil == blank %}nb{% endif %}',
  '{% if list contains 3 %}y{% endif %}{% if word contains "t" %}y{% endif %}{% if lead contains 1 %}y{% endif %}{% if not lead.flag %}n{% endif %}',
  '{% if list == lead.technologies %}y{% else %}n{% endif %}{% if 2 < 10 %}a{% endif %}{% if "2" < "10" %}b{% endif %}{% if lead.company < 3 %}c{% endif %}{% if empty < 3 %}d{% endif %}',
  '{% if true or false and false %}y{% else %}n{% endif %}{% if 1 != nil %}z{% endif %}',
  '{% unless lead.flag %}u{% elsif true %}x{% else %}e{% endunless %}{% unless true %}a{% elsif word %}b{% endunless %}',
  '{% case word %}{% when "x", "it\'s" %}1{% when "it\'s" or "y" %}2{% else %}3{% endcase %}{% case lead.none %}{% when empty %}e{% else %}n{% endcase %}',
  '{% for t in lead.technologies %}{{ forloop.index }}{{ forloop.index0 }}{{ forloop.rindex }}{{ forloop.rindex0 }}{{ forloop.first }}{{ forloop.last }}{{ forloop.length }}{{ t }};{% else %}none{% endfor %}',
  '{% for t in lead.none %}x{% else %}none{% endfor %}{% for c in word %}[{{ c }}]{% endfor %}{% for p in pairs %}{{ p[0] }}={{ p[1] }}{% endfor %}{% for x in 5 %}x{% endfor %}',
  '{% for i in (1..9) limit: 3 offset: 2 %}{{ i }}{% endfor %}-{% for i in (1..9) offset: continue %}{{ i }}{% endfor %}-{% for i in (1..4) reversed limit: 2 %}{{ i }}{% endfor %}',
  '{% for i in list %}{% if i == 1 %}{% continue %}{% endif %}{{ i }}{% if i == 2 %}{% break %}{% endif %}-{% endfor %}after',
  '{% for i in list %}{% for j in list %}{% if j == i %}{% break %}{% endif %}{{ i }}{{ j }} {% endfor %}{{ forloop }}{% endfor %}',
  'a{% break %}b',
  'a{% if true %}{% continue %}c{% endif %}b',
  '{% assign x = word | upcase %}{{ x }}{% assign lead = "over" %}{{ lead }}{{ lead.firstName }}',
  '{% capture c %}<i>{{ word }}{% endcapture %}{{ c }}{{ c | size }}{% for i in list %}{% capture c %}{{ c }}{{ i }}{% break %}{% endcapture %}{% endfor %}{{ c }}',
  '{% for word in list %}{{ word }}{% assign word = "z" %}{{ word }}{% endfor %}{{ word }}',
  '{% comment %}{{ word }}{% endcomment %}{% raw %}{{ word }}{% endraw %}{% # note %}{% echo word | upcase %}{% echo "<" %}{% echo "<" | raw %}{% echo %}',
  '{% liquid\nassign a = 3\nif a > 2\necho a\nendif %}  {%- if true -%}  trimmed  {%- endif -%}  end',
  '{{ word | append }}',
  '{{ "x" | round }}',
  '{% for i in (1..2000000) %}x{% endfor %}',
  '{{ list | where: "a", 1 | size }}{{ list | sum }}',
];

describe('compiled templates', () => {
  it.each(CASES)('print what liquidjs prints: %s', (source) => expectSame(source, FACTS));

  const scalar = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.integer({ min: -3, max: 9 }),
    fc.boolean(),
    fc.constant(null),
  );
  const facts = fc.record({
    a: fc.oneof(scalar, fc.array(scalar, { maxLength: 4 })),
    b: fc.record({ c: scalar, d: fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), { maxLength: 3 }) }),
    size: scalar,
  });
  const path = fc.constantFrom(
    'a',
    'b',
    'b.c',
    'b.d',
    'b.d[0]',
    'b.d[a]',
    'b["c"]',
    'a.size',
    'b.d.first',
    'x',
    'x.size',
    'i',
    'forloop.index',
    'size',
    'b.nope.c',
  );
  const literal = fc.constantFrom(
    '"q\'"',
    "'<&>'",
    '3',
    '-1',
    '0.5',
    'true',
    'false',
    'nil',
    'empty',
    'blank',
    '""',
    '(1..3)',
    '(0..a)',
  );
  const value = fc.oneof(path, literal);
  const filter = fc.oneof(
    fc.constantFrom(
      'upcase',
      'downcase',
      'capitalize',
      'escape',
      'strip',
      'size',
      'first',
      'join',
      'raw',
      'reverse',
      'sort',
      'uniq',
      'compact',
      'json',
      'split: ","',
      'truncatewords: 2',
    ),
    fc
      .tuple(
        fc.constantFrom(
          'default',
          'append',
          'prepend',
          'plus',
          'times',
          'truncate',
          'remove',
          'divided_by',
          'slice',
          'concat',
        ),
        value,
      )
      .map(([f, v]) => `${f}: ${v}`),
    fc.tuple(value, value).map(([a, b]) => `replace: ${a}, ${b}`),
  );
  const filtered = fc.tuple(value, fc.array(filter, { maxLength: 3 })).map(([v, fs]) => [v, ...fs].join(' | '));
  const comparison = fc.tuple(value, fc.constantFrom('==', '!=', '<', '>', '<=', '>=', 'contains', 'and', 'or'), value);
  const condition = fc.oneof(
    filtered,
    comparison.map((parts) => parts.join(' ')),
    fc
      .tuple(comparison, fc.constantFrom('and', 'or'), comparison)
      .map(([l, o, r]) => `${l.join(' ')} ${o} ${r.join(' ')}`),
    value.map((v) => `not ${v}`),
  );
  const { block } = fc.letrec<{ block: string; node: string }>((tie) => ({
    block: fc.array(tie('node'), { maxLength: 4 }).map((nodes) => nodes.join('')),
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        'text ',
        '<p>\n',
        ' {{- "t" -}} ',
        '{% break %}',
        '{% continue %}',
        '{% raw %}{{ a }}{% endraw %}',
        '{% comment %}{{ a }}{% endcomment %}',
      ),
      filtered.map((v) => `{{ ${v} }}`),
      filtered.map((v) => `{% echo ${v} %}`),
      fc.tuple(fc.constantFrom('x', 'a', 'i'), filtered).map(([n, v]) => `{% assign ${n} = ${v} %}`),
      fc
        .tuple(fc.constantFrom('if', 'unless'), condition, tie('block'), condition, tie('block'), tie('block'))
        .map(([t, c, b, d, e, f]) => `{% ${t} ${c} %}${b}{% elsif ${d} %}${e}{% else %}${f}{% end${t} %}`),
      fc
        .tuple(filtered, value, value, tie('block'), value, tie('block'), tie('block'))
        .map(
          ([v, w, w2, b, u, c, d]) =>
            `{% case ${v} %}{% when ${w}, ${w2} %}${b}{% when ${u} %}${c}{% else %}${d}{% endcase %}`,
        ),
      fc
        .tuple(
          fc.constantFrom('i', 'x', 'a'),
          value,
          fc.constantFrom('', ' limit: 2', ' offset: 1', ' reversed', ' offset: continue limit: 1', ' limit: a'),
          tie('block'),
          tie('block'),
        )
        .map(([n, v, m, b, e]) => `{% for ${n} in ${v}${m} %}${b}{% else %}${e}{% endfor %}`),
      fc.tuple(fc.constantFrom('x', 'b'), tie('block')).map(([n, b]) => `{% capture ${n} %}${b}{% endcapture %}`),
    ),
  }));

  it('print what liquidjs prints, for any template and any facts', () => {
    fc.assert(
      fc.property(block, facts, (source, variables) => expectSame(source, variables)),
      { numRuns: 3_000 },
    );
  });
});
