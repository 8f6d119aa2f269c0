import { registerTemplate, templateById } from "../../../src/render/template/template-registry.js"
import { SentTemplates } from "../../../src/render/values/sent-templates.js"
import { TemplateTable } from "../../../src/render/values/template-table.js"
import { makeTemplate } from "../../support/make-template.js"

const templates = Array.from({ length: 40 }, (_, i) => makeTemplate([`<p>${i}</p>`], []))
const [a, b, c] = templates as [(typeof templates)[0], (typeof templates)[0], (typeof templates)[0]]

describe("TemplateTable", () => {
  it("numbers templates in the order in which it meets them, behind the page's own", () => {
    const table = new TemplateTable([b.id])
    expect([a, b, a, c, b].map((template) => table.number(template))).toEqual([1, 0, 1, 2, 0])
    expect(table.ids).toEqual([b.id, a.id, c.id])
  })

  it("keeps numbers apart also when they are many", () => {
    const table = new TemplateTable(templates.slice(0, 10).map(({ id }) => id))
    const numbers = [...templates, ...templates].map((template) => table.number(template))
    expect(numbers).toEqual([...templates.keys(), ...templates.keys()])
  })

  it("hands out what was numbered once, with its text unless the client holds it", () => {
    const sent = new SentTemplates()
    sent.claimed(b.id)
    const table = new TemplateTable([c.id], sent)
    expect(table.takeAdded()).toBeUndefined()
    for (const template of [a, b, c]) table.number(template)
    expect(table.takeAdded()).toEqual({ 1: [a.id, a.text], 2: b.id })
    expect(table.takeAdded()).toBeUndefined()
    expect(sent.ids).toEqual(new Set([b.id, a.id]))
  })

  it("forgets the ids that nobody knows; their numbers stay taken, and one that comes into being gets another", () => {
    const [known, late] = [a, b]
    for (const few of [0, 30]) {
      const unknown = Array.from({ length: few }, (_, index) => `unknown-${index}`)
      const table = new TemplateTable([late.id, known.id, "unknown", ...unknown])
      table.forgetUnknown((id) => id === known.id)
      expect(table.ids).toHaveLength(3 + few)
      expect(table.ids.filter((id) => id !== "")).toEqual([known.id])
      expect([table.number(known), table.number(late), table.number(late)]).toEqual([1, 3 + few, 3 + few])
      expect(table.takeAdded()).toEqual({ [3 + few]: [late.id, late.text] })
    }
  })

  it("shares what was sent with the other instances of the connection", () => {
    const sent = new SentTemplates()
    const first = new TemplateTable([], sent)
    const second = new TemplateTable([], sent)
    first.number(a)
    first.takeAdded()
    second.number(a)
    expect(second.takeAdded()).toEqual({ 0: a.id })
  })
})

describe("the registry of templates", () => {
  it("gives one object for one id", () => {
    expect(registerTemplate({ ...a })).toBe(a)
    expect(templateById(a.id)).toBe(a)
    expect(templateById("unknown")).toBeUndefined()
  })
})
