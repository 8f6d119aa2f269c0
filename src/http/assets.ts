/**
 * The browser's files: the script and the chunks it loads lazily. Read once; the name of each is made of its content, so
 * a browser may keep it for ever.
 */

import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { dirname, extname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, gzipSync } from "node:zlib"
import { LiveError } from "../errors/live-error.js"
import type { Logger } from "../telemetry/logger.js"
import type { HostExchange } from "./host/host-exchange.js"

/** Written by the build: which file is the script, and all files. */
const MANIFEST = "manifest.json"
/** A name of the script that stays the same from version to version, for tags written by hand. */
const STABLE_NAME = "client.js"
/** The same of what scripts with hooks import. */
const STABLE_HOOKS = "hooks.js"
const IMMUTABLE = "public, max-age=31536000, immutable"
const REVALIDATED = "public, no-cache"

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".map": "application/json; charset=utf-8",
}

const BINARY = "application/octet-stream"

interface Manifest {
  readonly client: string
  readonly hooks?: string
  readonly files: Readonly<Record<string, unknown>>
}

interface Asset {
  readonly content: Buffer
  readonly type: string
  readonly etag: string
  /** The name says which content it is. */
  readonly immutable: boolean
  readonly encoded: Map<string, Buffer>
}

/** Serves the files of one folder. */
export class Assets {
  readonly #path: string
  readonly #folder: string
  readonly #logger: Logger
  #files: ReadonlyMap<string, Asset> | undefined
  #script: string = STABLE_NAME

  /**
   * @param path - Where the browser finds them: "/live".
   * @param folder - Where they are.
   */
  constructor(path: string, logger: Logger, folder: string = Assets.defaultFolder()) {
    this.#path = `${path}/`
    this.#logger = logger
    this.#folder = folder
  }

  /** Where the build puts them: `dist/browser` of this package. */
  static defaultFolder(): string {
    return join(packageFolder(), "dist", "browser")
  }

  /** The script's path, with the hash of its content in its name. */
  get scriptPath(): string {
    this.#read()
    return this.#path + this.#script
  }

  /** Answers a request for a file; false if this is no path of a file of ours. */
  answer(path: string, exchange: HostExchange): boolean {
    if (!path.startsWith(this.#path)) return false
    const name = path.slice(this.#path.length)
    if (TYPES[extname(name)] === undefined || !/^[\w.-]+$/.test(name)) return false
    const { method, headers } = exchange.message
    if (method !== "GET" && method !== "HEAD") return false
    const asset = this.#read().get(name)
    if (asset === undefined) {
      exchange.send({
        status: 404,
        headers: { "Content-Type": "text/plain; charset=utf-8" },
        body: `There is no ${name} here.`,
      })
      return true
    }
    const encoding = chooseEncoding(headers["accept-encoding"])
    const own = {
      "Cache-Control": asset.immutable ? IMMUTABLE : REVALIDATED,
      // Strong tags differ by encoding.
      ETag: encoding === undefined ? `"${asset.etag}"` : `"${asset.etag}-${encoding}"`,
      Vary: "Accept-Encoding",
      "X-Content-Type-Options": "nosniff",
    }
    const known = headers["if-none-match"]?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === own.ETag)
    if (known === true) exchange.send({ status: 304, headers: own, body: "" })
    else if (encoding === undefined)
      exchange.send({ status: 200, headers: { ...own, "Content-Type": asset.type }, body: asset.content })
    else {
      const more = { "Content-Type": asset.type, "Content-Encoding": encoding }
      exchange.send({ status: 200, headers: { ...own, ...more }, body: encoded(asset, encoding) })
    }
    return true
  }

  #read(): ReadonlyMap<string, Asset> {
    this.#files ??= this.#load()
    return this.#files
  }

  #load(): ReadonlyMap<string, Asset> {
    const files = new Map<string, Asset>()
    const manifest = join(this.#folder, MANIFEST)
    if (!existsSync(manifest)) {
      // Pages work without the script, by POST: so say it, and go on.
      this.#logger.error(new LiveError("LV_CLIENT_NOT_BUILT", { file: manifest }).message)
      return files
    }
    const { client, hooks, files: names } = JSON.parse(readFileSync(manifest, "utf8")) as Manifest
    for (const name of Object.keys(names)) {
      const content = readFileSync(join(this.#folder, name))
      const encoded = compressed(join(this.#folder, `${name}.br`))
      const etag = createHash("sha256").update(content).digest("base64url").slice(0, 12)
      // The build puts a hash of its content into the name of every file.
      files.set(name, { content, type: TYPES[extname(name)] ?? BINARY, etag, immutable: true, encoded })
    }
    this.#script = client
    for (const [name, stable] of [
      [client, STABLE_NAME],
      [hooks ?? "", STABLE_HOOKS],
    ] as const) {
      const file = files.get(name)
      if (file !== undefined) files.set(stable, { ...file, immutable: false })
    }
    return files
  }
}

function chooseEncoding(accepted: string | string[] | undefined): "br" | "gzip" | undefined {
  const list = String(accepted ?? "").toLowerCase()
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))/.test(list)) return "br"
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))/.test(list) ? "gzip" : undefined
}

/**
 * What the build compressed, where it is there: the script takes brotli a tenth of a second, in which a server that has just
 * started would answer nobody.
 */
function compressed(path: string): Map<string, Buffer> {
  return new Map(existsSync(path) ? [["br", readFileSync(path)]] : [])
}

/** Compressed once: by the build, or when it is first asked for. */
function encoded(asset: Asset, encoding: "br" | "gzip"): Buffer {
  let content = asset.encoded.get(encoding)
  if (content === undefined) {
    content = encoding === "br" ? brotliCompressSync(asset.content) : gzipSync(asset.content, { level: 9 })
    asset.encoded.set(encoding, content)
  }
  return content
}

/** The folder of this package: the nearest one above this module that has a package.json. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, "package.json"))) {
    const parent = dirname(folder)
    if (parent === folder) break
    folder = parent
  }
  return folder
}
