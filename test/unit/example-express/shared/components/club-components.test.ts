import { clubComponents } from "../../../../../example-express/shared/components/club-components.js"
import { show } from "../../../../support/show-components.js"

/** The HTML without the white space between tags. */
function shown(template: string, context: object = {}): string {
  return show(template, context, clubComponents).replace(/\s*(<[^>]*?)\s*>\s*/g, "$1>")
}

describe("the components of the examples", () => {
  it("sets a word off", () => {
    expect(shown('{% tag tone="accent" title="Yes" %}Season{% endtag %}')).toBe(
      '<span class="tag accent" title="Yes">Season</span>',
    )
  })

  it("shows votes, and the reader's own", () => {
    const proposal = { id: 7, title: "Playtime", voters: ["anna"] }
    const button = shown("{% vote_button proposal=proposal member=member %}", { proposal, member: "anna" })
    expect(button).toContain('live-click="vote" live-value-id="7" aria-pressed="true"')
    expect(button).toContain('aria-label="Vote for Playtime, 1 vote"')
    expect(shown("{% vote_button proposal=proposal member=member %}", { proposal, member: "ben" })).toContain(
      'aria-pressed="false"',
    )
  })

  it("makes a card with no more than what it is given", () => {
    expect(shown('{% card %}{% slot "heading" %}A{% endslot %}B{% endcard %}')).toBe(
      '<article class="card"><header><h3>A</h3></header>B</article>',
    )
    expect(
      shown(
        '{% card level=2 id="c" %}{% slot "heading" %}A{% endslot %}{% slot "aside" %}C{% endslot %}{% slot "actions" %}D{% endslot %}B{% endcard %}',
      ),
    ).toBe('<article class="card" id="c"><header><h2>A</h2>C</header>B<div class="actions">D</div></article>')
  })

  it("makes a column of each slot, and takes another slot when there are no rows", () => {
    const template =
      '{% data_grid caption="Films" rows=rows %}{% slot "column" label="Film" let=row %}<i>{{ row.title }}</i>{% endslot %}' +
      '{% slot "column" label="Year" numeric let=row %}{{ row.year }}{% endslot %}{% slot "empty" %}None{% endslot %}{% enddata_grid %}'
    const table = shown(template, { rows: [{ id: 1, title: "Playtime", year: 1967 }] })
    expect(table).toContain('<th scope="col" class="number">Year</th>')
    expect(table).toContain('<tr><td class=""><i>Playtime</i></td><td class="number">1967</td></tr>')
    expect(shown(template, { rows: [] })).toBe("None")
  })
})
