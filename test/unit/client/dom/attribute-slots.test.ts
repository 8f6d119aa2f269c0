/** Tag slots, and attributes of one name in one tag: nunjucks templates from the first HTML through their updates. */

import { breachOf, described } from "../../../support/dom-law.js"
import { setUp } from "../../../support/nunjucks-setup.js"

const contexts = [
  { on: true, x: "1", rest: 'class="r s" title=t' },
  { on: false, x: "1", rest: 'class="r"' },
  { on: false, x: "2", rest: "" },
  { on: true, x: "2", rest: "id=own CLASS=up data-q='\"' " },
  { on: true, x: "3", rest: 'viewbox="0 0 1 1" xlink:href="#a" class="r"' },
  { on: false, x: "3", rest: 'viewbox="0 0 2 2" xlink:href="#b" value="v"' },
  { on: false, x: "3", rest: "" },
  { on: true, x: "1", rest: 'viewbox="0 0 1 1" xlink:href="#a" class="r"' },
]

const templates = [
  "<p data-a={{ x }}{{ x }} title={{ x }}>t</p>",
  "<p hidden {% if on %}title=a{% endif %} title=b>t</p>",
  "<p data-{{ x }}=\"{{ x }}\" data-1='one' data-{{ x }}='{{ x }}'>t</p>",
  '<p class="a" class="{{ x }}" id="{{ x }}">t{{ x }}</p>',
  '<p class="{{ x }}" class="{{ x }}y" title="{{ x }}">{{ x }}</p>',
  '<p id="{{ x }}" {{ rest | safe }} class="{{ x }}" title="{{ x }}">t</p>',
  '<p {{ rest | safe }} class="own" lang="{{ x }}">{{ x }}</p>',
  '<p class="own" {{ rest | safe }} lang="{{ x }}">{{ x }}</p>',
  '<p class="{{ x }}" {{ rest | safe }} title="{{ x }}">{{ x }}</p>',
  '<p {% if on %}class="a"{% endif %} {% if x == "1" %}class="b" title="{{ x }}"{% endif %}>t</p>',
  '<p {% if on %}class="a"{% endif %} lang="{{ x }}" {% if x == "1" %}class="b"{% endif %}>t</p>',
  "<p {% if on %}class='a'{% endif %} class='c {{ x }}'>t</p>",
  '<input {{ rest | safe }} value="{{ x }}" {% if on %}checked{% endif %}>',
  '<br {{ rest | safe }} class="{{ x }}"/>{{ x }}',
  '<svg {{ rest | safe }} class="{{ x }}"><use {{ rest | safe }} href="{{ x }}"/></svg>',
  '<svg viewBox="{{ x }}" {{ rest | safe }}><use xlink:href="{{ x }}" {{ rest | safe }} /></svg>',
  '<svg><a xlink:href="#{{ x }}">{{ x }}</a><g {% if on %}clipPathUnits="{{ x }}"{% endif %}></g></svg>',
  '<math><mi {% if on %}definitionurl="{{ x }}"{% endif %}>{{ x }}</mi></math>',
  "{% if on %}<svg viewBox='0 0 {{ x }} 1'><circle {{ rest | safe }} r='{{ x }}'/><foreignObject><p {{ rest | safe }}>{{ x }}</p></foreignObject></svg>{% endif %}",
  "<ul>{% for n in [1, 2, x] %}<li {{ rest | safe }} class='{{ n }}' data-x={{ x }}>{{ n }}</li>{% endfor %}</ul>",
]

test.each(templates)("%s: differences make the page of a fresh render", async (main) => {
  for (const turn of contexts.keys()) {
    const steps = [...contexts.slice(turn), ...contexts.slice(0, turn)].map((context, i) => ({
      context,
      rejoin: i === 5,
    }))
    expect(described(await breachOf(setUp({ main }), steps), { main })).toBe("")
  }
})
