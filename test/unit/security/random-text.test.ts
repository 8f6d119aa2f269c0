import { randomText } from "../../../src/security/random-text.js"

test.each([
  ["hex", 18, /^[\da-f]{36}$/],
  ["base64url", 16, /^[\w-]{22}$/],
] as const)("a random text as %s of %i bytes", (encoding, bytes, shape) => {
  expect(randomText(bytes, encoding)).toMatch(shape)
})

test("no two texts share what they are made of, also where what was made in advance ends", () => {
  const texts = Array.from({ length: 1000 }, (_, index) => randomText(9 + (index % 10), "hex"))
  const parts = texts.flatMap((text) => [text.slice(0, 18), text.slice(-18)])
  expect(new Set(texts.filter((text) => text.length >= 36)).size).toBe(texts.filter((text) => text.length >= 36).length)
  expect(parts.filter((part, index) => parts.indexOf(part) < index - 1)).toEqual([])
})
