/**
 * Signed text: data that travels through the browser and must come back as it left.
 * Signed, not encrypted: whoever holds a token can read it. Knows nothing about what is signed; see `page-token.ts`.
 *
 *   1.eyJ…  .  Zm9v…
 *   │ │        └ HMAC-SHA256 over version, dot and body, base64url
 *   │ └ body: JSON of [issued at (ms), seconds it holds, digest of the binding | 0, payload], base64url
 *   └ version of this format
 */

import { createHmac, createSecretKey, type Hmac, type KeyObject, timingSafeEqual } from "node:crypto"
import { LiveError } from "../errors/live-error.js"
import { bindingDigest } from "./binding-digest.js"
import { derivedKey } from "./derived-key.js"
import { isInTime } from "./token-age.js"

/** Options of {@link Signer.sign}. */
export interface SignOptions {
  /** Seconds after which the token no longer holds. */
  readonly maxAge: number
  /**
   * What the token holds with only, such as the browser's cookie. A plain digest of it stands in the token, so it must be
   * random enough not to be guessed.
   */
  readonly binding?: string | undefined
  /**
   * What its age is counted from, in milliseconds since the epoch: of a token that goes on from another one.
   * @defaultValue now
   */
  readonly issuedAt?: number | undefined
}

/** Why a token was refused: not one at all, not signed by us for this purpose, too old, or bound to something else. */
export type SignatureRefusal = "malformed" | "signature" | "expired" | "binding"

/** The outcome of {@link Signer.verify}. `issuedAt` is in milliseconds since the epoch, `maxAge` in seconds. */
export type SignatureCheck =
  | { readonly ok: true; readonly payload: unknown; readonly issuedAt: number; readonly maxAge: number }
  | { readonly ok: false; readonly reason: SignatureRefusal }

/** What to do where a signature is refused by a process whose secret is its own. */
const MADE_UP_SECRET: string =
  "This process has made up a secret of its own, as the option `secret` was not given: pages of another process, or of " +
  "before a restart, mean nothing to it. Give all processes (cluster, pm2, several machines) the same `secret`"

/** The same of one whose secret was given to it. */
const OTHER_SECRET =
  "Load the page again. If that does not help, the option `secret` is another one in another process of the app, or has been replaced: give all the same, and for a while the one before too, " +
  "`secret: [NEW, OLD]`"

/** What to do where a signature is refused. */
export function signatureRemedy(signer: Pick<Signer, "isMadeUp">): string {
  return signer.isMadeUp ? MADE_UP_SECRET : OTHER_SECRET
}

const VERSION = "1"
const SHAPE = /^1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{43})$/

/** Signs and verifies with keys derived from the app's secrets, another key for every purpose. */
export class Signer {
  /** Nobody gave a secret: it is this process's own, which no other has. */
  readonly isMadeUp: boolean
  readonly #secrets: readonly string[]
  /** What tokens are issued at: milliseconds since the epoch. */
  readonly now: () => number
  readonly #keys = new Map<string, readonly KeyObject[]>()

  /**
   * @param secrets - The first one signs; all of them verify, so that a secret can be replaced without a break.
   * @param now - Milliseconds since the epoch.
   * @param isMadeUp - Whether they are random ones that this process has made for itself.
   * @throws {@link LiveError} LV_NO_SECRET when the list is empty or one of them is.
   */
  constructor(secrets: readonly string[], now: () => number = Date.now, isMadeUp = false) {
    if (secrets.length === 0 || secrets.some((secret) => secret.length === 0)) {
      throw new LiveError("LV_NO_SECRET", { count: secrets.length })
    }
    this.#secrets = [...secrets]
    this.now = now
    this.isMadeUp = isMadeUp
  }

  /** Signs a payload of plain JSON data. A token of one purpose is not accepted for another. */
  sign(purpose: string, payload: unknown, options: SignOptions): string {
    const key = this.#keysFor(purpose)[0] as KeyObject
    const binding = options.binding === undefined ? 0 : bindingDigest(options.binding)
    const fields: Fields = [options.issuedAt ?? this.now(), options.maxAge, binding, payload ?? null]
    const signed = `${VERSION}.${Buffer.from(JSON.stringify(fields)).toString("base64url")}`
    return `${signed}.${mac(key, signed).digest("base64url")}`
  }

  /**
   * Verifies a token, given as it arrived. A bound token needs the same binding, an unbound one none.
   * The body is not looked at before the signature has been found right.
   */
  verify(purpose: string, token: unknown, options: { readonly binding?: string | undefined } = {}): SignatureCheck {
    const match = typeof token === "string" ? SHAPE.exec(token) : null
    if (match === null) return refused("malformed")
    const [text, body, signature] = match as unknown as [string, string, string]
    const given = Buffer.from(signature, "base64url")
    const signed = text.slice(0, text.lastIndexOf("."))
    const key = this.#keysFor(purpose).find((candidate) => timingSafeEqual(mac(candidate, signed).digest(), given))
    if (key === undefined) return refused("signature")
    const fields = readFields(body)
    if (fields === undefined) return refused("malformed")
    const [issuedAt, maxAge, binding, payload] = fields
    if (!isInTime(this.now() - issuedAt, maxAge * 1000)) return refused("expired")
    if (!bindingHolds(binding, options.binding)) return refused("binding")
    return { ok: true, payload, issuedAt, maxAge }
  }

  /** A digest of a text that tells equal texts from others, and nothing about them to who lacks the secret. */
  digest(purpose: string, text: string): string {
    return mac(this.#keysFor(purpose)[0] as KeyObject, text).digest("base64url")
  }

  /** True for what {@link digest} gives of the text under one of the secrets, or its beginning: how long that has to be is the caller's to say. */
  isDigest(purpose: string, text: string, digest: string): boolean {
    const given = Buffer.from(digest)
    return this.#keysFor(purpose).some((key) => {
      const expected = Buffer.from(mac(key, text).digest("base64url").slice(0, digest.length))
      return expected.length === given.length && timingSafeEqual(expected, given)
    })
  }

  #keysFor(purpose: string): readonly KeyObject[] {
    let keys = this.#keys.get(purpose)
    if (keys === undefined) {
      keys = this.#secrets.map((secret) => deriveKey(secret, purpose))
      this.#keys.set(purpose, keys)
    }
    return keys
  }
}

type Fields = readonly [issuedAt: number, maxAge: number, binding: string | 0, payload: unknown]

function refused(reason: SignatureRefusal): SignatureCheck {
  return { ok: false, reason }
}

/** A key object: Node prepares a key given as bytes anew for every signature, which costs as much as signing. */
function deriveKey(secret: string, purpose: string): KeyObject {
  return createSecretKey(derivedKey(secret, `sign:${purpose}`))
}

function mac(key: KeyObject, text: string): Hmac {
  return createHmac("sha256", key).update(text)
}

/** How long that takes tells nothing: the digest stands in the token, for whoever has it to read. */
function bindingHolds(digest: string | 0, binding: string | undefined): boolean {
  if (digest === 0 || binding === undefined) return digest === 0 && binding === undefined
  return digest === bindingDigest(binding)
}

function readFields(body: string): Fields | undefined {
  let fields: unknown
  try {
    fields = JSON.parse(Buffer.from(body, "base64url").toString())
  } catch {
    return undefined
  }
  if (!Array.isArray(fields) || fields.length !== 4) return undefined
  const [issuedAt, maxAge, binding] = fields as unknown[]
  if (typeof issuedAt !== "number" || typeof maxAge !== "number") return undefined
  if (binding !== 0 && typeof binding !== "string") return undefined
  return fields as unknown as Fields
}
