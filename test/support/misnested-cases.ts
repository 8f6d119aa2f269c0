/**
 * Templates whose tags are nested wrongly, and random ones: what browsers make of them is right after every update, or the
 * mistake is told of. Runs in jsdom and, bundled, in a page of Chromium.
 */

import fc from "fast-check"
import { breachOf, described } from "./dom-law.js"
import { setUp } from "./nunjucks-setup.js"

const rows = (...ids: number[]): object[] => ids.map((id) => ({ id, n: `n${id}`, on: id % 2 === 0 }))

const contexts = [
  { on: true, x: "one", y: "a", rows: rows(1, 2, 3) },
  { on: false, x: "two", y: "a", rows: rows(2, 1) },
  { on: true, x: "", y: "b", rows: [] },
  { on: true, x: "three", y: "", rows: rows(5) },
  { on: false, x: "four", y: "c", rows: rows(5, 6) },
]

export const misnested: readonly string[] = [
  '<a href="/{{ x }}"><p>t</a></p>',
  '<a href="/{{ x }}"><p>{{ y }}</a></p>{{ x }}',
  "<p><b>one</p><p>{{ x }}</p>",
  '<p><b class="{{ x }}">one</p><p>two</b></p>{{ y }}',
  "<p><b>one</p>{% for r in rows %}<i>{{ r.n }}</i>{% endfor %}",
  "<ul>{% for r in rows %}<li><b>{{ r.n }}</li>{% endfor %}</ul>{{ x }}",
  "<ul>{% for r in rows %}<li><math><mi>{{ r.n }}</li>{% endfor %}</ul>{{ x }}",
  "<b><i>{{ x }}</b>y</i>{{ y }}",
  '<b><i class="{{ x }}">1</b>2</i>{{ y }}',
  "<b><i>1</b>2</i>{{ y }}",
  "{% for r in rows %}<b><i>1</b>2</i>{% endfor %}{{ y }}",
  "<ul>{% for r in rows %}<a><p>{{ r.n }}</a></p>{% endfor %}</ul>{{ x }}",
  "{% for r in rows %}<a><p>t</a></p>{% endfor %}{{ x }}",
  "{% for r in rows %}<p>{{ r.n }}</p></br>{% endfor %}{{ x }}",
  "</br>{{ x }}",
  "<p>{{ x }}</p></br>",
  "{{ x }}</p>{{ y }}",
  "{% if on %}<b>{% endif %}{{ x }}</br>{{ y }}{% if on %}</b>{% endif %}",
  "<!-- t --></i></p>{{ x }}<b>{{ y }}</b>",
  `${"<!-- t -->".repeat(40)}<p>{{ x }}</p>{{ y }}`,
  "<?php x ?>{{ x }}",
  "{% for r in rows %}<p>{{ r.n }}</p><?php x ?>{% endfor %}",
  "{% for r in rows %}<?php x ?><p>{{ r.n }}</p>{% endfor %}",
  "{% if on %}<?php x ?>{% endif %}{{ x }}",
  "{% if on %}</br>{% endif %}{{ x }}",
  "<div>{% for r in rows %}<p>{{ r.n }}</p>{% endfor %}</br></div>",
  "<div>{% for r in rows %}<p>{{ r.n }}</p>{% endfor %}</>text</div>",
  "<div>{% for r in rows %}<p>{{ r.n }}</p>{% endfor %}</ foo></div>",
  '<table><tr><td>{{ x }}</td></tr><div class="{{ y }}">{{ y }}</div></table>{{ x }}',
  '<form><form class="{{ x }}"><p>{{ y }}</p></form>{{ x }}',
  '<div><tr class="{{ x }}"><td>{{ y }}</td></tr></div>{{ x }}',
  "<div><form>{{ x }}</div><form class='{{ y }}'>{{ x }}</form>",
  "<form><div>{{ x }}</form>{{ y }}</div>{{ x }}",
  "<a href='{{ x }}'>1<a href='{{ y }}'>2</a>{{ x }}",
  "<a href='{{ x }}'><div>1<a href='{{ y }}'>2</a></div></a>{{ x }}",
  "<nobr title='{{ x }}'>1<nobr title='{{ y }}'>2</nobr>{{ x }}",
  "<div><b title='{{ x }}'>1</div>{% if on %}{{ y }}{% endif %}",
  "{% if on %}<b>{% endif %}{{ x }}<p>{{ y }}</p>",
  "<table><tr><td><b>{{ x }}</td><td>{{ y }}</td></tr></table>{{ x }}",
  "<table><b>{{ x }}<tr><td>{{ y }}</td></tr></table>{{ x }}",
  "<select><b>{{ x }}</select>{{ y }}",
  "<svg><p>{{ x }}</p></svg>{{ y }}",
  "<svg><g>{{ x }}</svg>{{ y }}",
  "<noscript><!-- {{ x }}</noscript>{{ y }}",
  "<noscript><!-- x</noscript>{{ y }}",
  "<noscript><style>{{ x }}</noscript>{{ y }}",
  "<noscript><style>x</noscript><b>{{ y }}</b>",
  '<noscript><img alt="</noscript><b>{{ y }}</b>',
  '<noscript><img alt="{{ x }}</noscript><b>{{ y }}</b>',
  "<noscript><div></noscript><b>{{ y }}</b>",
]

