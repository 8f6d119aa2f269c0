/** A browser with JavaScript off: keeps cookies as browsers do, posts forms as they are written, follows redirects. */

import request, { type Response } from "supertest"
import type { HostApp } from "./http-hosts.js"

export class PlainBrowser {
  readonly #listener: HostApp["listener"]
  readonly #headers: Readonly<Record<string, string>>
  readonly cookies = new Map<string, string>()
  /** The page that it shows. */
  text = ""
  status = 0

  constructor(app: HostApp, headers: Readonly<Record<string, string>> = {}) {
    this.#listener = app.listener
    this.#headers = headers
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<this> {
    return this.#show(await request(this.#listener).get(path).set(this.#sent(headers)))
  }

  /** Presses the button, or submits the form, whose field `_live` begins with this. Given fields win over those of the form. */
  async press(target: string, fields: Readonly<Record<string, string>> = {}): Promise<this> {
    const form = this.#formOf(target)
    const action = /action="([^"]*)"/.exec(form)?.[1]?.replaceAll("&amp;", "&") ?? ""
    const value = valuesIn(this.text, "_live").find((text) => text.startsWith(target)) ?? ""
    const sent = { ...hiddenIn(form), _live: value, ...fields }
    return this.#show(await request(this.#listener).post(action).type("form").set(this.#sent({})).send(sent))
  }

  /** The field of a form or button. */
  field(target: string, name: string): string | undefined {
    return hiddenIn(this.#formOf(target))[name]
  }

  /** What stands between these in the page. */
  between(start: string, end: string): string | undefined {
    return new RegExp(`${start}([\\s\\S]*?)${end}`).exec(this.text)?.[1]?.replaceAll("<!---->", "")
  }

  /** The form of a button is the hidden one. */
  #formOf(target: string): string {
    const forms = this.text.match(/<form[\s\S]*?<\/form>/g) ?? []
    const found =
      forms.find((form) => form.includes(`value="${target}`)) ?? forms.find((form) => form.includes('live-post"'))
    if (found === undefined || !this.text.includes(`value="${target}`))
      throw new Error(`Nothing posts ${target} in ${this.text}`)
    return found
  }

  async #show({ status, headers, text }: Response): Promise<this> {
    for (const line of (headers["set-cookie"] as unknown as string[] | undefined) ?? []) {
      const [, name = "", value = ""] = /^([^=]*)=([^;]*)/.exec(line) ?? []
      if (/Max-Age=0/.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    if (status === 302 || status === 303) return this.get(String(headers["location"]))
    this.text = text
    this.status = status
    return this
  }

  #sent(headers: Readonly<Record<string, string>>): Record<string, string> {
    const cookies = [...this.cookies].map((cookie) => cookie.join("=")).join("; ")
    return { ...this.#headers, ...headers, ...(cookies !== "" && { Cookie: cookies }) }
  }
}

function valuesIn(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, "g"))].map(([, value = ""]) => unescaped(value))
}

function hiddenIn(form: string): Record<string, string> {
  const fields = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)
  return Object.fromEntries([...fields].map(([, name = "", value = ""]) => [name, unescaped(value)]))
}

const unescaped = (text: string): string => text.replaceAll("&amp;", "&")
