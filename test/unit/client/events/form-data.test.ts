import { serializeControl, serializeForm } from "../../../../client/features/forms/form-data.js"

function form(html: string): HTMLFormElement {
  document.body.innerHTML = `<form id="f">${html}</form>`
  return document.querySelector("form") as HTMLFormElement
}

function fields(encoded: string): [string, string][] {
  return [...new URLSearchParams(encoded)]
}

describe("a form", () => {
  it("sends its successful controls in document order", () => {
    const made = form(`
      <input name="title" value="a b&c">
      <input name="off" value="x" disabled>
      <fieldset disabled><input name="inside" value="x"></fieldset>
      <input value="no name">
      <input type="checkbox" name="yes" checked><input type="checkbox" name="no">
      <input type="radio" name="size" value="s"><input type="radio" name="size" value="m" checked>
      <select name="one"><option>1<option selected>2</select>
      <select name="many" multiple><option selected>1<option>2<option selected>3</select>
      <textarea name="text">t</textarea>
      <button name="action" value="not pressed"></button>
      <input type="reset" name="reset" value="r"><output name="out">o</output>`)
    expect(serializeForm(made)).toBe("title=a+b%26c&yes=on&size=m&one=2&many=1&many=3&text=t")
  })

  it("includes controls that stand outside and name it", () => {
    const made = form('<input name="a" value="1">')
    document.body.insertAdjacentHTML("beforeend", '<input form="f" name="b" value="2">')
    expect(serializeForm(made)).toBe("a=1&b=2")
  })

  it("includes the submitter, and no other button", () => {
    const made = form('<button name="do" value="save">s</button><button name="do" value="drop">d</button>')
    const [, drop] = made.querySelectorAll("button")
    expect(serializeForm(made, { submitter: drop ?? null })).toBe("do=drop")
    expect(serializeForm(made, { submitter: null })).toBe("")
  })

  it("sends the names of files", () => {
    const made = form('<input type="file" name="photo">')
    const input = made.querySelector("input") as HTMLInputElement
    expect(serializeForm(made)).toBe("photo=")
    Object.defineProperty(input, "files", { value: [new File(["x"], "ä b.png")] })
    expect(serializeControl(input)).toBe("photo=")
    document.body.append(input)
    expect(serializeControl(input)).toBe("photo=%C3%A4+b.png")
  })

  it("ends lines as HTML does", () => {
    const made = form('<textarea name="t"></textarea>')
    ;(made.elements[0] as HTMLTextAreaElement).value = "a\nb"
    expect(serializeForm(made)).toBe("t=a%0D%0Ab")
  })

  it("leaves the server's own fields for the plain POST out", () => {
    expect(serializeForm(form('<input data-live-post type="hidden" name="_csrf" value="1"><input name="a">'))).toBe(
      "a=",
    )
  })

  it("takes live-value-* along where no field has the name, and says what changed", () => {
    const made = form('<input name="id" value="field">')
    expect(fields(serializeForm(made, { values: { id: "value", row: "7" }, target: "id" }))).toEqual([
      ["id", "field"],
      ["row", "7"],
      ["_target", "id"],
    ])
  })
})

describe("a control with a binding of its own", () => {
  it("sends the fields of its name alone", () => {
    const made = form('<input name="a" value="1"><input name="b" value="2">')
    expect(serializeControl(made.elements[1] as Element, { target: "b" })).toBe("b=2&_target=b")
  })

  it("sends the whole group of its name", () => {
    const made = form(`<input type="checkbox" name="t[]" value="1" checked><input type="checkbox" name="t[]" value="2"
      checked><input type="checkbox" name="t[]" value="3">`)
    expect(fields(serializeControl(made.elements[0] as Element))).toEqual([
      ["t[]", "1"],
      ["t[]", "2"],
    ])
  })

  it.each([
    ['<input name="q" value="x">', "q=x"],
    ['<input type="checkbox" name="q" value="x">', ""],
    ['<input type="checkbox" name="q" value="x" checked>', "q=x"],
    ['<select name="q" multiple><option selected>1<option selected>2</select>', "q=1&q=2"],
    ['<textarea name="q">x</textarea>', "q=x"],
    ['<input name="q" value="x" disabled>', ""],
    ["<input>", ""],
  ])("needs no form: %s", (html, encoded) => {
    document.body.innerHTML = html
    expect(serializeControl(document.body.firstElementChild as Element)).toBe(encoded)
  })
})