/** Here the page may be another one after an update, so the mistake is told. */
export const misnestedAndTold: readonly string[] = [
  "{% if on %}<div>{% endif %}<noscript><!-- {{ x }}</noscript>{{ y }}{% if on %}</div>{% endif %}",
  "{% if on %}<div>{% endif %}<noscript><!-- x</noscript>{{ y }}{% if on %}</div>{% endif %}",
  '<p>{% if on %}<div>{{ x }}</div>{% endif %}<noscript><img alt="</noscript>{{ y }}</p>',
]

/** The first breach of the law, "" if there is none. `mayBeTold`: what is told of as a mistake need not be right. */
export async function lawOfTags(main: string, mayBeTold: boolean): Promise<string> {
  const setup = setUp({ main })
  for (const turn of [0, 2, 3]) {
    const turned = [...contexts.slice(turn), ...contexts.slice(0, turn)]
    const steps = turned.map((context, i) => ({ context, rejoin: i === 3 }))
    const found = described(await breachOf(setup, steps, true), { main })
    const isTold = mayBeTold && setup.warnings.some((text) => text.startsWith("LV_TAG"))
    if (found !== "" && !isTold) return found
  }
  return ""
}

/** Any of these elements, opened and closed in any order, with values in them and in their tags. */
export async function lawOfRandomTags(elements: readonly string[], runs: number): Promise<string> {
  const name = fc.constantFrom(...elements)
  const tag = fc.oneof(
    { weight: 3, arbitrary: name.map((tag) => `<${tag}>`) },
    { weight: 1, arbitrary: name.map((tag) => `<${tag} title="{{ x }}">`) },
    { weight: 5, arbitrary: name.map((tag) => `</${tag}>`) },
    { weight: 4, arbitrary: fc.constantFrom("{{ x }}", "{{ y }}", "t", " ", "<br>", "{% if on %}{{ x }}{% endif %}") },
    { weight: 1, arbitrary: name.map((tag) => `{% if on %}<${tag}>u</${tag}>{% endif %}`) },
    { weight: 1, arbitrary: name.map((tag) => `{% for r in rows %}<${tag}>{{ r.n }}</${tag}>{% endfor %}`) },
  )
  const property = fc.asyncProperty(fc.array(tag, { minLength: 2, maxLength: 9 }), async (parts) => {
    const found = await lawOfTags(parts.join(""), true)
    if (found !== "") throw new Error(found)
  })
  const { failed, seed, errorInstance } = await fc.check(property, { numRuns: runs })
  return failed ? `seed ${seed}: ${String(errorInstance)}` : ""
}
