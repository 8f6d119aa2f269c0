import { Sealer } from "../../../src/security/sealer.js"

const sealer = new Sealer(["the secret of the tests"], "test")

test("what was sealed comes back as it was, and cannot be read", () => {
  const text = sealer.seal("The cat sat — ä😀", "for ann")
  expect(text).toMatch(/^1\.[A-Za-z0-9_-]+$/)
  expect(Buffer.from(text.slice(2), "base64url").toString()).not.toContain("cat")
  expect(sealer.open(text, "for ann")).toBe("The cat sat — ä😀")
  expect(sealer.open(sealer.seal("", ""), "")).toBe("")
})

test("it opens with what it is bound to alone, for its purpose alone", () => {
  const text = sealer.seal("cart", "for ann")
  expect(sealer.open(text, "for bob")).toBeUndefined()
  expect(new Sealer(["the secret of the tests"], "other").open(text, "for ann")).toBeUndefined()
})

test("another process with the secret opens it, also once the secret was replaced", () => {
  const text = sealer.seal("cart", "for ann")
  expect(new Sealer(["the secret of the tests"], "test").open(text, "for ann")).toBe("cart")
  expect(new Sealer(["a newer one", "the secret of the tests"], "test").open(text, "for ann")).toBe("cart")
  expect(new Sealer(["a newer one"], "test").open(text, "for ann")).toBeUndefined()
})

test("no bit of it may be another one", () => {
  const text = sealer.seal("cart", "for ann")
  const bytes = Buffer.from(text.slice(2), "base64url")
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] as number) ^ 1
    expect(sealer.open(`1.${changed.toString("base64url")}`, "for ann")).toBeUndefined()
  }
  for (let length = 0; length < bytes.length; length++) {
    expect(sealer.open(`1.${bytes.subarray(0, length).toString("base64url")}`, "for ann")).toBeUndefined()
  }
})

test("another way to write the same bytes is none", () => {
  const text = sealer.seal("ca", "for ann")
  const last = text.at(-1) as string
  const others = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".replace(last, "")
  for (const other of [...others, `${last}=`, `${last} `, `${last}!`]) {
    expect(sealer.open(text.slice(0, -1) + other, "for ann")).toBeUndefined()
  }
})

test.each(["", "1.", "2.AAAA", "1.AA AA", `1.${"A".repeat(100_000)}`, "x"])("%# is no sealed text", (text) => {
  expect(sealer.open(text, "for ann")).toBeUndefined()
})

test("the same text is never sealed to the same twice", () => {
  const texts = Array.from({ length: 100 }, () => sealer.seal("cart", "for ann"))
  expect(new Set(texts).size).toBe(100)
})
