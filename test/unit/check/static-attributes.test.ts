import { staticAttributes } from "../../../src/check/sources/static-attributes.js"

const found = (source: string, tags?: object): string[] =>
  staticAttributes(source, tags).map(({ name, value, at }) => `${name}=${value}@${at}`)

describe("the static attributes of a template", () => {
  it("are quoted or not, with the place of their value", () => {
    expect(found(`<a x="1" Y='2' z=3 hidden>`)).toEqual(["x=1@6", "y=2@12", "z=3@17"])
  })

  it("are none whose value holds what nunjucks writes", () => {
    expect(found(`<a x="{{ a }}" y="a{% if b %}c{% endif %}" z="1">`)).toEqual(["z=1@46"])
  })

  it("stand in all branches of a start tag", () => {
    expect(found(`<a {% if a > b %}x="1"{% else %}x="2"{% endif %}>`)).toEqual(["x=1@20", "x=2@35"])
  })

  it("are not those of text, comments, scripts and nunjucks' own texts", () => {
    const source = `x="1" <!-- <a x="2"> --><script>"<a x='3'>"</script>{# <a x="4"> #}{{ "<a x='5'>}}" }}<b x="6">`
    expect(found(source).map((text) => text.slice(0, 3))).toEqual(["x=6"])
  })

  it("are found with other delimiters", () => {
    const tags = { variableStart: "<$", variableEnd: "$>" }
    expect(found(`<a x="<$ '"' $>" y="1">`, tags)).toEqual(["y=1@20"])
  })
})
