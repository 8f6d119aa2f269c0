/** Commands that a hook has run at once: those of `js` on the server, by the same names. */
import { type CommandFields, CommandMethods } from "../src/protocol/command-methods.js"
import type { HookClient } from "./util/hook-registry.js"

/**
 * What `js()` of a hook gives. Each method runs its command at once, by default on the hook's element, and returns the same
 * object. What commands do to the page stays until the server changes that very thing. The options are those of `js` on the
 * server; `push` has no reply, `pushEvent` of the hook gives one.
 */
export class HookCommands extends CommandMethods {
  readonly #client: HookClient

  /** @internal */
  constructor(client: HookClient) {
    super()
    this.#client = client
  }

  protected override command(name: string, fields: CommandFields): this {
    this.#client.command(name, fields)
    return this
  }
}
