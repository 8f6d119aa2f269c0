/**
 * Names that stand in the locals of requests (`res.locals`, `ctx.state`), noted while an app is developed. Live views do not
 * see them: a view outlives its request. A template that reads one is told where the value stands.
 */

import { LiveError } from "../../errors/live-error.js"
import { readNames } from "./read-names.js"

/** More names than these are none that somebody wrote. */
const MOST_NAMES = 300

/** Renders a template with these values. */
export type RenderText = (values: object) => Promise<string>

/** Takes what a developer should know. */
export type Warn = (code: string, text: string) => void

export class RequestNames {
  /** By name: what it stands in, "res.locals". */
  readonly #places = new Map<string, string>()
  /** By view: how many names there were when its template was looked at. */
  readonly #looked = new Map<string, number>()

  /** Notes what a request holds. */
  see(locals: object, place: string): void {
    for (const name of Object.keys(locals)) {
      // `live` is ours, and stands in the locals of every request.
      if (name !== "live" && this.#places.size < MOST_NAMES) this.#places.set(name, place)
    }
  }

  /** What a developer is told of a name that a live template reads; undefined if it stands in no request. */
  hint(name: string): string | undefined {
    const place = this.#places.get(name)
    return (
      place &&
      `it stands in \`${place}\`, which a live view does not see: that is one request's, and a view goes on after it. ` +
        `Return it from the option \`session(request)\`, or from \`mount\`: \`${name}: socket.assignNew("${name}", …)\``
    )
  }

  /**
   * Renders a template of an engine that says little of what it reads, and tells of names that only requests have.
   *
   * @param known - Names that the template may read.
   * @throws {@link LiveError} LV_TEMPLATE_RENDER instead of the engine's own exception, where such a name is the cause
   */
  async watch(render: RenderText, values: object, { view, template, warn }: Watched): Promise<string> {
    const names = [...this.#places.keys()].filter((name) => !(name in values))
    let html: string
    try {
      html = await render(values)
    } catch (error) {
      const [name] = await readNames(render, values, names)
      if (name === undefined || !(error instanceof Error)) throw error
      const problem = `${error.message}. \`${name}\` is not an assign of \`${view}\`; ${this.hint(name)}`
      throw new LiveError("LV_TEMPLATE_RENDER", { place: template, problem }, { cause: error })
    }
    if (this.#looked.get(view) === names.length) return html
    this.#looked.set(view, names.length)
    for (const name of await readNames(render, values, names, html)) {
      warn("LV_UNKNOWN_NAME", `${template}: \`${name}\` is not an assign of \`${view}\`; ${this.hint(name)}`)
    }
    return html
  }
}

/** What is rendered, and who is told. */
export interface Watched {
  readonly view: string
  readonly template: string
  readonly warn: Warn
}
