/** Places where the page's parser and a template's see things differently: templates through their updates. */

import { breachOf, described } from "../../../support/dom-law.js"
import { setUp } from "../../../support/nunjucks-setup.js"

const rows = (...ids: number[]): object[] => ids.map((id) => ({ id, n: `n${id}`, on: id % 2 === 0 }))

const contexts = [
  { on: true, x: "\nfirst", html: "\n<b>b</b>", rows: rows(1, 2, 3) },
  { on: false, x: "first\n", html: "<b>b</b>", rows: rows(2, 1) },
  { on: true, x: "\r\n\r\nx", html: "\n\nt", rows: [] },
  { on: true, x: "", html: "", rows: rows(5) },
  { on: false, x: "\n", html: "\n", rows: rows(5, 6) },
  { on: true, x: "y", html: "<i>\n</i>", rows: rows(6, 7, 5) },
  { on: true, x: "\n\n", html: "<i>\n</i>", rows: rows(6, 5) },
]

const templates = [
  // First newlines
  ...["pre", "textarea", "listing"].flatMap((tag) => [
    `<${tag}>{{ x }}</${tag}>`,
    `<${tag}>\n{{ x }}</${tag}>`,
    `<${tag}>\n\n{{ x }}</${tag}>`,
    `<${tag}>{{ x }}{{ x }}</${tag}>`,
    `<${tag}>{{ x }} t {{ x }}</${tag}>`,
    `<${tag}>\n{% if on %}\na{% endif %}{{ x }}</${tag}>`,
    `<${tag}>t{% for r in rows %}\n{{ r.n }}{% endfor %}</${tag}>`,
  ]),
  ...["textarea"].flatMap((tag) => [
    `<${tag}>{% if on %}\na{% endif %}{{ x }}</${tag}>`,
    `<${tag}>{% if on %}{{ x }}{% else %}\n{% endif %}</${tag}>`,
    `<${tag}>{% for r in rows %}\n{{ r.n }}{% endfor %}</${tag}>`,
    `<${tag}>{% for r in rows %}{{ x }}{% else %}\nnone{% endfor %}</${tag}>`,
    `{% macro m(t) %}\n{{ t }}{% endmacro %}<${tag}>{{ m(x) }}</${tag}>`,
    `<${tag}>{% if on %}{% if x %}{{ x }}{% endif %}{% endif %}</${tag}>`,
    `<${tag}>{{ "" }}{{ x }}</${tag}>`,
    `<${tag}>{{ x }}\n</${tag}>`,
  ]),
  "<pre>{{ html | safe }}</pre>",
  "<pre>{{ x }}{{ html | safe }}</pre>",
  "<pre>{% for r in rows %}<b>{{ r.n }}</b>\n{% endfor %}</pre>",
  "<pre><!-- c -->{{ x }}</pre>",
  "<pre>{% if on %}<div>{% endif %}\n{{ x }}{% if on %}</div>{% endif %}</pre>",
  "<pre><b>{{ x }}</b></pre>",
  // Templates
  "<template><p class='{{ x }}'>{{ x }}</p>{% if on %}<b>{{ x }}</b>{% endif %}</template>{{ x }}",
  "<template>{{ x }}</template>",
  "<template>{% for r in rows %}<li>{{ r.n }}</li>{% endfor %}</template>",
  "<template><tr><td>{{ x }}</td></tr></template>",
  "<template><template>{{ x }}</template>{{ x }}</template>",
  "{% for r in rows %}<template data-id='{{ r.id }}'><td>{{ r.n }}</td></template>{% endfor %}",
  // Tables
  "<table>{% for r in rows %}<tr><td>{{ r.n }}</td></tr>{% endfor %}</table>{{ x }}",
  "<table><tr><td>{{ x }}</td></tr></table>",
  "<table><thead><tr>{% for r in rows %}<th>{{ r.n }}</th>{% endfor %}</tr></thead>{% for r in rows %}<tr><td>{{ r.n }}</td></tr>{% endfor %}</table>",
  "<table>{% for r in rows %}<tbody><tr><td>{{ r.n }}</td></tr></tbody>{% endfor %}</table>",
  "<table><tbody>{% for r in rows %}<tr>{% if r.on %}<td>{{ r.n }}</td>{% endif %}<td>{{ x }}</td></tr>{% endfor %}</tbody></table>",
  "<table><tbody>{% for r in rows %}\n  <tr><td>{{ r.n }}\n{% endfor %}</tbody></table>",
  "<table>{% if on %}<caption>{{ x }}</caption>{% endif %}<colgroup>{% for r in rows %}<col span='{{ r.id }}'>{% endfor %}</colgroup></table>",
  "<table><tr>{% for r in rows %}<td>{{ r.n }}{% endfor %}</table>",
  // Elements left open, and what the parser closes
  "<ul>{% for r in rows %}<li>{{ r.n }}{% endfor %}</ul>{{ x }}",
  "<ul>{% for r in rows %}<li class='{{ r.n }}'>{{ r.n }}<li>{{ x }}{% endfor %}</ul>",
  "<dl>{% for r in rows %}<dt>{{ r.n }}<dd>{{ x }}{% endfor %}</dl>",
  "<p>{{ x }}<p>{{ x }}",
  "<p>{% if on %}<div>{{ x }}</div>{% endif %}</p>",
  "<p>{{ x }}{% for r in rows %}<ul><li>{{ r.n }}</li></ul>{% endfor %}</p>",
  "<select>{% for r in rows %}<option {% if r.on %}selected{% endif %}>{{ r.n }}{% endfor %}</select>",
  "<select>{% for r in rows %}<option value='{{ r.id }}'>{{ r.n }}</option>{% endfor %}</select>",
  "<select><optgroup label='{{ x }}'>{% for r in rows %}<option>{{ r.n }}</option>{% endfor %}</optgroup></select>",
  "<a href='#'>{% if on %}<a href='#'>{{ x }}</a>{% endif %}</a>",
  "<form>{% if on %}<form><input value='{{ x }}'></form>{% endif %}</form>",
  "<button>{% if on %}<button>{{ x }}</button>{% endif %}{{ x }}</button>",
  "<b><p>{{ x }}</b>{{ x }}</p>",
  "{% if on %}<a href='{{ x }}'>{% endif %}<b>{{ x }}</b>{% if on %}</a>{% endif %}{{ x }}",
  "{% if on %}<div class=a>{% else %}<div class=b>{% endif %}{{ x }}</div>",
  "{% if on %}<section>{% for r in rows %}<p>{{ r.n }}</p>{% endfor %}</section>{% else %}<section>{{ x }}{% endif %}",
  "<div>{% if on %}</div><div>{% endif %}{{ x }}</div>",
  // Comments, raw elements, odd places
  "<!-- {{ x }} -->{{ x }}",
  "<div><!-- {% if on %}{{ x }}{% endif %} --><i>{{ x }}</i></div>",
  "<!--{{ x }}-->",
  "<!--}--><p>{{ x }}</p><!--{7-->{{ x }}<!----><!--$-->",
  "<title>{{ x }}</title><style>{{ x }}</style>",
  "<svg><title>{{ x }}</title><style>{{ x }}</style><text>{{ x }}{{ x }}</text></svg>",
  "<svg>{% for r in rows %}<circle r='{{ r.id }}'/>{% endfor %}</svg>",
  "<svg>{% if on %}<g>{{ x }}</g>{% endif %}<foreignObject>{% if on %}<p>{{ x }}</p>{% endif %}</foreignObject></svg>",
  "<math>{% if on %}<mi>{{ x }}</mi>{% endif %}<annotation-xml encoding='text/html'>{% if on %}<p>{{ x }}</p>{% endif %}</annotation-xml></math>",
  "<math><annotation-xml>{% if on %}<mi>{{ x }}</mi>{% endif %}</annotation-xml></math>",
  "<noscript>{{ x }}{% if on %}<b>{{ x }}</b>{% endif %}</noscript>",
  "<iframe>{{ x }}</iframe>{{ x }}",
  "<details {% if on %}open{% endif %}><summary>{{ x }}</summary></details>",
  "<x-y a='{{ x }}'>{{ x }}</x-y>",
  "{{ x }}{{ x }}{{ html | safe }}{{ x }}",
  "{{ html | safe }}{% if on %}{{ x }}{% endif %}t",
  "{% for r in rows %}{{ r.n }}{% endfor %}{% for r in rows %}{{ r.n }}<br>{% endfor %}",
  "<div>{% for r in rows %}\n <p>{{ r.n }}</p>\n{% endfor %}</div><div>{% for r in rows %}<p>{{ r.n }}</p> {% endfor %}</div>",
]

test.each(templates)("%j: differences make the page of a fresh render", async (main) => {
  for (const turn of contexts.keys()) {
    const turned = [...contexts.slice(turn), ...contexts.slice(0, turn)]
    const steps = turned.map((context, i) => ({ context, rejoin: i === 5 }))
    expect(described(await breachOf(setUp({ main }), steps), { main })).toBe("")
  }
})
