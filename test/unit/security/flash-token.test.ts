import { FLASH_COOKIE } from "../../../src/protocol/flash.js"
import { readFlash, signFlash } from "../../../src/security/flash-token.js"
import { Signer } from "../../../src/security/signer.js"
import { type Flash, NO_FLASH, withFlashText } from "../../../src/util/flash.js"

const signer = new Signer(["the secret of the tests"])
const cookie = "a".repeat(32)

/** What comes back of a flash, and how large the cookie is that it travels in. */
function sent(flash: Flash) {
  const text = signFlash(signer, flash, cookie)
  return { size: `${FLASH_COOKIE}=${text}`.length, flash: readFlash(signer, text, cookie) }
}

test("a flash comes back as it was, for the browser that it was signed for", () => {
  const flash = { info: "Saved.", error: "<b>" }
  expect(sent(flash).flash).toEqual(flash)
  expect(readFlash(signer, signFlash(signer, flash, cookie), "b".repeat(32))).toBeUndefined()
})

test("of more than a browser keeps in a cookie what was put last is sent", () => {
  const longest = "x".repeat(1998)
  let flash = withFlashText(NO_FLASH, "info", longest)
  expect(sent(flash)).toEqual({ size: expect.any(Number), flash: { info: longest } })
  flash = withFlashText(withFlashText(flash, "error", longest), "note", "Last.")
  const { size, flash: read } = sent(flash)
  expect(size).toBeLessThanOrEqual(4096)
  expect(read).toEqual({ error: longest, note: "Last." })
})
