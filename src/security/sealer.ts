/**
 * Sealed text: data that travels through the browser, which can neither read it nor change it. Where it may be opened is said
 * by what it is bound to, which does not travel.
 *
 *   1.AbC…   base64url of [16 bytes: salt of the key | 6 bytes: number | what is sealed | 16 bytes: tag], AES-256-GCM
 *   └ version of this format
 *
 * Each sealer has a random key of its own, made of the secret, and counts what it seals: no key ever sees a number twice, however
 * much is sealed.
 */

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { derivedKey } from "./derived-key.js"

const VERSION = "1."
const ALGORITHM = "aes-256-gcm"
const SALT = 16
const NUMBER = 6
const NONCE = 12
const TAG = 16

export class Sealer {
  readonly #secrets: readonly string[]
  readonly #use: string
  readonly #salt: Buffer = randomBytes(SALT)
  readonly #key: Buffer
  #count = 0

  /**
   * @param secrets - The first one seals; all of them open, so that a secret can be replaced without a break.
   * @param purpose - What is sealed for one is not opened for another.
   */
  constructor(secrets: readonly string[], purpose: string) {
    this.#secrets = secrets
    this.#use = `seal:${purpose}`
    this.#key = derivedKey(secrets[0] as string, this.#use, this.#salt)
  }

  /** Seals a text. It opens with the same `bound` only. */
  seal(text: string, bound: string): string {
    const number = Buffer.alloc(NUMBER)
    number.writeUIntBE(++this.#count, 0, NUMBER)
    const cipher = createCipheriv(ALGORITHM, this.#key, nonceOf(number), { authTagLength: TAG })
    cipher.setAAD(Buffer.from(bound))
    const sealed = [this.#salt, number, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]
    return VERSION + Buffer.concat(sealed).toString("base64url")
  }

  /** Opens a text as it arrived; undefined: it was not sealed here, or bound to something else, or somebody has changed it. */
  open(sealed: string, bound: string): string | undefined {
    if (!sealed.startsWith(VERSION)) return undefined
    const bytes = Buffer.from(sealed.slice(VERSION.length), "base64url")
    // Written as we write it: base64 has several texts for the same bytes, and drops what is none of it.
    if (bytes.length < SALT + NUMBER + TAG || VERSION + bytes.toString("base64url") !== sealed) return undefined
    const salt = bytes.subarray(0, SALT)
    for (const secret of this.#secrets) {
      const isOwn = secret === this.#secrets[0] && salt.equals(this.#salt)
      const text = open(bytes, isOwn ? this.#key : derivedKey(secret, this.#use, salt), bound)
      if (text !== undefined) return text
    }
    return undefined
  }
}

function open(bytes: Buffer, key: Buffer, bound: string): string | undefined {
  const start = SALT + NUMBER
  const decipher = createDecipheriv(ALGORITHM, key, nonceOf(bytes.subarray(SALT, start)), { authTagLength: TAG })
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(bytes.subarray(-TAG))
  try {
    return decipher.update(bytes.subarray(start, -TAG), undefined, "utf8") + decipher.final("utf8")
  } catch {
    return undefined
  }
}

function nonceOf(number: Buffer): Buffer {
  return Buffer.concat([Buffer.alloc(NONCE - NUMBER), number])
}
