/** What was typed into a control that the first HTML of a page does not have, or whose options it lacks. */
import { TypedText } from "../../../../../client/features/pages/typed/typed-text.js"

const FORM = `<form id="trip"><input name="who"><select name="country"><option><option>fr</select></form>`
const MORE = `<input name="more"><select name="city"><option><option>Lyon</select><input type="range" name="days">`

let typed: TypedText
let told: string[]

function control<T extends Element = HTMLInputElement>(name: string): T {
  return document.querySelector(`[name=${name}]`) as T
}

function form(): HTMLFormElement {
  return document.querySelector("form") as HTMLFormElement
}

function use(name: string, value: string): void {
  control(name).value = value
  control(name).dispatchEvent(new Event("input", { bubbles: true }))
}

/** As a view writes to the page. Observers are told behind it. */
async function write(html: string): Promise<void> {
  form().insertAdjacentHTML("beforeend", html)
  await Promise.resolve()
}

const values = (): unknown[] => ["more", "city", "days"].map((name) => control(name)?.value)

beforeEach(() => {
  jest.useFakeTimers()
  document.body.innerHTML = FORM
  form().insertAdjacentHTML("beforeend", MORE)
  typed = new TypedText()
  use("who", "Ada")
  use("more", "deep")
  use("city", "Lyon")
  control("days").max = "500"
  use("days", "300")
  typed.keep("1")
  document.body.innerHTML = FORM
  told = []
  form().addEventListener("input", ({ target }) => told.push((target as HTMLInputElement).name))
  typed.restore("1")
})

afterEach(() => {
  typed.restore(undefined)
  jest.useRealTimers()
})

it("is put in when the control comes, and told as of what is typed", async () => {
  expect([control("who").value, told]).toEqual(["Ada", []])
  await write(MORE)
  expect([values(), told]).toEqual([
    ["deep", "Lyon", "50"],
    ["more", "city"],
  ])
  // Only then it has room.
  control("days").max = "500"
  await Promise.resolve()
  expect([values(), told]).toEqual([
    ["deep", "Lyon", "300"],
    ["more", "city", "days"],
  ])
  use("more", "")
  await write("<p></p>")
  expect(control("more").value).toBe("")
})

it("is put into a select when its option comes, not what the user has chosen by then", async () => {
  await write(`<select name="city"><option></select>`)
  expect(control("city").value).toBe("")
  control("city").innerHTML = "<option><option>Lyon"
  await Promise.resolve()
  expect([control("city").value, told]).toEqual(["Lyon", ["city"]])
})

it("is not told where the page brings it itself", async () => {
  await write(`<input name="more" value="deep">`)
  expect([control("more").value, told]).toEqual(["deep", []])
})

it("gives way to what the user does meanwhile", async () => {
  await write(`<input name="more" value="x"><select name="city"><option><option>Paris</select>`)
  expect(control("more").value).toBe("deep")
  use("city", "Paris")
  control("city").insertAdjacentHTML("beforeend", "<option>Lyon")
  await Promise.resolve()
  expect(control("city").value).toBe("Paris")
})

it("gives way also to who has chosen what the page shows by itself", async () => {
  await write(`<select name="city"><option><option>Paris</select>`)
  use("city", "")
  control("city").insertAdjacentHTML("beforeend", "<option>Lyon")
  await Promise.resolve()
  expect(control("city").value).toBe("")
})

it.each(["submit", "reset"])("is gone with a %s of its form, not of another one", async (type) => {
  document.body.insertAdjacentHTML("beforeend", `<form id="other"></form>`)
  document.querySelector("#other")?.dispatchEvent(new Event(type, { bubbles: true }))
  await write(`<input name="more">`)
  expect(control("more").value).toBe("deep")
  form().dispatchEvent(new Event(type, { bubbles: true }))
  await write(`<select name="city"><option><option>Lyon</select>`)
  expect(control("city").value).toBe("")
})

it("is kept where the page is left before the control has come; then other pages have nothing of it", async () => {
  typed.keep("1")
  document.body.innerHTML = FORM
  typed.restore(undefined)
  await write(MORE)
  expect(values()).toEqual(["", "", "50"])
  typed.keep("2")
  document.body.innerHTML = FORM
  typed.restore("1")
  await write(MORE)
  expect(values()).toEqual(["deep", "Lyon", "50"])
  // It is typed as it was before.
  typed.keep("3")
  document.body.innerHTML = FORM
  typed.restore("3")
  await write(MORE)
  expect([control("who").value, ...values()]).toEqual(["Ada", "deep", "Lyon", "50"])
})

it("waits for ten seconds, from the last that has come", async () => {
  jest.advanceTimersByTime(9_000)
  await write(`<input name="more">`)
  jest.advanceTimersByTime(9_000)
  await write(`<select name="city"><option><option>Lyon</select>`)
  expect([control("more").value, control("city").value]).toEqual(["deep", "Lyon"])
  jest.advanceTimersByTime(10_001)
  await write(`<input type="range" name="days" max="500">`)
  expect(control("days").value).toBe("50")
})
