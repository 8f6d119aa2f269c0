/** `js`: lists of commands that the browser runs by itself, as immutable values to be put into bindings. */

import { described } from "../../errors/described.js"
import { LiveError } from "../../errors/live-error.js"
import { codeRefusal } from "../../html/tokenizer/places.js"
import { BLOCKED_URL, isBlockedUrl, isUrlAttribute } from "../../html/tokenizer/url-check.js"
import { type CommandFields, CommandMethods } from "../../protocol/command-methods.js"
import { COMMANDS, type CommandList } from "../../protocol/commands.js"
import { checkFields } from "./command-fields.js"
import { vouchedText } from "./vouched.js"

/**
 * A list of commands. Each method gives a new list with one command more; where it is put into a binding, the browser runs
 * the commands in order. What they do to the page stays until the server changes that very thing.
 */
export class Commands extends CommandMethods {
  readonly #list: CommandList
  #text: string | undefined

  /** @internal */
  constructor(list: CommandList = []) {
    super()
    this.#list = list
  }

  /** All commands of another list behind these. */
  concat(other: Commands): Commands {
    return new Commands([...this.#list, ...other.#list])
  }

  /** The text that stands in a binding, within a render. */
  override toString(): string {
    this.#text ??= vouchedText(JSON.stringify(this.#list).replaceAll(COMMANDS, "\uFFFD"))
    return this.#text
  }

  /** The list as data. */
  toJSON(): CommandList {
    return this.#list
  }

  protected override command(name: string, { __keywords: _keywords, ...fields }: CommandFields): this {
    checkFields(name, fields)
    const checked = CHECKED[name]?.(fields) ?? fields
    return new Commands([...this.#list, [name, checked]]) as this
  }
}

/** Those whose fields are changed, or looked at once more: names have to be there, and nothing may be what no value of a template may be. */
const CHECKED: Readonly<Record<string, (fields: CommandFields) => CommandFields>> = {
  push: (fields) => ({ ...fields, event: filled("push", fields["event"]) }),
  dispatch: (fields) => ({ ...fields, event: filled("dispatch", fields["event"]) }),
  exec: (fields) => ({ ...fields, attribute: filled("exec", fields["attribute"]) }),
  "set-attribute": checkedValues,
  "toggle-attribute": checkedValues,
  navigate: checkedAddress,
  patch: checkedAddress,
}

function filled(method: string, name: unknown): string {
  if (typeof name === "string" && name !== "") return name
  throw new LiveError("LV_COMMAND_INVALID", { method, problem: `takes a name. It was given: ${described(name)}` })
}

function checkedValues(fields: CommandFields): CommandFields {
  const values = (fields["values"] as readonly unknown[]).map((value) => attribute(String(fields["name"]), value))
  return { ...fields, values }
}

function checkedAddress(fields: CommandFields): CommandFields {
  return { ...fields, href: address(String(fields["href"])) }
}

function attribute(name: string, value: unknown): string {
  const place = { tag: "", attribute: name.toLowerCase() }
  const problem = codeRefusal(place)
  if (problem !== undefined)
    throw new LiveError("LV_COMMAND_INVALID", { method: "setAttribute", problem: `cannot set "${name}": it is code` })
  const text = String(value)
  return isUrlAttribute(place) && isBlockedUrl(text, place) ? BLOCKED_URL : text
}

function address(href: string): string {
  return isBlockedUrl(href, { tag: "a", attribute: "href" }) ? BLOCKED_URL : href
}

/**
 * The empty list, on which all others are built.
 *
 * @example
 * ```ts
 * import { html, js } from "livemount"
 *
 * const menu = html`
 *   <button live-click="${js.toggle("#menu", { in: "fade-in", out: "fade-out" })}">Menu</button>
 *   <ul id="menu" hidden>…</ul>`
 * ```
 */
export const js: Commands = new Commands()
